#include <gtest/gtest.h>
#include <zstd.h>

#include <map>
#include <set>

#include "tests/support/hub_world.h"

namespace zoufang::hub {
namespace {

using sync::v1::PullPage;
using sync::v1::PullRequest;
using sync::v1::SnapshotCursor;
using sync::v1::SnapshotPage;
using testing::Chain;
using testing::kOtherTown;
using testing::kTown;
using v1::OrganizationProfile;

std::vector<sync::v1::Row> RowsOf(const sync::v1::RowPage& page) {
  std::string bytes(page.size(), '\0');
  const size_t size =
      ZSTD_decompress(bytes.data(), bytes.size(), page.zstd().data(), page.zstd().size());
  EXPECT_EQ(size, page.size());
  sync::v1::RowBatch batch;
  EXPECT_TRUE(batch.ParseFromString(bytes));
  return {batch.rows().begin(), batch.rows().end()};
}

class FeedTest : public testing::HubWorld {
 protected:
  void SetUp() override {
    HubWorld::SetUp();
    Grant("li", {"370303"});
    chain_ = std::make_unique<Chain>("li", random_, clock_.Now());
    ASSERT_TRUE(
        db_->Write([&] { return hub_->Attach(*db_, "li", chain_->AttachRequest()).status(); })
            .ok());
  }

  std::string AddProfile(const std::string& area, const std::string& remarks = "") {
    OrganizationProfile profile;
    profile.set_id(NewId());
    profile.set_organization_id(NewId());
    profile.set_area_code(area);
    profile.set_remarks(remarks);
    ServerCreates(profile);
    return profile.id();
  }

  SnapshotPage Page(const SnapshotCursor& cursor) {
    SnapshotPage page;
    EXPECT_TRUE(db_->Read([&]() -> absl::Status {
                     auto result = hub_->SnapshotPage(*db_, "li", cursor);
                     if (!result.ok()) return result.status();
                     page = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return page;
  }
  std::vector<PullPage> Pull(const PullRequest& request) {
    std::vector<PullPage> pages;
    EXPECT_TRUE(db_->Read([&]() -> absl::Status {
                     auto result = hub_->Pull(*db_, "li", request);
                     if (!result.ok()) return result.status();
                     pages = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return pages;
  }
  PullRequest Request() {
    PullRequest request;
    request.set_install_id(chain_->install());
    return request;
  }

  std::unique_ptr<Chain> chain_;
};

TEST_F(FeedTest, AFirstPullNamesTheScopesAndNothingElse) {
  AddProfile(kTown);
  AddProfile(kOtherTown);
  const auto pages = Pull(Request());
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(pages[0].changes_size(), 0);
  ASSERT_EQ(pages[0].checkpoint().granted_size(), 1);
  EXPECT_EQ(pages[0].checkpoint().granted(0), "area:370303001");
}

TEST_F(FeedTest, AFirstPullSaysHowManyRowsAreComing) {
  AddProfile(kTown);
  AddProfile(kTown);
  AddProfile(kOtherTown);
  const auto first = Pull(Request()).back().checkpoint();
  ASSERT_EQ(first.granted_rows_size(), first.granted_size());
  EXPECT_EQ(first.granted_rows(0), 2u);
  PullRequest later = Request();
  later.add_scopes()->set_scope("area:370303001");
  EXPECT_EQ(Pull(later).back().checkpoint().granted_rows_size(), 0) << "it is told once";
}

TEST_F(FeedTest, ASnapshotGivesEveryRowOfTheScopeOnceInKeyOrder) {
  std::set<std::string> ids;
  for (int i = 0; i < 1500; ++i) ids.insert(AddProfile(kTown, std::string(1500, 'x')));
  AddProfile(kOtherTown);
  SnapshotCursor cursor;
  cursor.set_scope("area:370303001");
  std::vector<std::string> got;
  int pages = 0;
  while (true) {
    const SnapshotPage page = Page(cursor);
    ASSERT_FALSE(page.refused());
    for (const auto& row : RowsOf(page.rows())) {
      OrganizationProfile profile;
      ASSERT_TRUE(profile.ParseFromString(row.body()));
      got.push_back(profile.id());
    }
    ++pages;
    cursor = page.next();
    if (page.done()) break;
  }
  EXPECT_GT(pages, 1);
  EXPECT_EQ(got.size(), ids.size());
  EXPECT_EQ(std::set<std::string>(got.begin(), got.end()), ids);
}

TEST_F(FeedTest, AScopeThatIsNotGrantedIsRefused) {
  AddProfile(kOtherTown);
  SnapshotCursor cursor;
  cursor.set_scope("area:370304001");
  EXPECT_TRUE(Page(cursor).refused());
  PullRequest request = Request();
  request.add_scopes()->set_scope("area:370304001");
  request.mutable_scopes(0)->mutable_at()->set_hash(std::string(16, '\0'));
  EXPECT_EQ(Pull(request)[0].checkpoint().heads_size(), 0);
}

TEST_F(FeedTest, ACursorWhoseHashIsNotOnTheLogIsUnknown) {
  AddProfile(kTown);
  PullRequest request = Request();
  auto* cursor = request.add_scopes();
  cursor->set_scope("area:370303001");
  cursor->mutable_at()->set_seq(1);
  cursor->mutable_at()->set_hash(std::string(16, 'x'));
  EXPECT_TRUE(Pull(request)[0].checkpoint().heads(0).unknown());
}

TEST_F(FeedTest, APullGivesTheLatestStateOfWhatChangedOnce) {
  const std::string id = AddProfile(kTown);
  PullRequest request = Request();
  auto* cursor = request.add_scopes();
  cursor->set_scope("area:370303001");
  cursor->mutable_at()->set_hash(std::string(16, '\0'));
  const auto before = Pull(request).back().checkpoint().heads(0);
  for (const char* text : {"一", "二"}) {
    const StoredRow stored = Stored<OrganizationProfile>(id);
    schema::Row wanted = stored.row;
    wanted.values[Of<OrganizationProfile>().IndexOf("remarks")] = std::string(text);
    Ingest({.user_id = "admin", .server = true},
           {UpdateEdit(Of<OrganizationProfile>(), stored, wanted)});
  }
  *cursor->mutable_at() = before.at();
  const auto pages = Pull(request);
  const auto rows = RowsOf(pages[0].changes(0).rows());
  ASSERT_EQ(rows.size(), 1u);
  OrganizationProfile profile;
  ASSERT_TRUE(profile.ParseFromString(rows[0].body()));
  EXPECT_EQ(profile.remarks(), "二");
  const auto& head = pages[0].checkpoint().heads(0);
  EXPECT_EQ(head.at().seq(), 3u);
  EXPECT_EQ(head.digest(), base::RowDigest(id, rows[0].rev()));
}

TEST_F(FeedTest, RolledGoesOverHeldMutationsThatATwinPushed) {
  const std::string id = AddProfile(kTown);
  sync::v1::Edit edit;
  edit.set_kind(sync::v1::Edit::UPDATE);
  edit.set_entity(Of<OrganizationProfile>().number);
  edit.set_row_id(id);
  auto* field = edit.add_fields();
  field->set_number(5);
  field->mutable_old_value()->set_text("");
  field->mutable_new_value()->set_text("甲");
  chain_->Save({edit}, clock_.Now());
  Chain twin = *chain_;
  twin.set_install(NewId());
  ASSERT_TRUE(db_->Write([&]() -> absl::Status {
                   auto attached =
                       hub_->Attach(*db_, "li", Chain("li", random_, clock_.Now()).AttachRequest());
                   auto request = twin.AttachRequest();
                   request.clear_chain();
                   auto ok = hub_->Attach(*db_, "li", request);
                   if (!ok.ok()) return ok.status();
                   return hub_->Push(*db_, "li", twin.PushRequest(clock_.Now())).status();
                 })
                  .ok());
  PullRequest request = Request();
  *request.mutable_held() = chain_->AttachRequest().chain();
  const auto checkpoint = Pull(request).back().checkpoint();
  EXPECT_EQ(checkpoint.applied().seq(), 0u);
  EXPECT_EQ(checkpoint.rolled(), 1u);
  EXPECT_EQ(checkpoint.incarnation(), hub_->incarnation());
}

TEST_F(FeedTest, AVerifiedBackupMakesWhatItHoldsDurable) {
  chain_->Append("\xff");
  ASSERT_TRUE(
      db_->Write([&] { return hub_->Push(*db_, "li", chain_->PushRequest(clock_.Now())).status(); })
          .ok());
  EXPECT_EQ(Pull(Request()).back().checkpoint().durable_seq(), 0u);
  ASSERT_TRUE(db_->BackUp(dir_.File("copy.db")).ok());
  const auto copy = *sql::Database::Open(dir_.File("copy.db"), {.application_id = 1});
  ASSERT_TRUE(db_->Write([&] { return hub_->NoteBackup(*db_, *copy); }).ok());
  EXPECT_EQ(Pull(Request()).back().checkpoint().durable_seq(), 1u);
}

TEST_F(FeedTest, TheDigestIsThatOfTheLiveRows) {
  std::map<std::string, int64_t> revs;
  for (int i = 0; i < 20; ++i) {
    const std::string id = AddProfile(kTown);
    revs[id] = Stored<OrganizationProfile>(id).rev;
  }
  uint64_t sum = 0;
  for (const auto& [id, rev] : revs) sum += base::RowDigest(id, rev);
  PullRequest request = Request();
  request.add_scopes()->set_scope("area:370303001");
  request.mutable_scopes(0)->mutable_at()->set_hash(std::string(16, '\0'));
  EXPECT_EQ(Pull(request).back().checkpoint().heads(0).digest(), sum);
}

TEST_F(FeedTest, APageKeptForTheNextDeviceIsTheOneThatItsHeadStandsFor) {
  const std::string first = AddProfile(kTown);
  SnapshotCursor begin;
  begin.set_scope(std::string("area:") + kTown);
  const SnapshotPage made = Page(begin);
  const SnapshotPage kept = Page(begin);
  EXPECT_EQ(made.SerializeAsString(), kept.SerializeAsString());
  const std::string second = AddProfile(kTown);
  const SnapshotPage later = Page(begin);
  EXPECT_EQ(RowsOf(kept.rows()).size(), 1u);
  EXPECT_EQ(RowsOf(later.rows()).size(), 2u);
  EXPECT_NE(later.next().latest().hash(), kept.next().latest().hash());
}

TEST(PageCacheTest, ForgetsThePagesUsedLongestAgo) {
  PageCache cache(100);
  const auto cursor = [](const std::string& after) {
    SnapshotCursor one;
    one.set_scope("registry");
    one.set_after_id(after);
    return one;
  };
  SnapshotPage page;
  page.mutable_rows()->set_zstd(std::string(40, 'x'));
  cache.Keep("head", cursor("a"), page);
  cache.Keep("head", cursor("b"), page);
  EXPECT_TRUE(cache.Find("head", cursor("a")).has_value());
  cache.Keep("head", cursor("c"), page);
  EXPECT_TRUE(cache.Find("head", cursor("a")).has_value());
  EXPECT_FALSE(cache.Find("head", cursor("b")).has_value());
  EXPECT_FALSE(cache.Find("other head", cursor("a")).has_value());
}

}  // namespace
}  // namespace zoufang::hub
