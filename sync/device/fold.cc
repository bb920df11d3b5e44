#include "sync/device/fold.h"

#include <utility>
#include <vector>

#include "google/protobuf/arena.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/device/captured.h"
#include "sync/device/chain.h"
#include "sync/device/edit_maker.h"
#include "sync/device/outcomes.h"
#include "sync/device/screen.h"
#include "sync/schema/utf8.h"

namespace zoufang::device {
namespace {

using sync::v1::MutationBody;

// A mutation's own uuid. What one Save did is captured and folded in one transaction, so that no
// copy of the file can ever hold the one without the other.
constexpr size_t kUuidBytes = 16;

bool IsText(const std::optional<schema::Row>& row) {
  if (!row.has_value()) return true;
  for (const sql::Value& value : row->values) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && !schema::IsUtf8(*text)) return false;
  }
  return true;
}

// Why a change can never be sent; OK: it can.
absl::Status CheckSendable(const RowChange& change) {
  return IsText(change.before) && IsText(change.after)
             ? absl::OkStatus()
             : base::Undecodable("text that is not UTF-8");
}

// Folds what other tools changed, change by change.
class OthersFold {
 public:
  OthersFold(const Context& context, ChainWriter chain)
      : context_(context), chain_(std::move(chain)), maker_(context) {}

  absl::Status Fold(const ChangeSet& set) {
    const RowChange& change = set.changes.front();
    MutationBody body;
    RETURN_IF_ERROR(maker_.Make(change, body));
    if (body.edits().empty()) return absl::OkStatus();
    absl::Status sent = CheckSendable(change);
    if (sent.ok()) sent = chain_.Append(set.uuid, body);
    if (!absl::IsInvalidArgument(sent)) return sent;
    refused_.push_back({change.entity->number, change.id});
    return NoteRefused(context_, set.uuid, change, sent);
  }

  // Takes what was refused off the screen. After everything is folded: later changes stay on it.
  absl::Status Undo() {
    if (refused_.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context_.db));
    ScreenWriter screen(context_, scopes);
    return WithoutCapture(context_.db, [&]() -> absl::Status {
      for (const RowKey& row : refused_) RETURN_IF_ERROR(screen.Rebuild(row));
      return absl::OkStatus();
    });
  }

 private:
  const Context& context_;
  ChainWriter chain_;
  EditMaker maker_;
  std::vector<RowKey> refused_;
};

}  // namespace

absl::Status FoldOthers(const Context& context) {
  ASSIGN_OR_RETURN(const bool any, AnythingCaptured(context.db));
  if (!any) return absl::OkStatus();
  absl::StatusOr<ChainWriter> chain = ChainWriter::Open(context);
  if (absl::IsFailedPrecondition(chain.status())) return absl::OkStatus();
  RETURN_IF_ERROR(chain.status());
  ASSIGN_OR_RETURN(std::vector<Captured> captured, ReadCaptured(context));
  OthersFold fold(context, *std::move(chain));
  for (const ChangeSet& set : Apart(std::move(captured))) RETURN_IF_ERROR(fold.Fold(set));
  RETURN_IF_ERROR(ClearCaptured(context.db));
  return fold.Undo();
}

absl::Status FoldOwn(const Context& context) {
  ASSIGN_OR_RETURN(std::vector<Captured> captured, ReadCaptured(context));
  if (captured.empty()) return absl::OkStatus();
  const ChangeSet set = Together(std::move(captured));
  std::vector<base::FieldViolation> violations;
  for (const RowChange& change : set.changes) CheckChange(change, violations);
  if (!violations.empty()) return base::FieldsInvalid(violations);
  EditMaker maker(context);
  google::protobuf::Arena arena;
  auto& body = *google::protobuf::Arena::CreateMessage<MutationBody>(&arena);
  for (const RowChange& change : set.changes) RETURN_IF_ERROR(maker.Make(change, body));
  RETURN_IF_ERROR(ClearCaptured(context.db));
  if (body.edits().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(ChainWriter chain, ChainWriter::Open(context));
  return chain.Append(context.env.random.Bytes(kUuidBytes), body);
}

}  // namespace zoufang::device
