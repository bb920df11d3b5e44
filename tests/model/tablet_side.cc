#include "tests/model/tablet_side.h"

#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/base/status.h"
#include "sync/schema/catalogue.h"
#include "tests/model/catalogue.h"
#include "tests/model/database_files.h"

namespace zoufang::model {

TabletSide::TabletSide(std::string name, std::string user, std::string path)
    : user_(std::move(user)), path_(std::move(path)), random_(absl::HashOf(name)) {}

TabletSide::~TabletSide() {
  replica_.reset();
  RemoveDatabase(file_);
}

std::string TabletSide::NextFile() { return absl::StrCat(path_, "-", ++opened_, ".db"); }

absl::Status TabletSide::Open(std::string file) {
  ASSIGN_OR_RETURN(std::unique_ptr<device::Replica> opened,
                   device::Replica::Open(file, ModelCatalogue(), {clock_, random_}));
  const std::string before = std::exchange(file_, std::move(file));
  replica_ = std::move(opened);
  attach_.reset();
  if (!before.empty()) RemoveDatabase(before);
  return absl::OkStatus();
}

absl::Status TabletSide::Enroll() {
  RETURN_IF_ERROR(Open(NextFile()));
  return replica_->SetEnrollment({.server = "model", .user_id = user_});
}

absl::Status TabletSide::OpenCopyOf(const std::string& files) {
  const std::string copy = NextFile();
  RETURN_IF_ERROR(CopyDatabase(files, copy));
  return Open(copy);
}

absl::Status TabletSide::CopyTo(const std::string& path) const { return CopyDatabase(file_, path); }

// --- saving --------------------------------------------------------------------------------------

absl::StatusOr<std::string> TabletSide::UuidIn(const std::string& table, const std::string& order) {
  std::string uuid;
  const std::string sql =
      absl::StrCat("SELECT uuid FROM ", table, " ORDER BY ", order, " DESC LIMIT 1");
  RETURN_IF_ERROR(replica_->Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(sql));
    RETURN_IF_ERROR(select.Step().status());
    uuid = std::string(select.Blob(0));
    return absl::OkStatus();
  }));
  return uuid;
}

absl::StatusOr<std::string> TabletSide::Save(const std::vector<std::string>& statements) {
  RETURN_IF_ERROR(replica_->Save(
      [&](sql::Database& db) { return db.Execute(absl::StrJoin(statements, ";")); }));
  return UuidIn("_chain", "seq");
}

absl::StatusOr<std::string> TabletSide::RunTool(const std::vector<std::string>& statements) {
  ASSIGN_OR_RETURN(const auto tool,
                   sql::Database::Open(file_, {.application_id = device::kApplicationId}));
  RETURN_IF_ERROR(tool->Write([&] { return tool->Execute(absl::StrJoin(statements, ";")); }));
  return UuidIn("_capture", "n");
}

// --- calls ---------------------------------------------------------------------------------------

absl::StatusOr<std::optional<Call>> TabletSide::Make(const std::string& kind, int size,
                                                     const std::string& scope) {
  Call call{.kind = kind, .user = user_, .rows = size};
  if (kind == "attach") return MakeAttach(size);
  if (kind == "push") {
    ASSIGN_OR_RETURN(auto request, replica_->MakePush());
    if (!request.has_value()) return std::optional<Call>();
    call.push = *std::move(request);
    auto& mutations = *call.push.mutable_mutations();
    if (size < mutations.size()) mutations.DeleteSubrange(size, mutations.size() - size);
  } else if (kind == "pull") {
    ASSIGN_OR_RETURN(auto request, replica_->MakePull());
    if (!request.has_value()) return std::optional<Call>();
    call.pull = *std::move(request);
  } else {
    ASSIGN_OR_RETURN(const auto request, replica_->MakeSnapshot());
    if (!request.has_value()) return std::optional<Call>();
    for (const auto& cursor : request->scopes()) {
      if (cursor.scope() == schema::AreaScope(scope)) call.snapshot = cursor;
    }
  }
  return std::optional<Call>(std::move(call));
}

absl::StatusOr<std::optional<Call>> TabletSide::MakeAttach(int size) {
  ASSIGN_OR_RETURN(auto request, replica_->MakeAttach());
  if (!request.has_value()) return std::optional<Call>();
  if (!attach_.has_value() || !attach_->Answers(*request)) attach_.emplace(*std::move(request));
  return std::optional<Call>({.kind = "attach", .user = user_, .attach = attach_->Next(size)});
}

absl::Status TabletSide::TakeAttach(const sync::v1::AttachReply& reply) {
  const bool fits = attach_->Take(reply);
  if (fits && !attach_->done()) return absl::OkStatus();
  const device::AttachParts ended = *std::exchange(attach_, std::nullopt);
  return fits ? replica_->TakeAttach(ended.whole(), ended.reply()) : absl::OkStatus();
}

absl::Status TabletSide::Take(const Call& call, const Reply& reply) {
  if (call.kind == "attach") return TakeAttach(reply.attach);
  if (call.kind == "push") return replica_->TakePush(call.push, reply.push);
  if (call.kind == "snap") return TakePages(call, reply);
  if (reply.unknown_install) return replica_->TakeUnknownInstall(call.pull.install_id());
  return replica_->TakePull(call.pull, reply.pull);
}

absl::Status TabletSide::TakePages(const Call& call, const Reply& reply) {
  sync::v1::SnapshotCursor asked = call.snapshot;
  for (const auto& page : reply.snapshot) {
    RETURN_IF_ERROR(replica_->TakeSnapshotPage(asked, page));
    asked = page.next();
  }
  return absl::OkStatus();
}

}  // namespace zoufang::model
