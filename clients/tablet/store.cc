#include "clients/tablet/store.h"

#include <utility>

#include "sync/base/status.h"
#include "sync/sql/database.h"

namespace zoufang::tablet {
namespace {

// How late a change by another connection is noticed: below what a person calls slow.
constexpr absl::Duration kLook = absl::Milliseconds(120);

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& path, device::Env env) {
  Connections connections;
  ASSIGN_OR_RETURN(connections.saving, fieldwork::Tablet::OpenOrCreate(path, env));
  ASSIGN_OR_RETURN(connections.reading, fieldwork::Tablet::OpenOrCreate(path, env));
  ASSIGN_OR_RETURN(connections.syncing, fieldwork::Tablet::OpenOrCreate(path, env));
  return std::unique_ptr<Store>(new Store(path, env, std::move(connections)));
}

Store::Store(const std::string& path, device::Env env, Connections connections)
    : path_(path),
      env_(env),
      reading_(std::move(connections.reading)),
      saving_(std::move(connections.saving)),
      syncing_(std::move(connections.syncing)),
      reads_(std::make_unique<Worker>([this] { LookForChanges(); }, kLook)),
      saves_(std::make_unique<Worker>()) {}

void Store::Stop() {
  saves_.reset();  // First: a save asks the reader to look.
  reads_.reset();
}

void Store::Show(Shown shown) {
  if (shown) QMetaObject::invokeMethod(this, std::move(shown), Qt::QueuedConnection);
}

void Store::Read(Reading reading) {
  reads_->Post([this, reading = std::move(reading)] {
    Show(reading(*reading_));
    LookForChanges();
  });
}

void Store::Save(Saving saving, Done done) {
  saves_->Post([this, saving = std::move(saving), done = std::move(done)] {
    const absl::Status status = saving(*saving_);
    Show([done, status] { done(status); });
    reads_->Post([this] { LookForChanges(); });
  });
}

// Any commit of another connection moves it.
constexpr char kDataVersion[] = "PRAGMA data_version";

void Store::LookForChanges() {
  int64_t version = version_;
  const absl::Status read = reading_->replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(version, db.QueryInt(kDataVersion));
    return absl::OkStatus();
  });
  // A withdrawn tablet has nothing to read any more, which is a change to be shown as well.
  if (!read.ok()) version = -1;
  if (std::exchange(version_, version) != version) Show([this] { emit changed(); });
}

}  // namespace zoufang::tablet
