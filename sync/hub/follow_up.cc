// What follows from a mutation (observer.h).
#include <utility>

#include "sync/base/hash.h"
#include "sync/base/log.h"
#include "sync/base/status.h"
#include "sync/hub/edit_outcome.h"
#include "sync/hub/ingest.h"
#include "sync/hub/observer.h"

namespace zoufang::hub {

using sync::v1::Edit;
using sync::v1::EditOutcome;

class Ingest::Following : public FollowUps {
 public:
  Following(Ingest& ingest, const Incoming& cause) : ingest_(ingest), cause_(cause) {}

  sql::Database& database() override { return ingest_.context_.db; }
  int64_t now_us() const override { return ingest_.context_.now_us(); }
  absl::Status Write(const std::vector<Edit>& edits) override;

 private:
  Ingest& ingest_;
  const Incoming& cause_;
  int64_t count_ = 0;
};

absl::Status Ingest::Following::Write(const std::vector<Edit>& edits) {
  Incoming mutation{.uuid = base::Hash128({"follow-up", cause_.uuid, base::BigEndian(count_++)}),
                    .author = {.user_id = kFollowUpAuthor, .server = true},
                    .clock_trusted = true};
  ASSIGN_OR_RETURN(const auto known, ingest_.Known(mutation.uuid));
  if (known.has_value()) return absl::OkStatus();
  mutation.body.set_user_id(kFollowUpAuthor);
  mutation.body.set_observed_at_us(now_us());
  mutation.body.set_clock_trusted(true);
  mutation.body.mutable_edits()->Add(edits.begin(), edits.end());
  ASSIGN_OR_RETURN(const sync::v1::MutationOutcome outcome, ingest_.Apply(mutation));
  for (const EditOutcome& edit : outcome.edits()) {
    if (IsTaken(edit)) continue;
    base::Log(base::Severity::kError, "follow_up_not_taken",
              {{"entity", static_cast<int64_t>(edit.entity())},
               {"row", edit.row_id()},
               {"reason", edit.reason()}});
  }
  return absl::OkStatus();
}

absl::Status Ingest::TellObserver(const Incoming& mutation) {
  const std::vector<Written> written = std::exchange(written_, {});
  if (context_.observer == nullptr || following_) return absl::OkStatus();
  following_ = true;
  Following follow_ups(*this, mutation);
  absl::Status told;
  for (const Written& row : written) {
    told = context_.observer->AfterWrite(row, follow_ups);
    if (!told.ok()) break;
  }
  following_ = false;
  written_.clear();
  return told;
}

}  // namespace zoufang::hub
