// What tablets send: bytes -> attach, push, pull and snapshot at a real hub -> what must hold
// there.
//
// Two honest chains of two officers, whose mutations hold edits of a few rows that meet, or bytes;
// requests are sent as they are, again, from anywhere in the chain, or spoiled.
#include <memory>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "sync/base/log.h"
#include "tests/fuzz/edits.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/rewind.h"
#include "tests/fuzz/spoil.h"
#include "tests/support/hub_check.h"
#include "tests/support/hub_world.h"

namespace zoufang::fuzz {
namespace {

using testing::Chain;

constexpr absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);
constexpr int kMostSteps = 24;

std::string IdOf(int number) { return absl::StrCat("00000000-0000-7000-8000-00000000000", number); }

// A hub whose towns have an organisation's profile and a visit.
class World {
 public:
  World() {
    base::SetLogSeverity(base::Severity::kError);
    google::protobuf::SetLogHandler(nullptr);
    catalogue_ = domain::ProductCatalogue().value();
    hub_ = std::make_unique<hub::Hub>(catalogue_, clock_);
    db_ = sql::Database::Open(":memory:", {.application_id = 1}).value();
    Must(hub_->Prepare(*db_));
    Must(db_->Write([this] { return Fill(); }));
    rewind_ = std::make_unique<Rewind>(*db_);
  }

  void Run(Input input) {
    rewind_->Back();
    clock_.Set(kNow);
    base::SeededRandom random(1);
    chains_.clear();
    for (const char* user : {"li", "wang"}) {
      chains_.emplace_back(user, Chain(user, random, kNow));
      Attach(user, chains_.back().second.AttachRequest());
    }
    for (int step = 0; step < kMostSteps && !input.empty(); ++step) Step(input);
    SendAllTwice();
    RequireNone(testing::HubProblems(*db_, catalogue_));
  }

 private:
  static void Must(const absl::Status& status) { Require(status.ok(), status.ToString()); }

  absl::Status Fill() {
    absl::Status status = hub_->Start(*db_);
    status.Update(hub_->SetGrants(*db_, "li", {"370303"}));
    status.Update(hub_->SetGrants(*db_, "wang", {"370303001", "370304"}));
    v1::Organization organization;
    organization.set_id(IdOf(0));
    organization.set_name("淄博市志愿服务联合会");
    organization.set_kind(v1::ORGANIZATION_KIND_ASSOCIATION);
    organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
    organization.set_area_code("370303001");
    status.Update(Create(organization));
    v1::OrganizationProfile profile;
    profile.set_id(IdOf(1));
    profile.set_organization_id(IdOf(0));
    profile.set_area_code("370303001");
    status.Update(Create(profile));
    v1::Visit visit;
    visit.set_id(IdOf(2));
    visit.set_organization_id(IdOf(0));
    visit.set_area_code("370304001");
    visit.set_kind(v1::VISIT_KIND_OUTREACH);
    visit.set_state(v1::VISIT_STATE_DRAFT);
    visit.mutable_started_at()->set_seconds(1'780'000'000);
    status.Update(Create(visit));
    return status;
  }

  template <typename Message>
  absl::Status Create(const Message& message) {
    const schema::Entity& entity = domain::EntityOf<Message>(catalogue_);
    const schema::Row row = hub::RowOf(entity, message).value();
    const auto outcome = hub_->Ingest(*db_, {.user_id = "import", .server = true},
                                      std::string(16, static_cast<char>(entity.number)),
                                      {hub::CreateEdit(entity, row)});
    Require(outcome.ok() && outcome->edits(0).verdict() == sync::v1::EditOutcome::APPLIED, "fill");
    return outcome.status();
  }

  void Step(Input& input) {
    auto& [user, chain] = chains_[input.Choice(static_cast<int>(chains_.size()))];
    switch (input.Choice(8)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return Save(input, chain);
      case 4:
      case 5: {
        const size_t from = 1 + input.Choice(static_cast<int>(chain.held().size()) + 1);
        sync::v1::PushRequest request = chain.PushRequest(clock_.Now(), from);
        if (input.OneIn(3)) SpoilPush(input, request);
        Push(user, request);
        return;
      }
      case 6: {
        sync::v1::AttachRequest request = chain.AttachRequest();
        if (input.OneIn(2)) Spoil(input, request);
        return Attach(user, request);
      }
      default:
        return Pull(input, user, chain.install());
    }
  }

  void Save(Input& input, Chain& chain) {
    clock_.Advance(absl::Seconds(input.Byte()));
    if (input.OneIn(16)) {
      chain.Append(input.Bytes(255));
      return;
    }
    std::vector<sync::v1::Edit> edits;
    for (int left = 1 + input.Choice(4); left > 0; --left) edits.push_back(maker_.Make(input));
    chain.set_grant_version(input.Choice(4));
    chain.Save(std::move(edits), clock_.Now() - absl::Minutes(input.Byte()));
  }

  // Spoils a push, and mostly gives what is changed the hash it needs to be looked at.
  static void SpoilPush(Input& input, sync::v1::PushRequest& request) {
    for (int left = 1 + input.Choice(3); left > 0; --left) Spoil(input, request);
    if (input.OneIn(8)) return;
    for (auto& mutation : *request.mutable_mutations()) {
      mutation.set_hash(hub::MutationHash(mutation.prev_hash(), mutation.uuid(), mutation.body()));
    }
  }

  sync::v1::PushReply Push(const std::string& user, const sync::v1::PushRequest& request) {
    sync::v1::PushReply reply;
    const absl::Status taken = db_->Write([&]() -> absl::Status {
      auto result = hub_->Push(*db_, user, request);
      if (!result.ok()) return result.status();
      reply = *std::move(result);
      return absl::OkStatus();
    });
    RequireReason(taken, {"PUSH_MALFORMED"});
    return reply;
  }
  void Attach(const std::string& user, const sync::v1::AttachRequest& request) {
    RequireReason(db_->Write([&] { return hub_->Attach(*db_, user, request).status(); }),
                  {"PUSH_MALFORMED", "SERVER_TOO_OLD"});
  }
  void Pull(Input& input, const std::string& user, const std::string& install) {
    sync::v1::PullRequest request;
    request.set_install_id(install);
    for (const char* scope : {"registry", "area:370303001", "area:370304001"}) {
      auto* cursor = request.add_scopes();
      cursor->set_scope(scope);
      cursor->mutable_at()->set_hash(std::string(16, '\0'));
    }
    sync::v1::SnapshotCursor snapshot;
    snapshot.set_scope(request.scopes(input.Choice(3)).scope());
    for (int left = input.Choice(4); left > 0; --left) {
      Spoil(input, request);
      Spoil(input, snapshot);
    }
    RequireReason(db_->Read([&] { return hub_->Pull(*db_, user, request).status(); }),
                  {"UNKNOWN_INSTALL", "PUSH_MALFORMED"});
    RequireReason(db_->Read([&] { return hub_->SnapshotPage(*db_, user, snapshot).status(); }), {});
  }

  // A chain sent whole twice: the second time nothing changes, and the outcomes are the same.
  void SendAllTwice() {
    for (const auto& [user, chain] : chains_) {
      const sync::v1::PushRequest request = chain.PushRequest(clock_.Now());
      (void)Push(user, request);
      const int64_t entries = Entries();
      const sync::v1::PushReply first = Push(user, request);
      const sync::v1::PushReply again = Push(user, request);
      Require(first.SerializeAsString() == again.SerializeAsString(), "a resend's outcomes");
      Require(Entries() == entries, "a resend changed something");
    }
  }
  int64_t Entries() {
    return db_->QueryInt("SELECT (SELECT sum(head) FROM _scope) + (SELECT count(*) FROM _mutation)")
        .value();
  }

  base::ManualClock clock_{kNow};
  schema::Catalogue catalogue_;
  std::unique_ptr<hub::Hub> hub_;
  std::unique_ptr<sql::Database> db_;
  std::unique_ptr<Rewind> rewind_;
  std::vector<std::pair<std::string, Chain>> chains_;
  EditMaker maker_{catalogue_,
                   {IdOf(0), IdOf(1), IdOf(2), IdOf(3), IdOf(4), IdOf(5), IdOf(6), IdOf(7)},
                   {"370303001", "370304001", "370303", "370305001"}};
};

}  // namespace
}  // namespace zoufang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* const kWorld = new zoufang::fuzz::World();
  kWorld->Run(zoufang::fuzz::Input(data, size));
  return 0;
}
