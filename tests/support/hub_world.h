// A hub on a real file, and hand-made chains that push to it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "sync/base/clock.h"
#include "sync/base/hash.h"
#include "sync/base/random.h"
#include "sync/hub/edits.h"
#include "sync/hub/hub.h"
#include "sync/hub/installs.h"
#include "sync/schema/row.h"
#include "tests/support/temp_dir.h"
#include "zoufang/sync/v1/conflict.pb.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::testing {

inline constexpr char kTown[] = "370303001";
inline constexpr char kOtherTown[] = "370304001";

class HubWorld : public ::testing::Test {
 protected:
  void SetUp() override {
    catalogue_ = *domain::ProductCatalogue();
    hub_ = std::make_unique<hub::Hub>(catalogue_, clock_);
    db_ = *sql::Database::Open(dir_.File("hub.db"), {.application_id = 1});
    ASSERT_TRUE(hub_->Prepare(*db_).ok());
    ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  }

  template <typename Message>
  const schema::Entity& Of() const {
    return domain::EntityOf<Message>(catalogue_);
  }
  std::string NewId() { return base::NewUuid(clock_.Now(), random_); }

  void Grant(const std::string& user, std::vector<std::string> prefixes) {
    ASSERT_TRUE(db_->Write([&] { return hub_->SetGrants(*db_, user, prefixes); }).ok());
  }

  // Writes rows as the server does, one mutation each.
  template <typename Message>
  void ServerCreates(const Message& message) {
    const auto row = hub::RowOf(Of<Message>(), message);
    ASSERT_TRUE(row.ok());
    const auto outcome =
        Ingest({.user_id = "import", .server = true}, {hub::CreateEdit(Of<Message>(), *row)});
    ASSERT_EQ(outcome.edits(0).verdict(), sync::v1::EditOutcome::APPLIED)
        << outcome.ShortDebugString();
  }

  sync::v1::MutationOutcome Ingest(const hub::Author& author, std::vector<sync::v1::Edit> edits) {
    sync::v1::MutationOutcome outcome;
    EXPECT_TRUE(db_->Write([&]() -> absl::Status {
                     auto result = hub_->Ingest(*db_, author, random_.Bytes(16), edits);
                     if (!result.ok()) return result.status();
                     outcome = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return outcome;
  }

  template <typename Message>
  std::optional<Message> Find(const std::string& id) {
    std::optional<Message> found;
    EXPECT_TRUE(db_->Read([&]() -> absl::Status {
                     auto row = hub::LoadRow(*db_, Of<Message>(), id);
                     if (row.ok()) found = hub::MessageOf<Message>(Of<Message>(), row->row);
                     return absl::OkStatus();
                   })
                    .ok());
    return found;
  }
  template <typename Message>
  hub::StoredRow Stored(const std::string& id) {
    hub::StoredRow stored;
    EXPECT_TRUE(db_->Read([&]() -> absl::Status {
                     auto row = hub::LoadRow(*db_, Of<Message>(), id);
                     if (!row.ok()) return row.status();
                     stored = *std::move(row);
                     return absl::OkStatus();
                   })
                    .ok());
    return stored;
  }
  int64_t Count(const std::string& sql) { return *db_->QueryInt(sql); }

  TempDir dir_;
  base::ManualClock clock_{absl::FromUnixSeconds(1'780'000'000)};
  base::SeededRandom random_{1};
  schema::Catalogue catalogue_;
  std::unique_ptr<hub::Hub> hub_;
  std::unique_ptr<sql::Database> db_;
};

// The chain of one install, made by hand.
class Chain {
 public:
  Chain(std::string user, base::Random& random, absl::Time now)
      : user_(std::move(user)), random_(random), install_(base::NewUuid(now, random)) {}

  // Appends a mutation with these edits.
  Chain& Save(std::vector<sync::v1::Edit> edits, absl::Time observed) {
    sync::v1::MutationBody body;
    body.set_user_id(user_);
    body.set_grant_version(grant_version_);
    body.set_observed_at_us(absl::ToUnixMicros(observed));
    body.set_clock_trusted(true);
    for (auto& edit : edits) *body.add_edits() = std::move(edit);
    return Append(body.SerializeAsString());
  }
  Chain& Append(std::string body) {
    sync::v1::Mutation mutation;
    mutation.set_seq(held_.size() + 1);
    mutation.set_uuid(random_.Bytes(16));
    mutation.set_prev_hash(held_.empty() ? std::string(16, '\0') : held_.back().hash());
    mutation.set_body(std::move(body));
    mutation.set_hash(hub::MutationHash(mutation.prev_hash(), mutation.uuid(), mutation.body()));
    held_.push_back(std::move(mutation));
    return *this;
  }

  sync::v1::AttachRequest AttachRequest() const {
    sync::v1::AttachRequest request;
    request.set_install_id(install_);
    request.mutable_base()->set_hash(std::string(16, '\0'));
    for (const auto& mutation : held_) {
      auto* link = request.add_chain();
      link->set_seq(mutation.seq());
      link->set_uuid(mutation.uuid());
      link->set_hash(mutation.hash());
    }
    return request;
  }
  sync::v1::PushRequest PushRequest(absl::Time now, size_t from = 1) const {
    sync::v1::PushRequest request;
    request.set_install_id(install_);
    request.set_device_time_us(absl::ToUnixMicros(now));
    for (size_t i = from - 1; i < held_.size(); ++i) *request.add_mutations() = held_[i];
    return request;
  }

  std::vector<sync::v1::Mutation>& held() { return held_; }
  const std::string& install() const { return install_; }
  void set_install(std::string id) { install_ = std::move(id); }
  void set_grant_version(int64_t version) { grant_version_ = version; }

 private:
  std::string user_;
  base::Random& random_;
  std::string install_;
  int64_t grant_version_ = 0;
  std::vector<sync::v1::Mutation> held_;
};

}  // namespace zoufang::testing
