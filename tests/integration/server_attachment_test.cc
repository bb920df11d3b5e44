// A tablet's files over gRPC: cut, restarted, read by who may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "absl/strings/match.h"
#include "clients/fieldwork/attachments.h"
#include "clients/fieldwork/visits.h"
#include "server/storage/restore.h"
#include "server/storage/store.h"
#include "sync/base/content_hash.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/sync_engine.h"
#include "tests/support/pictures.h"
#include "tests/support/server_fixture.h"
#include "zoufang/v1/attachment_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

using device::StepKind;
using Stub = v1::AttachmentService::Stub;

class ServerAttachmentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    outsider_ = server_.NewCaller("zhao", v1::ROLE_OFFICER, {"370304"}).value_or("");
    officer_ = server_.NewCaller("wang", v1::ROLE_OFFICER, {"370303"}).value_or("");
    tablet_ = *fieldwork::Tablet::OpenOrCreate(folder_.File("wang.db"), Env());
    const auto enrolled = server_.Enroll("wang");
    ASSERT_TRUE(enrolled.ok()) << enrolled.status();
    ASSERT_TRUE(tablet_->replica()
                    .SetEnrollment({.server = "localhost",
                                    .user_id = enrolled->user_id(),
                                    .user_name = "wang",
                                    .device_id = enrolled->device_id(),
                                    .token = enrolled->token()})
                    .ok());
    token_ = enrolled->token();
    Connect();
    ASSERT_TRUE(engine_->SyncNow().ok());
    visit_id_ = *fieldwork::Visits(*tablet_).Start({.organization = organization->id()});
  }
  device::Env Env() { return {server_.clock(), random_}; }
  void Connect() {
    transport_ = std::make_unique<device::GrpcTransport>(server_.channel(), token_);
    engine_ = std::make_unique<device::SyncEngine>(tablet_->replica(), *transport_, Env());
  }
  void Restart() {
    server_.Stop();
    ASSERT_TRUE(server_.Start().ok());
    Connect();
  }
  std::string Attach(const std::string& content) {
    const std::string path = folder_.File("photo");
    std::ofstream(path, std::ios::binary) << content;
    const auto id = fieldwork::Attachments(*tablet_).Attach(visit_id_, path, "门头照");
    EXPECT_TRUE(id.ok()) << id.status();
    return id.value_or("");
  }
  fieldwork::AttachedFile Here(const std::string& id) {
    return *fieldwork::Attachments(*tablet_).Find(id);
  }

  void BackUp() {
    const auto backup = Call(server_.admin(), &v1::AdminService::Stub::BackUp, v1::BackUpRequest(),
                             server_.SignInAdmin().value_or(""));
    ASSERT_TRUE(backup.ok()) << backup.status();
  }
  // The files under `folder`/attachments, by content.
  static std::multiset<std::string> Stored(const std::string& folder) {
    std::multiset<std::string> contents;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder + "/attachments")) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      contents.emplace(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return contents;
  }

  struct Read {
    std::string content;
    std::string reason;
    int64_t size = 0;
  };
  Read ReadAs(const std::string& token, const v1::ReadAttachmentRequest& request) {
    CallContext context(token);
    const auto stub = v1::AttachmentService::NewStub(server_.channel());
    const auto reader = stub->ReadAttachment(&context, request);
    Read read;
    v1::AttachmentChunk chunk;
    while (reader->Read(&chunk)) {
      if (read.content.empty()) read.size = chunk.size_bytes();
      read.content += chunk.data();
    }
    read.reason = base::ReasonOf(FromGrpc(reader->Finish()));
    return read;
  }
  Read ReadClean(const std::string& token, const std::string& id, int64_t offset = 0) {
    v1::ReadAttachmentRequest request;
    request.set_attachment_id(id);
    request.set_offset(offset);
    return ReadAs(token, request);
  }
  Read ReadOriginal(const std::string& token, const std::string& id, const std::string& reason,
                    int64_t offset = 0) {
    v1::ReadAttachmentRequest request;
    request.set_attachment_id(id);
    request.set_offset(offset);
    request.set_sealed_original(true);
    request.set_reason(reason);
    return ReadAs(token, request);
  }

  TestServer server_;
  TempDir folder_;
  base::SystemRandom random_;
  std::string outsider_, officer_, token_, visit_id_;
  std::unique_ptr<fieldwork::Tablet> tablet_;
  std::unique_ptr<device::GrpcTransport> transport_;
  std::unique_ptr<device::SyncEngine> engine_;
};

TEST_F(ServerAttachmentTest, AnUploadGoesOnAfterTheServerIsRestartedAtEachPiece) {
  const std::string photo = WithMetadata(Jpeg(std::string(5 * device::kChunkBytes, 'p')));
  const std::string id = Attach(photo);
  int restarts = 0;
  for (device::StepResult step; !step.settled;) {
    step = engine_->Step();
    ASSERT_TRUE(step.status.ok()) << step.status;
    ASSERT_NE(step.kind, StepKind::kIdle);
    if (step.kind != StepKind::kUpload) continue;
    ++restarts;
    Restart();
  }
  EXPECT_GE(restarts, 7) << "begin and six pieces";
  EXPECT_EQ(Here(id).row.state(), v1::ATTACHMENT_STATE_STORED) << "the tablet hears of it";
  EXPECT_EQ(Here(id).row.clean_sha256(),
            base::HexSha256(Jpeg(std::string(5 * device::kChunkBytes, 'p'))));
}

TEST_F(ServerAttachmentTest, WhoseAreaCoversTheVisitReadsTheCleanCopyFromAnyByte) {
  const std::string plain = Jpeg(std::string(600'000, 'p'));
  const std::string id = Attach(WithMetadata(plain));
  EXPECT_EQ(ReadClean(officer_, id).reason, "ATTACHMENT_NOT_FOUND") << "not pushed yet";
  ASSERT_TRUE(engine_->SyncNow().ok());
  const Read read = ReadClean(officer_, id);
  EXPECT_EQ(read.content, plain);
  EXPECT_EQ(read.size, static_cast<int64_t>(plain.size()));
  EXPECT_EQ(ReadClean(officer_, id, 599'990).content, plain.substr(599'990));
  EXPECT_EQ(ReadClean(outsider_, id).reason, "OUTSIDE_AREA");
  EXPECT_EQ(ReadClean("", id).reason, "NOT_SIGNED_IN");
}

TEST_F(ServerAttachmentTest, OnlyTheCustodianOpensTheOriginalWithAReasonThatIsLogged) {
  const std::string photo = WithMetadata(Jpeg(std::string(600'000, 'p')));
  const std::string id = Attach(photo);
  ASSERT_TRUE(engine_->SyncNow().ok());
  const std::string admin = server_.SignInAdmin().value_or("");
  EXPECT_EQ(ReadOriginal(officer_, id, "看看").reason, "ROLE_NOT_ALLOWED");
  EXPECT_EQ(ReadOriginal(admin, id, "").reason, "FIELDS_INVALID");
  EXPECT_EQ(ReadOriginal(admin, id, "行政复议取证").content, photo);
  EXPECT_EQ(ReadOriginal(admin, id, "行政复议取证", 500'000).content, photo.substr(500'000));
  server_.Stop();
  const auto database = *sql::Database::Open(
      server_.directory() + "/zoufang.db",
      {.mode = sql::OpenMode::kExisting, .application_id = storage::kApplicationId});
  EXPECT_EQ(*database->QueryInt("SELECT count(*) FROM attachment_opening JOIN audit"
                                " USING (call_id, at_us) WHERE subject = attachment_id"
                                " AND reason = '行政复议取证'"),
            2);
}

TEST_F(ServerAttachmentTest, AFileWithoutCleanCopyStaysWithTheCustodian) {
  const std::string id = Attach("%PDF-1.7 by somebody");
  ASSERT_TRUE(engine_->SyncNow().ok());
  EXPECT_EQ(Here(id).row.state(), v1::ATTACHMENT_STATE_STORED);
  EXPECT_EQ(ReadClean(officer_, id).reason, "ATTACHMENT_NOT_PUBLIC");
  EXPECT_EQ(ReadOriginal(server_.SignInAdmin().value_or(""), id, "核对").content,
            "%PDF-1.7 by somebody");
}

TEST_F(ServerAttachmentTest, NobodyWritesAFileOutsideHisArea) {
  const std::string photo = Jpeg("x");
  const std::string id = Attach(photo);
  while (engine_->Step().kind != StepKind::kPush) {
  }
  const auto stub = v1::AttachmentService::NewStub(server_.channel());
  v1::BeginUploadRequest begin;
  begin.set_attachment_id(id);
  EXPECT_EQ(Reason(Call(*stub, &Stub::BeginUpload, begin, outsider_)), "OUTSIDE_AREA");
  v1::WriteChunkRequest write;
  write.set_attachment_id(id);
  write.set_data(photo);
  EXPECT_EQ(Reason(Call(*stub, &Stub::WriteChunk, write, outsider_)), "OUTSIDE_AREA");
  begin.set_attachment_id("../../x");
  EXPECT_EQ(Reason(Call(*stub, &Stub::BeginUpload, begin, officer_)), "FIELDS_INVALID");
}

TEST_F(ServerAttachmentTest, AFileThatTheServerRefusesComesToItsAuthorsAttention) {
  const std::string id = Attach(Jpeg("x").substr(0, 60));
  ASSERT_TRUE(engine_->SyncNow().ok());
  EXPECT_EQ(Here(id).row.state(), v1::ATTACHMENT_STATE_REFUSED);
  ASSERT_EQ(tablet_->replica().AttentionList()->size(), 1u);
  EXPECT_EQ(tablet_->replica().AttentionList()->front().reason, "ATTACHMENT_MALFORMED");
}

TEST_F(ServerAttachmentTest, AFileThatTheServerLostIsSentAgain) {
  const std::string photo = Jpeg("x");
  const std::string id = Attach(photo);
  ASSERT_TRUE(engine_->SyncNow().ok());
  server_.Stop();
  std::filesystem::remove_all(server_.directory() + "/attachments");
  Restart();
  ASSERT_TRUE(engine_->SyncNow().ok());
  EXPECT_EQ(Here(id).row.state(), v1::ATTACHMENT_STATE_PENDING);
  ASSERT_TRUE(fieldwork::Attachments(*tablet_).SendLostAgain().ok());
  ASSERT_TRUE(engine_->SyncNow().ok());
  EXPECT_EQ(Here(id).row.state(), v1::ATTACHMENT_STATE_STORED);
  EXPECT_EQ(ReadClean(officer_, id).content, photo);
}

TEST_F(ServerAttachmentTest, ABackupCarriedElsewhereBringsTheFilesBack) {
  const std::string photo = WithMetadata(Jpeg("x"));
  const std::string id = Attach(photo);
  ASSERT_TRUE(engine_->SyncNow().ok());
  BackUp();
  BackUp();  // Finds the first one's files.
  server_.Stop();
  const std::string elsewhere = folder_.File("elsewhere");
  std::filesystem::copy(storage::BackupsPath(server_.directory()), elsewhere,
                        std::filesystem::copy_options::recursive);
  for (const auto& entry : std::filesystem::directory_iterator(server_.directory())) {
    if (entry.is_directory()) std::filesystem::remove_all(entry.path());
  }
  std::string backup;
  for (const auto& entry : std::filesystem::directory_iterator(elsewhere)) {
    if (entry.is_regular_file()) backup = entry.path();
  }
  const auto restored = storage::Restore(server_.directory(), backup, server_.clock());
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->files, 2) << "the sealed original and the clean copy";
  Restart();
  EXPECT_EQ(ReadClean(officer_, id).content, Jpeg("x"));
  EXPECT_EQ(ReadOriginal(*server_.SignInAdmin(), id, "核对").content, photo);
}

TEST_F(ServerAttachmentTest, BackupsOnAnotherDiskGetCopies) {
  const TempDir other("/dev/shm");
  std::filesystem::create_directory_symlink(other.path(),
                                            storage::BackupsPath(server_.directory()));
  std::error_code refused;
  std::ofstream(folder_.File("probe")) << "x";
  std::filesystem::create_hard_link(folder_.File("probe"), other.File("probe"), refused);
  if (!refused) GTEST_SKIP() << "/dev/shm is on the disk of the data here";
  Attach(WithMetadata(Jpeg("x")));
  ASSERT_TRUE(engine_->SyncNow().ok());
  BackUp();
  EXPECT_EQ(Stored(other.path()).size(), 2);
  EXPECT_EQ(Stored(other.path()), Stored(server_.directory()));
}

}  // namespace
}  // namespace zoufang::testing
