// The tablet's file, as the app uses it: one connection to read, one to save, one to sync, each on
// a thread of its own, so that nobody waits for a pull and the window waits for nobody.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/fieldwork/tablet.h"
#include "clients/tablet/worker.h"

namespace zoufang::tablet {

// Lives on the window's thread. Whoever asks it lives until it is stopped.
class Store : public QObject {
  Q_OBJECT

 public:
  // What a read or a save hands over to the window's thread.
  using Shown = std::function<void()>;
  using Reading = std::function<Shown(fieldwork::Tablet&)>;
  using Saving = std::function<absl::Status(fieldwork::Tablet&)>;
  using Done = std::function<void(const absl::Status&)>;

  // Opens the file, or makes it.
  static absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path, device::Env env);
  ~Store() override { Stop(); }
  // Finishes what was asked, saves first; nothing may be asked afterwards.
  void Stop();

  // Runs `reading` on the reader's thread, and what it returns on this one.
  void Read(Reading reading);
  // Runs `saving` on the saver's thread, then `done` on this one; saves keep their order.
  void Save(Saving saving, Done done);
  // For the thread that syncs.
  fieldwork::Tablet& syncing() { return *syncing_; }
  const std::string& path() const { return path_; }
  device::Env env() const { return env_; }

 signals:
  // Something in the file changed, by whomever: this app, its sync, or another program.
  void changed();

 private:
  struct Connections {
    std::unique_ptr<fieldwork::Tablet> reading, saving, syncing;
  };
  Store(const std::string& path, device::Env env, Connections connections);
  // On the reader's thread: notices commits of the other connections.
  void LookForChanges();
  void Show(Shown shown);

  const std::string path_;
  const device::Env env_;
  const std::unique_ptr<fieldwork::Tablet> reading_, saving_, syncing_;
  int64_t version_ = 0;  // The reader's data_version; used by its thread only.
  std::unique_ptr<Worker> reads_, saves_;
};

}  // namespace zoufang::tablet
