#include "server/rpc/sync_service.h"

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "server/rpc/page_stream.h"
#include "server/rpc/quarantine_work.h"
#include "server/storage/devices.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using grpc::CallbackServerContext;
using sync::v1::AttachReply;
using sync::v1::PullPage;
using sync::v1::PushReply;
using sync::v1::RepairPage;
using sync::v1::SnapshotPage;

// How stale "last seen" may be for a tablet that only pulls.
constexpr absl::Duration kSeenStep = absl::Minutes(5);

// Walks through the scopes of a request, page by page.
struct SnapshotWalk {
  const sync::v1::SnapshotRequest* request;
  int scope = 0;
  std::optional<sync::v1::SnapshotCursor> at;

  bool done() const { return scope >= request->scopes_size(); }
  const sync::v1::SnapshotCursor& cursor() const { return at ? *at : request->scopes(scope); }
  void Pass(const SnapshotPage& page) {
    if (page.done() || page.refused()) {
      ++scope;
      at.reset();
    } else {
      at = page.next();
    }
  }
};

// Pages that are all of one snapshot, read by the first call; the later ones hand them on.
template <typename Page>
struct PagesOfOneRead {
  std::optional<std::deque<Page>> pages;

  void Fill(std::vector<Page> made) {
    pages.emplace(std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
  }
  std::optional<Page> Next() {
    if (pages->empty()) return std::nullopt;
    Page page = std::move(pages->front());
    pages->pop_front();
    return page;
  }
};

}  // namespace

grpc::ServerUnaryReactor* SyncService::Attach(CallbackServerContext* context,
                                              const sync::v1::AttachRequest* request,
                                              AttachReply* reply) {
  return parts_.gate.Handle(
      context, "SyncService.Attach", [=, this](const Caller& caller) -> absl::Status {
        return parts_.store.Write([&](sql::Database& database) -> absl::Status {
          ASSIGN_OR_RETURN(*reply, parts_.hub.Attach(database, caller.user_id(), *request));
          return storage::NoteDevice(database, caller.principal.device_id,
                                     {.install_id = request->install_id(),
                                      .applied_seq = static_cast<int64_t>(reply->applied().seq())},
                                     parts_.clock.Now());
        });
      });
}

grpc::ServerUnaryReactor* SyncService::Push(CallbackServerContext* context,
                                            const sync::v1::PushRequest* request,
                                            PushReply* reply) {
  return parts_.gate.Handle(
      context, "SyncService.Push", [=, this](const Caller& caller) -> absl::Status {
        return parts_.store.Write([&](sql::Database& database) -> absl::Status {
          ASSIGN_OR_RETURN(*reply, parts_.hub.Push(database, caller.user_id(), *request));
          const absl::Time now = parts_.clock.Now();
          storage::DeviceNews news{.applied_seq = static_cast<int64_t>(reply->applied().seq())};
          if (request->device_time_us() != 0) {
            const absl::Time theirs = absl::FromUnixMicros(request->device_time_us());
            news.clock_offset_ms = absl::ToInt64Milliseconds(now - theirs);
          }
          return storage::NoteDevice(database, caller.principal.device_id, news, now);
        });
      });
}

grpc::ServerUnaryReactor* SyncService::Surrender(CallbackServerContext* context,
                                                 const sync::v1::SurrenderRequest* request,
                                                 sync::v1::SurrenderReply* reply) {
  return parts_.gate.Handle(
      context, "SyncService.Surrender", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*reply, QuarantineWork(parts_).Take(caller, *request));
        return absl::OkStatus();
      });
}

grpc::ServerWriteReactor<SnapshotPage>* SyncService::Snapshot(
    CallbackServerContext* context, const sync::v1::SnapshotRequest* request) {
  auto make = [this, walk = SnapshotWalk{.request = request}](
                  const Caller& caller) mutable -> absl::StatusOr<std::optional<SnapshotPage>> {
    if (walk.done()) return std::nullopt;
    SnapshotPage page;
    RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(page, parts_.hub.SnapshotPage(database, caller.user_id(), walk.cursor()));
      return absl::OkStatus();
    }));
    walk.Pass(page);
    return page;
  };
  auto* const stream = new PageStream<SnapshotPage>(
      parts_.gate, parts_.gate.Read(context, "SyncService.Snapshot"), std::move(make));
  stream->Start();
  return stream;
}

grpc::ServerWriteReactor<PullPage>* SyncService::Pull(CallbackServerContext* context,
                                                      const sync::v1::PullRequest* request) {
  auto make = [this, request, of = PagesOfOneRead<PullPage>()](
                  const Caller& caller) mutable -> absl::StatusOr<std::optional<PullPage>> {
    if (!of.pages.has_value()) {
      RETURN_IF_ERROR(NoteSeen(caller, request->held_size()));
      RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
        ASSIGN_OR_RETURN(auto made, parts_.hub.Pull(database, caller.user_id(), *request));
        of.Fill(std::move(made));
        return absl::OkStatus();
      }));
    }
    auto page = of.Next();
    if (page.has_value()) NoteSent(caller, *page);
    return page;
  };
  auto* const stream = new PageStream<PullPage>(
      parts_.gate, parts_.gate.Read(context, "SyncService.Pull"), std::move(make));
  stream->Start();
  return stream;
}

grpc::ServerUnaryReactor* SyncService::Digest(CallbackServerContext* context,
                                              const sync::v1::DigestRequest* request,
                                              sync::v1::DigestReply* reply) {
  return parts_.gate.Handle(
      context, "SyncService.Digest", [=, this](const Caller& caller) -> absl::Status {
        return parts_.store.Read([&](sql::Database& database) -> absl::Status {
          ASSIGN_OR_RETURN(*reply, parts_.hub.Digest(database, caller.user_id(), *request));
          return absl::OkStatus();
        });
      });
}

grpc::ServerWriteReactor<RepairPage>* SyncService::Repair(CallbackServerContext* context,
                                                          const sync::v1::RepairRequest* request) {
  auto make = [this, request, of = PagesOfOneRead<RepairPage>()](
                  const Caller& caller) mutable -> absl::StatusOr<std::optional<RepairPage>> {
    if (!of.pages.has_value()) {
      RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
        ASSIGN_OR_RETURN(auto made, parts_.hub.Repair(database, caller.user_id(), *request));
        of.Fill(std::move(made));
        return absl::OkStatus();
      }));
    }
    return of.Next();
  };
  auto* const stream = new PageStream<RepairPage>(
      parts_.gate, parts_.gate.Read(context, "SyncService.Repair"), std::move(make));
  stream->Start();
  return stream;
}

grpc::ServerWriteReactor<sync::v1::WatchReply>* SyncService::Watch(CallbackServerContext* context,
                                                                   const sync::v1::WatchRequest*) {
  auto* const call = new WatchCall(
      parts_.gate, watches_, parts_.gate.Read(context, "SyncService.Watch"), Audience::kTablet);
  call->Start();
  return call;
}

void SyncService::NoteSent(const Caller& caller, const PullPage& page) {
  if (!page.has_checkpoint()) return;
  metrics::ScopeProgress::Heads heads;
  for (const sync::v1::ScopeHead& head : page.checkpoint().heads()) {
    if (!head.unknown()) heads[head.scope()] = head.at().seq();
  }
  progress_.Sent(caller.principal.device_id, std::move(heads), parts_.clock.Now());
}

absl::Status SyncService::NoteSeen(const Caller& caller, int64_t pending) {
  const absl::Time now = parts_.clock.Now();
  const std::string& device_id = caller.principal.device_id;
  {
    absl::MutexLock lock(&mu_);
    const auto [seen, fresh] = seen_.try_emplace(device_id, Seen{.at = now, .pending = pending});
    const bool same = seen->second.pending == pending && now - seen->second.at < kSeenStep;
    if (!fresh && same) return absl::OkStatus();
    seen->second = {.at = now, .pending = pending};
  }
  return parts_.store.Write([&](sql::Database& database) {
    return storage::NoteDevice(database, device_id, {.pending = pending}, now);
  });
}

}  // namespace zoufang::rpc
