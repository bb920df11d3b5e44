# What ThreadSanitizer needs beside its flags: gRPC and Abseil come from Debian without it. Included by
# tests/ before any test is declared.
if(NOT ZOUFANG_TSAN)
  return()
endif()

# See tests/support/tsan_abseil.cc, which wraps these.
add_library(tsan_abseil OBJECT ${CMAKE_CURRENT_SOURCE_DIR}/support/tsan_abseil.cc)
target_link_libraries(tsan_abseil PUBLIC absl::synchronization)
foreach(symbol
    _ZN4absl7debian35Mutex4LockEv
    _ZN4absl7debian35Mutex10ReaderLockEv
    _ZN4absl7debian35Mutex6UnlockEv
    _ZN4absl7debian35Mutex12ReaderUnlockEv
    _ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE
    _ZN4absl7debian312Notification6NotifyEv
    _ZNK4absl7debian312Notification19WaitForNotificationEv)
  target_link_options(tsan_abseil PUBLIC -Wl,--wrap=${symbol})
endforeach()
link_libraries(tsan_abseil)
