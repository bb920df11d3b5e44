// Files of a tablet's rows on their way to the server.
#include "sync/device/uploads.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/base/content_hash.h"
#include "sync/base/error.h"
#include "sync/device/sync_engine.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using device::Upload;
using device::UploadProgress;
using device::UploadState;
using testing::kA;

// The hand-made server with files: keeps what it gets, by row.
class FilesTransport : public device::Transport {
 public:
  explicit FilesTransport(testing::FakeServer& rows) : rows_(rows) {}

  absl::StatusOr<sync::v1::AttachReply> Attach(const sync::v1::AttachRequest& request) override {
    return rows_.Attach(request);
  }
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override {
    return rows_.Push(request);
  }
  absl::Status Snapshot(
      const sync::v1::SnapshotRequest& request,
      absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) override {
    return rows_.Snapshot(request, take);
  }
  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) override {
    return rows_.Pull(request);
  }
  absl::StatusOr<sync::v1::DigestReply> Digest(const sync::v1::DigestRequest& request) override {
    return rows_.Digest(request);
  }
  absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(
      const sync::v1::RepairRequest& request) override {
    return rows_.Repair(request);
  }
  absl::StatusOr<UploadProgress> BeginUpload(absl::string_view row_id) override {
    return Answer("begin", std::string(row_id));
  }
  absl::StatusOr<UploadProgress> WriteChunk(absl::string_view row_id, int64_t offset,
                                            absl::string_view data) override {
    std::string& file = files[std::string(row_id)];
    if (offset != static_cast<int64_t>(file.size())) {
      rows_.calls.push_back("misplaced");
      return absl::OutOfRangeError("offset");
    }
    if (refusal.ok()) file.append(data.data(), data.size());
    return Answer("write", std::string(row_id));
  }

  std::map<std::string, std::string> files;
  std::map<std::string, size_t> sizes;
  absl::Status refusal;
  absl::Status lost;  // The reply to what was done.

 private:
  absl::StatusOr<UploadProgress> Answer(const std::string& call, const std::string& row_id) {
    rows_.calls.push_back(call);
    if (!refusal.ok()) return refusal;
    if (!lost.ok()) return lost;
    const std::string& file = files[row_id];
    return UploadProgress{static_cast<int64_t>(file.size()), file.size() == sizes[row_id]};
  }

  testing::FakeServer& rows_;
};

class UploadsTest : public testing::DeviceWorld {
 protected:
  void SetUp() override {
    DeviceWorld::SetUp();
    server_.granted = {kA};
    NewEngine();
    Run();
  }
  void NewEngine() {
    engine_ =
        std::make_unique<device::SyncEngine>(*replica_, transport_, device::Env{clock_, random_});
  }
  // The calls of steps until idle.
  std::string Run(int most = 50) {
    server_.calls.clear();
    device::StepResult step;
    do {
      step = engine_->Step();
    } while (step.kind != device::StepKind::kIdle && --most > 0);
    EXPECT_GT(most, 0) << "it never rests";
    last_ = step;
    return absl::StrJoin(server_.calls, " ");
  }
  // One save: the row and its file. The server shows the row from the next pull on.
  std::string Attach(const std::string& row_id, const std::string& content) {
    const std::string source = dir_.File("photo");
    std::ofstream(source, std::ios::binary) << content;
    const auto file = replica_->files().Add(source, 1 << 20);
    EXPECT_TRUE(file.ok()) << file.status();
    const auto saved = replica_->Save([&](sql::Database& db) -> absl::Status {
      const absl::Status made =
          db.Execute(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('", row_id, "', '1')"));
      return made.ok() ? device::AddUpload({1, row_id}, *file, db) : made;
    });
    EXPECT_TRUE(saved.ok()) << saved;
    transport_.sizes[row_id] = content.size();
    server_.Put(kA, "note", row_id, 7, {{"area_code", "1"}});
    return file->sha256;
  }
  Upload Of(const std::string& row_id) {
    const std::vector<Upload> uploads = replica_->Uploads().value_or(std::vector<Upload>());
    for (const Upload& upload : uploads) {
      if (upload.row.id == row_id) return upload;
    }
    ADD_FAILURE() << "no upload of " << row_id;
    return {};
  }

  FilesTransport transport_{server_};
  std::unique_ptr<device::SyncEngine> engine_;
  device::StepResult last_;
};

TEST_F(UploadsTest, AFileFollowsItsRowPieceByPieceAfterThePull) {
  const std::string content(2 * device::kChunkBytes + 7, 'x');
  Attach("n", content);
  EXPECT_EQ(Run(), "push pull begin write write write pull");
  EXPECT_TRUE(last_.settled);
  EXPECT_EQ(transport_.files["n"], content);
  EXPECT_EQ(Of("n").state, UploadState::kStored);
}

TEST_F(UploadsTest, ARowWithoutOutcomeKeepsItsFileAndNothingElseWaits) {
  Attach("n", "photo");
  server_.ingests = false;
  EXPECT_EQ(Run(), "push push pull") << "no file before its row";
  server_.ingests = true;
  clock_.Set(last_.wake_at);
  EXPECT_EQ(Run(), "push pull begin write pull");
}

TEST_F(UploadsTest, AnUploadThatFailsDelaysNoMutation) {
  Attach("n", "photo");
  transport_.refusal = absl::UnavailableError("offline for files");
  EXPECT_EQ(Run(), "push pull begin");
  ASSERT_TRUE(Tool("INSERT INTO note(id, area_code) VALUES ('m', '1')").ok());
  EXPECT_EQ(Run(), "push pull");
  EXPECT_FALSE(last_.settled);
  EXPECT_LT(last_.wake_at, clock_.Now() + absl::Minutes(7));
}

TEST_F(UploadsTest, ANewSaveGoesBetweenTwoPieces) {
  Attach("n", std::string(3 * device::kChunkBytes, 'x'));
  for (int step = 0; step < 4; ++step) engine_->Step();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('m', '1')").ok());
  EXPECT_EQ(Run(), "push pull write write pull");
}

TEST_F(UploadsTest, AnUploadGoesOnAfterARestartAtTheByteItHadComeTo) {
  const std::string content(3 * device::kChunkBytes, 'x');
  Attach("n", content);
  for (int step = 0; step < 4; ++step) engine_->Step();
  EXPECT_EQ(Of("n").sent, device::kChunkBytes);
  Reopen();
  NewEngine();
  EXPECT_EQ(Run(), "pull write write pull");
  EXPECT_EQ(transport_.files["n"], content);
}

TEST_F(UploadsTest, ALostReplyMakesItAskWhereToGoOn) {
  Attach("n", std::string(2 * device::kChunkBytes, 'x'));
  for (int step = 0; step < 3; ++step) engine_->Step();
  transport_.lost = absl::UnavailableError("reply lost");
  Run();
  transport_.lost = absl::OkStatus();
  clock_.Set(last_.wake_at);
  EXPECT_EQ(Run(), "misplaced begin write pull") << "the piece had arrived: it asks at once";
  EXPECT_EQ(transport_.files["n"].size(), 2u * device::kChunkBytes);
}

TEST_F(UploadsTest, AParkedRowsFileWaitsAndOthersGo) {
  Attach("parked", "one");
  transport_.refusal = absl::NotFoundError("no such row");
  Run();
  transport_.refusal = absl::OkStatus();
  Attach("taken", "two");
  EXPECT_EQ(Run(), "push pull begin write pull");
  EXPECT_EQ(Of("taken").state, UploadState::kStored);
  EXPECT_EQ(Of("parked").state, UploadState::kWaiting);
  clock_.Advance(absl::Minutes(16));
  Run();
  EXPECT_EQ(Of("parked").state, UploadState::kStored) << "it was decided meanwhile";
}

TEST_F(UploadsTest, ARefusedFileComesToItsAuthorsAttentionAndIsNotTriedAgain) {
  Attach("n", "photo");
  transport_.refusal = absl::InvalidArgumentError("not a photo");
  EXPECT_EQ(Run(), "push pull begin pull");
  EXPECT_TRUE(last_.settled);
  EXPECT_EQ(Of("n").state, UploadState::kRefused);
  EXPECT_EQ(replica_->AttentionList()->size(), 1u);
}

TEST_F(UploadsTest, AFileDeletedHereComesToAttention) {
  const std::string sha = Attach("n", "photo");
  ASSERT_TRUE(std::filesystem::remove(replica_->files().PathOf(sha)));
  EXPECT_EQ(Run(), "push pull");
  EXPECT_TRUE(last_.settled);
  EXPECT_EQ(Of("n").state, UploadState::kLost);
  ASSERT_EQ(replica_->AttentionList()->size(), 1u);
  EXPECT_EQ(replica_->AttentionList()->front().reason, "FILE_MISSING");
}

TEST_F(UploadsTest, AFileDamagedHereIsFoundWhenTheServerRefusesItsHash) {
  const std::string sha = Attach("n", "photo");
  std::ofstream(replica_->files().PathOf(sha)) << "PHOTO";
  transport_.refusal =
      base::MakeError({absl::StatusCode::kInvalidArgument, "ATTACHMENT_HASH", "", ""});
  Run();
  EXPECT_EQ(Of("n").state, UploadState::kLost);
  EXPECT_EQ(replica_->AttentionList()->front().reason, "FILE_DAMAGED");
}

TEST_F(UploadsTest, AServerThatForgotIsAskedAgainAboutEveryFile) {
  Attach("n", "photo");
  Run();
  transport_.files.clear();
  server_.knows_install = false;
  engine_->RequestPull();
  EXPECT_EQ(Run(), "pull attach pull begin write pull");
  EXPECT_EQ(transport_.files["n"], "photo");
}

TEST_F(UploadsTest, WithItsScopeTheFileLeavesTheTablet) {
  const std::string sha = Attach("n", "photo");
  Run();
  ASSERT_TRUE(replica_->files().Has(sha));
  server_.durable = 100;
  server_.granted = {};
  engine_->RequestPull();
  Run();
  EXPECT_FALSE(replica_->files().Has(sha));
  EXPECT_TRUE(replica_->Uploads()->empty());
}

TEST_F(UploadsTest, TheSameContentIsKeptOnceAndAFileNobodyNamesGoes) {
  EXPECT_EQ(Attach("n", "photo"), Attach("m", "photo"));
  EXPECT_EQ(base::HexSha256("photo"), Of("n").sha256);
  const std::string stray = replica_->files().PathOf("stray");
  std::ofstream(stray) << "attached, never saved";
  std::filesystem::last_write_time(
      stray, std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 365 * 40));
  Reopen();
  EXPECT_FALSE(std::filesystem::exists(stray));
  EXPECT_TRUE(replica_->files().Has(Of("n").sha256));
}

TEST_F(UploadsTest, FilesEmptyOrTooLargeAreRefusedAndLeaveNothing) {
  const std::string source = dir_.File("photo");
  std::ofstream(source) << "";
  EXPECT_EQ(base::ReasonOf(replica_->files().Add(source, 10).status()), "FILE_TOO_LARGE");
  std::ofstream(source) << "eleven bytes";
  EXPECT_EQ(base::ReasonOf(replica_->files().Add(source, 10).status()), "FILE_TOO_LARGE");
  EXPECT_EQ(base::ReasonOf(replica_->files().Add(dir_.File("none"), 10).status()), "FILE_MISSING");
  EXPECT_TRUE(std::filesystem::is_empty(path() + ".files"));
}

}  // namespace
}  // namespace zoufang
