// Tells ThreadSanitizer what Abseil's mutexes order. Debian's Abseil is built without it: its
// atomic operations are not seen, and everything that a mutex guards would be called a race. The
// linker leads our calls here (--wrap, tests/tsan.cmake); each says what it orders and calls the
// real one.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

// Of the sanitizer's runtime, without a header.
extern "C" void AnnotateIgnoreReadsBegin(const char* file, int line);
extern "C" void AnnotateIgnoreReadsEnd(const char* file, int line);

namespace {

// While a thread is inside Abseil it may evaluate the condition that another waits for. That other
// holds the mutex for it, which cannot be seen.
class InsideAbseil {
 public:
  InsideAbseil() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~InsideAbseil() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
};

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier): the linker names them.
#define REAL(symbol) __real_##symbol
#define WRAP(symbol) __wrap_##symbol

#define LOCKS(symbol)                              \
  extern "C" void REAL(symbol)(absl::Mutex * mu);  \
  extern "C" void WRAP(symbol)(absl::Mutex * mu) { \
    {                                              \
      InsideAbseil inside;                         \
      REAL(symbol)(mu);                            \
    }                                              \
    __tsan_acquire(mu);                            \
  }
#define UNLOCKS(symbol)                            \
  extern "C" void REAL(symbol)(absl::Mutex * mu);  \
  extern "C" void WRAP(symbol)(absl::Mutex * mu) { \
    __tsan_release(mu);                            \
    InsideAbseil inside;                           \
    REAL(symbol)(mu);                              \
  }

LOCKS(_ZN4absl7debian35Mutex4LockEv)
LOCKS(_ZN4absl7debian35Mutex10ReaderLockEv)
UNLOCKS(_ZN4absl7debian35Mutex6UnlockEv)
UNLOCKS(_ZN4absl7debian35Mutex12ReaderUnlockEv)

// Mutex::Await
extern "C" void REAL(_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE)(absl::Mutex* mu,
                                                                     const absl::Condition& ready);
extern "C" void WRAP(_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE)(absl::Mutex* mu,
                                                                     const absl::Condition& ready) {
  __tsan_release(mu);
  {
    InsideAbseil inside;
    REAL(_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE)(mu, ready);
  }
  __tsan_acquire(mu);
}

// Notification::Notify and ::WaitForNotification
extern "C" void REAL(_ZN4absl7debian312Notification6NotifyEv)(absl::Notification* done);
extern "C" void WRAP(_ZN4absl7debian312Notification6NotifyEv)(absl::Notification* done) {
  __tsan_release(done);
  REAL(_ZN4absl7debian312Notification6NotifyEv)(done);
}
extern "C" void REAL(_ZNK4absl7debian312Notification19WaitForNotificationEv)(
    absl::Notification* done);
extern "C" void WRAP(_ZNK4absl7debian312Notification19WaitForNotificationEv)(
    absl::Notification* done) {
  REAL(_ZNK4absl7debian312Notification19WaitForNotificationEv)(done);
  __tsan_acquire(done);
}
// NOLINTEND(bugprone-reserved-identifier)
