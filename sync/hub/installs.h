// The chains of the devices: which mutation of which install the hub has ingested (S2, S3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/hub/context.h"
#include "sync/hub/ingest.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::hub {

// A device whose clock is off by more is not trusted to say which of two observations came later.
inline constexpr absl::Duration kClockTolerance = absl::Minutes(5);

struct Install {
  int64_t n = 0;
  std::string user_id;
  uint64_t last_seq = 0;
  std::string last_hash;
  uint64_t durable_seq = 0;

  sync::v1::ChainPoint Applied() const;
};

class Installs {
 public:
  explicit Installs(const Context& context) : context_(context) {}

  absl::StatusOr<std::optional<Install>> Find(absl::string_view id);
  absl::StatusOr<sync::v1::AttachReply> Attach(absl::string_view user_id,
                                               const sync::v1::AttachRequest& request,
                                               Ingest& ingest);
  // All of a push as one unit; when a mutation makes the hub fail, again with a savepoint for each,
  // so that it is set aside (REJECTED) and delays nothing behind it.
  absl::StatusOr<sync::v1::PushReply> Push(absl::string_view user_id,
                                           const sync::v1::PushRequest& request, Grants& grants);
  // Takes over each install's last_seq in `taken` as durable.
  absl::Status NoteBackup(sql::Database& taken);

 private:
  enum class Care { kAllAtOnce, kEachApart };
  // What the steps of one push share.
  struct Pushing {
    absl::string_view user_id;
    const sync::v1::PushRequest& request;
    Care care;
    Ingest& ingest;
    Install& install;
    sync::v1::PushReply& reply;
  };

  static Author AuthorOf(const Pushing& push);
  absl::Status TakeAll(absl::string_view user_id, const sync::v1::PushRequest& request, Care care,
                       Grants& grants, sync::v1::PushReply& reply);
  // OK: taken or known, the install advanced. Another status of the reply stops the push.
  absl::StatusOr<sync::v1::PushReply::Status> TakeOne(Pushing& push,
                                                      const sync::v1::Mutation& mutation);
  absl::StatusOr<sync::v1::MutationOutcome> IngestApart(Pushing& push,
                                                        const sync::v1::Mutation& mutation);
  absl::StatusOr<sync::v1::MutationOutcome> IngestOne(Pushing& push,
                                                      const sync::v1::Mutation& mutation,
                                                      Ingest& ingest);
  // Raises the alarm when an install has heard of a later start than the present one.
  absl::Status CheckIncarnation(absl::string_view install_id, int64_t heard);
  absl::Status CheckBase(const sync::v1::AttachRequest& request);
  absl::StatusOr<std::optional<std::string>> HashAt(const Install& install, uint64_t seq);
  absl::Status AddLink(const Install& install, const sync::v1::Mutation& mutation);
  absl::Status Save(const Install& install, absl::Duration clock_offset);

  const Context& context_;
};

// The hash that a mutation must carry.
std::string MutationHash(absl::string_view prev_hash, absl::string_view uuid,
                         absl::string_view body);

}  // namespace zoufang::hub
