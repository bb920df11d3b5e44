// The citizen's evidence: handed in by number and secret, cut and gone on with, read by staff.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "sync/base/content_hash.h"
#include "tests/support/case_work.h"
#include "tests/support/pictures.h"
#include "zoufang/v1/evidence_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

namespace fs = std::filesystem;
using Evidence = v1::EvidenceService::Stub;
using Upload = absl::StatusOr<v1::EvidenceUpload>;

constexpr size_t kPiece = 1 << 20;

class ServerEvidenceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Start();
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    sun_ = server_.NewCaller("sun.wei", v1::ROLE_STAFF, {"370303"}).value_or("");
    outsider_ = server_.NewCaller("zhou", v1::ROLE_STAFF, {"370304"}).value_or("");
    filed_ = NewCase();
    id_ = work_.IdOf(filed_.number(), sun_);
  }
  void Start() {
    ASSERT_TRUE(server_.Start().ok());
    stub_ = v1::EvidenceService::NewStub(server_.channel());
  }
  v1::FileComplaintResponse NewCase() {
    return work_.File(work_.NewComplaint(organization_id_)).value_or(v1::FileComplaintResponse());
  }
  static v1::AddEvidenceRequest AddRequest(const v1::FileComplaintResponse& filed,
                                           const std::string& content) {
    v1::AddEvidenceRequest request;
    *request.mutable_reporter() = CaseWork::ProofOf(filed);
    request.set_sha256(base::HexSha256(content));
    request.set_size_bytes(static_cast<int64_t>(content.size()));
    request.set_caption("收据");
    return request;
  }
  Upload Add(const std::string& content) {
    return Call(*stub_, &Evidence::AddEvidence, AddRequest(filed_, content));
  }
  Upload Write(const v1::EvidenceUpload& upload, const std::string& content, int64_t offset) {
    v1::WriteEvidenceRequest request;
    request.set_file_id(upload.file().id());
    request.set_ticket(upload.ticket());
    request.set_offset(offset);
    request.set_data(content.substr(static_cast<size_t>(offset), kPiece));
    return Call(*stub_, &Evidence::WriteEvidence, request);
  }
  // As a browser does: announced, then piece by piece.
  Upload Bring(const std::string& content) {
    Upload upload = Add(content);
    if (!upload.ok()) return upload;
    Upload written = upload;
    while (written.ok() && written->received_bytes() < static_cast<int64_t>(content.size())) {
      written = Write(*upload, content, written->received_bytes());
    }
    return written;
  }
  struct Read {
    std::string content;
    std::string mime_type;
    std::string reason;
  };
  Read ReadClean(const std::string& token, const std::string& id, int64_t offset = 0) {
    v1::ReadEvidenceRequest request;
    request.set_file_id(id);
    request.set_offset(offset);
    return ReadAs(token, request);
  }
  Read ReadOriginal(const std::string& token, const std::string& id, const std::string& reason) {
    v1::ReadEvidenceRequest request;
    request.set_file_id(id);
    request.set_sealed_original(true);
    request.set_reason(reason);
    return ReadAs(token, request);
  }
  Read ReadAs(const std::string& token, const v1::ReadEvidenceRequest& request) {
    CallContext context(token);
    const auto reader = stub_->ReadEvidence(&context, request);
    Read read;
    v1::AttachmentChunk chunk;
    while (reader->Read(&chunk)) {
      if (!chunk.mime_type().empty()) read.mime_type = chunk.mime_type();
      read.content += chunk.data();
    }
    read.reason = base::ReasonOf(FromGrpc(reader->Finish()));
    return read;
  }
  std::vector<v1::ComplaintAction> Actions() {
    std::vector<v1::ComplaintAction> actions;
    const auto details = work_.Get(id_, sun_).value_or(v1::ComplaintDetails());
    for (const auto& event : details.events()) actions.push_back(event.action());
    return actions;
  }

  TestServer server_;
  CaseWork work_{server_};
  std::unique_ptr<Evidence> stub_;
  std::string organization_id_, sun_, outsider_, id_;
  v1::FileComplaintResponse filed_;
};

TEST_F(ServerEvidenceTest, WhatTheCitizenHandsInIsSeenByBothWithoutItsMetadata) {
  const std::string plain = Jpeg(std::string(kPiece + 1000, 'p'));
  const std::string photo = WithMetadata(plain);
  const Upload brought = Bring(photo);
  ASSERT_TRUE(brought.ok()) << brought.status();
  EXPECT_EQ(brought->file().state(), v1::ATTACHMENT_STATE_STORED);
  EXPECT_EQ(brought->file().mime_type(), "image/jpeg") << "by content";
  const auto status = work_.Status(filed_);
  ASSERT_TRUE(status.ok() && status->files_size() == 1);
  EXPECT_EQ(status->files(0).caption(), "收据");
  EXPECT_EQ(status->timeline(1).action(), v1::COMPLAINT_ACTION_ADD_EVIDENCE);
  const auto details = work_.Get(id_, sun_);
  ASSERT_TRUE(details.ok() && details->files_size() == 1);
  const std::string file = details->files(0).id();
  const Read read = ReadClean(sun_, file);
  EXPECT_EQ(read.content, plain);
  EXPECT_EQ(read.mime_type, "image/jpeg");
  EXPECT_EQ(ReadClean(sun_, file, 1000).content, plain.substr(1000));
  EXPECT_EQ(ReadClean(outsider_, file).reason, "OUTSIDE_AREA");
  EXPECT_EQ(ReadClean("", file).reason, "NOT_SIGNED_IN");
}

TEST_F(ServerEvidenceTest, WhatAPhoneWroteIntoAPhotoLiesNowhereInTheClear) {
  const auto files_with = [&](const std::string& needle) {
    int found = 0;
    for (const auto& entry : fs::recursive_directory_iterator(server_.directory())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      found += absl::StrContains(bytes, needle) ? 1 : 0;
    }
    return found;
  };
  const std::string photo = WithMetadata(Jpeg(std::string(kPiece + 1000, 'p')));
  const v1::EvidenceUpload half = *Add(photo);
  ASSERT_TRUE(Write(half, photo, 0).ok());
  EXPECT_EQ(files_with(kMaker), 0) << "while it is on its way";
  ASSERT_TRUE(Bring(photo).ok());
  EXPECT_EQ(files_with(kMaker), 0);
  EXPECT_EQ(files_with(std::string(1000, 'p')), 1) << "the search finds the clean copy";
}

TEST_F(ServerEvidenceTest, TheOriginalIsOpenedForAReasonThatIsAStepOfTheCase) {
  const std::string photo = WithMetadata(Jpeg(std::string(300'000, 'p')));
  const std::string file = Bring(photo)->file().id();
  EXPECT_EQ(ReadOriginal(sun_, file, "").reason, "FIELDS_INVALID");
  const Read read = ReadOriginal(sun_, file, "核实拍摄地点");
  EXPECT_EQ(read.content, photo);
  EXPECT_EQ(ReadOriginal(outsider_, file, "看看").reason, "OUTSIDE_AREA");
  EXPECT_THAT(Actions(),
              ::testing::ElementsAre(v1::COMPLAINT_ACTION_FILE, v1::COMPLAINT_ACTION_ADD_EVIDENCE,
                                     v1::COMPLAINT_ACTION_OPEN_ORIGINAL));
  const auto details = work_.Get(id_, sun_);
  EXPECT_TRUE(absl::StrContains(details->events(2).note(), "核实拍摄地点"));
  EXPECT_TRUE(absl::StrContains(details->events(2).note(), file));
  EXPECT_EQ(work_.Status(filed_)->timeline_size(), 2) << "the citizen does not see it";
}

TEST_F(ServerEvidenceTest, OfADocumentThereIsTheOriginalOnly) {
  const std::string pdf = "%PDF-1.7 a contract";
  const std::string file = Bring(pdf)->file().id();
  EXPECT_EQ(ReadClean(sun_, file).reason, "EVIDENCE_NOT_PUBLIC");
  EXPECT_EQ(ReadOriginal(sun_, file, "核对合同").content, pdf);
}

TEST_F(ServerEvidenceTest, AnUploadGoesOnAfterARestartWhereItWas) {
  const std::string photo = Jpeg(std::string(2 * kPiece, 'p'));
  const Upload first = Add(photo);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Write(*first, photo, 0).ok());
  server_.Stop();
  Start();
  EXPECT_EQ(Reason(Write(*first, photo, 0)), "UPLOAD_OFFSET");
  const Upload again = Add(photo);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->file().id(), first->file().id());
  EXPECT_EQ(again->received_bytes(), static_cast<int64_t>(kPiece));
  const Upload whole = Bring(photo);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->file().state(), v1::ATTACHMENT_STATE_STORED);
  EXPECT_EQ(work_.Get(id_, sun_)->files_size(), 1);
}

TEST_F(ServerEvidenceTest, WhoKnowsAFilesHashLearnsNotThatItWasHandedIn) {
  const std::string photo = Jpeg("only the reporter has this");
  ASSERT_TRUE(Bring(photo).ok());
  filed_ = NewCase();
  const Upload other = Add(photo);
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(other->received_bytes(), 0);
  EXPECT_EQ(other->file().state(), v1::ATTACHMENT_STATE_PENDING);
  EXPECT_EQ(Bring(photo)->file().state(), v1::ATTACHMENT_STATE_STORED) << "who has it brings it";
}

TEST_F(ServerEvidenceTest, OnlyTheTicketOfTheFileWritesItAndOnlyForADay) {
  const std::string photo = Jpeg("photo");
  const v1::EvidenceUpload mine = *Add(photo);
  v1::EvidenceUpload forged = *Add(Jpeg("another"));
  forged.mutable_file()->set_id(mine.file().id());
  EXPECT_EQ(Reason(Write(forged, photo, 0)), "UPLOAD_TICKET_INVALID");
  forged.set_ticket("9999999999." + std::string(64, '0'));
  EXPECT_EQ(Reason(Write(forged, photo, 0)), "UPLOAD_TICKET_INVALID");
  forged.set_ticket("");
  EXPECT_EQ(Reason(Write(forged, photo, 0)), "UPLOAD_TICKET_INVALID");
  server_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(Reason(Write(mine, photo, 0)), "UPLOAD_TICKET_INVALID") << "a day later";
  EXPECT_TRUE(Bring(photo).ok());
  v1::FileComplaintResponse wrong = filed_;
  wrong.set_secret("0000000000000000");
  EXPECT_EQ(Reason(Call(*stub_, &Evidence::AddEvidence, AddRequest(wrong, photo))),
            "COMPLAINT_SECRET_WRONG");
}

TEST_F(ServerEvidenceTest, WhatIsNoPictureOrNotWhatWasSaidIsNotKept) {
  const Upload page = Bring("<html><script>alert(1)</script></html>");
  EXPECT_EQ(Reason(page), "ATTACHMENT_TYPE");
  const std::string photo = Jpeg("photo");
  v1::AddEvidenceRequest lie = AddRequest(filed_, photo);
  lie.set_sha256(base::HexSha256("something else"));
  const Upload upload = Call(*stub_, &Evidence::AddEvidence, lie);
  ASSERT_TRUE(upload.ok()) << upload.status();
  EXPECT_EQ(Reason(Write(*upload, photo, 0)), "ATTACHMENT_HASH");
  EXPECT_EQ(Reason(Bring(std::string(1, '\0'))), "ATTACHMENT_TYPE");
  const auto details = work_.Get(id_, sun_);
  ASSERT_EQ(details->files_size(), 3);
  for (const auto& file : details->files()) {
    EXPECT_EQ(file.state(), v1::ATTACHMENT_STATE_REFUSED);
    EXPECT_EQ(ReadClean(sun_, file.id()).reason, "ATTACHMENT_NOT_STORED");
  }
  v1::AddEvidenceRequest large = AddRequest(filed_, photo);
  large.set_size_bytes((20 << 20) + 1);
  EXPECT_EQ(Reason(Call(*stub_, &Evidence::AddEvidence, large)), "FIELDS_INVALID");
}

TEST_F(ServerEvidenceTest, TenFilesAreEnoughAndAClosedCaseTakesNone) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(Bring(Jpeg(std::string(1, 'a' + i))).ok()) << i;
  EXPECT_EQ(Reason(Add(Jpeg("z"))), "EVIDENCE_FULL");
  EXPECT_TRUE(Add(Jpeg("a")).ok()) << "the same again is no new one";
  filed_ = NewCase();
  const std::string closed = work_.IdOf(filed_.number(), sun_);
  ASSERT_TRUE(work_.BringToItsEnd(closed, sun_).ok());
  EXPECT_EQ(Reason(Add(Jpeg("late"))), "COMPLAINT_STATE");
}

TEST_F(ServerEvidenceTest, NothingIsDecidedOverEvidenceThatNobodySaw) {
  const auto stale = work_.About<v1::AcceptComplaintRequest>(id_, sun_);
  ASSERT_TRUE(Bring(Jpeg("photo")).ok());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::AcceptComplaint, stale, sun_)),
            "COMPLAINT_CHANGED");
}

TEST_F(ServerEvidenceTest, AFileThatTheServerLostIsAskedForAgain) {
  const std::string photo = Jpeg("photo");
  ASSERT_TRUE(Bring(photo).ok());
  server_.Stop();
  for (const auto& entry : fs::recursive_directory_iterator(server_.directory() + "/attachments")) {
    if (entry.path().extension() == ".original") fs::remove(entry.path());
  }
  Start();
  EXPECT_EQ(work_.Get(id_, sun_)->files(0).state(), v1::ATTACHMENT_STATE_PENDING);
  EXPECT_EQ(Bring(photo)->file().state(), v1::ATTACHMENT_STATE_STORED);
}

}  // namespace
}  // namespace zoufang::testing
