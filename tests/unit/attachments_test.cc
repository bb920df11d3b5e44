// Attachments' bytes on the server: uploads that are cut, checks by content, sealing, cleaning.
#include "server/storage/attachments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "server/storage/clean_copy.h"
#include "server/storage/init.h"
#include "server/storage/keys.h"
#include "server/storage/rows.h"
#include "server/storage/save.h"
#include "sync/base/content_hash.h"
#include "sync/base/error.h"
#include "tests/support/pictures.h"
#include "tests/support/temp_dir.h"

namespace zoufang::storage {
namespace {

namespace fs = std::filesystem;
using base::HexSha256;
using testing::Jpeg;
using testing::WithMetadata;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

template <typename T>
std::string Reason(const absl::StatusOr<T>& result) {
  return base::ReasonOf(result.status());
}

class AttachmentsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    catalogue_ = *domain::ProductCatalogue();
    ASSERT_TRUE(InitDataDirectory(directory_.path(), "admin", "correct horse", clock_, random_,
                                  PasswordCost::kCheapest)
                    .ok());
    Start();
    v1::Visit visit;
    visit.set_id(NewId());
    visit.set_area_code("370303001");
    visit.set_organization_id(NewId());
    visit.set_kind(v1::VISIT_KIND_OUTREACH);
    visit.mutable_started_at()->set_seconds(1772413200);
    visit.set_state(v1::VISIT_STATE_DRAFT);
    Create(visit);
    visit_id_ = visit.id();
  }
  void TearDown() override { Stop(); }

  // As a server's start does, and as kill -9 ends it: nothing is written down at the end.
  void Start() {
    hub_ = std::make_unique<hub::Hub>(catalogue_, clock_);
    std::string key;
    auto store = Store::Open({.directory = directory_.path(), .readers = 1},
                             [&](sql::Database& database) -> absl::Status {
                               RETURN_IF_ERROR(PrepareDatabase(database, *hub_));
                               ASSIGN_OR_RETURN(key, LoadServerKey(database));
                               return absl::OkStatus();
                             });
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    auto files = AttachmentFiles::Open(directory_.path(), key);
    ASSERT_TRUE(files.ok()) << files.status();
    attachments_ = std::make_unique<Attachments>(*store_, *hub_, catalogue_, *std::move(files),
                                                 clock_, random_);
    const absl::Status mended = attachments_->Mend();
    ASSERT_TRUE(mended.ok()) << mended;
  }
  void Stop() {
    attachments_.reset();
    store_.reset();
  }
  void Restart() {
    Stop();
    Start();
  }

  std::string NewId() { return base::NewUuid(clock_.Now(), random_); }

  template <typename Message>
  void Create(const Message& message) {
    const schema::Entity& entity = domain::EntityOf<Message>(catalogue_);
    const absl::Status created = store_->Write([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, message));
      return Save(*hub_, database, {.user_id = "test", .server = true}, random_.Bytes(16),
                  {hub::CreateEdit(entity, row)});
    });
    ASSERT_TRUE(created.ok()) << created;
  }
  // A row that names this content.
  v1::Attachment RowFor(const std::string& content, const std::string& type = "image/jpeg") {
    v1::Attachment row;
    row.set_id(NewId());
    row.set_visit_id(visit_id_);
    row.set_sha256(HexSha256(content));
    row.set_size_bytes(static_cast<int64_t>(content.size()));
    row.set_mime_type(type);
    Create(row);
    return row;
  }
  v1::Attachment Stored(const std::string& id) {
    v1::Attachment row;
    EXPECT_TRUE(store_
                    ->Read([&](sql::Database& database) -> absl::Status {
                      ASSIGN_OR_RETURN(auto found, Select<v1::Attachment>(database, catalogue_,
                                                                          "WHERE id=?1", {id}));
                      if (!found.empty()) row = found[0].message;
                      return absl::OkStatus();
                    })
                    .ok());
    return row;
  }
  absl::Status Execute(const std::string& sql) {
    return store_->Write([&](sql::Database& database) { return database.Execute(sql); });
  }
  std::vector<fs::path> Files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(directory_.File("attachments"))) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
  }
  fs::path PartialOf(const v1::Attachment& row) {
    return directory_.File("attachments/partial/" + row.id());
  }
  std::string Original(const v1::Attachment& row) {
    const auto content = attachments_->files().ReadOriginal(row.sha256());
    return content.ok() ? *content : base::ReasonOf(content.status());
  }
  std::string Clean(const v1::Attachment& row) {
    return attachments_->files().ReadClean(row.sha256(), 0, 1 << 20).value_or("none");
  }

  testing::TempDir directory_;
  base::ManualClock clock_{absl::FromUnixSeconds(1772413200)};
  base::SystemRandom random_;
  schema::Catalogue catalogue_;
  std::unique_ptr<hub::Hub> hub_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Attachments> attachments_;
  std::string visit_id_;
};

TEST_F(AttachmentsTest, AnUploadGoesOnAfterAKillAtAnyByte) {
  const size_t size = Jpeg("0000").size();
  for (size_t cut = 0; cut <= size; ++cut) {
    const std::string content = Jpeg(absl::StrCat(1000 + cut));
    const v1::Attachment row = RowFor(content);
    ASSERT_TRUE(attachments_->Begin(row).ok());
    const auto part = attachments_->Write(row, 0, content.substr(0, cut));
    ASSERT_TRUE(part.ok()) << part.status();
    // What a kill left behind the acknowledged bytes does not count.
    if (cut > 0 && cut < size) std::ofstream(PartialOf(row), std::ios::app) << "torn";
    if (cut % 16 == 0) Restart();
    const auto begun = attachments_->Begin(Stored(row.id()));
    ASSERT_TRUE(begun.ok()) << begun.status();
    ASSERT_EQ(begun->received, static_cast<int64_t>(cut));
    const auto whole = attachments_->Write(Stored(row.id()), begun->received, content.substr(cut));
    ASSERT_TRUE(whole.ok()) << cut << whole.status();
    EXPECT_TRUE(whole->stored);
    EXPECT_EQ(Original(row), content);
    EXPECT_FALSE(fs::exists(PartialOf(row)));
  }
}

TEST_F(AttachmentsTest, ABytePlacedWrongIsToldWhereToGoOn) {
  const std::string content = Jpeg("abc");
  const v1::Attachment row = RowFor(content);
  ASSERT_TRUE(attachments_->Write(row, 0, content.substr(0, 10)).ok());
  EXPECT_EQ(Reason(attachments_->Write(row, 9, "x")), "UPLOAD_OFFSET");
  EXPECT_EQ(Reason(attachments_->Write(row, 11, "x")), "UPLOAD_OFFSET");
  EXPECT_EQ(attachments_->Begin(row)->received, 10);
}

TEST_F(AttachmentsTest, TheOriginalIsSealedAndTheCleanCopyHasNoMetadata) {
  const std::string plain = Jpeg("pixels");
  const std::string photo = WithMetadata(plain);
  ASSERT_TRUE(testing::HasMetadata(photo));
  const v1::Attachment row = RowFor(photo);
  ASSERT_TRUE(attachments_->Write(row, 0, photo.substr(0, 100)).ok());
  EXPECT_FALSE(absl::StrContains(ReadFile(PartialOf(row)), "JFIF")) << "an upload lies veiled";
  ASSERT_TRUE(attachments_->Write(row, 100, photo.substr(100)).ok());
  EXPECT_EQ(Original(row), photo) << "byte for byte, for evidence";
  for (const fs::path& file : Files()) {
    EXPECT_FALSE(absl::StrContains(ReadFile(file), testing::kMaker)) << file;
  }
  EXPECT_EQ(Clean(row), plain) << "the same pixels and nothing else";
  const v1::Attachment stored = Stored(row.id());
  EXPECT_EQ(stored.state(), v1::ATTACHMENT_STATE_STORED);
  EXPECT_EQ(stored.clean_sha256(), HexSha256(plain));
  EXPECT_EQ(stored.clean_size_bytes(), static_cast<int64_t>(plain.size()));
}

TEST_F(AttachmentsTest, WhatFollowsThePictureDoesNotComeIntoTheCleanCopy) {
  const auto clean = CleanCopy("image/jpeg", Jpeg("pixels") + "a film with sound");
  ASSERT_TRUE(clean.ok()) << clean.status();
  EXPECT_EQ(*clean, Jpeg("pixels"));
}

TEST_F(AttachmentsTest, AWrongHashIsRefusedAndTheRightBytesAreStillTaken) {
  const std::string content = Jpeg("right");
  const v1::Attachment row = RowFor(content);
  EXPECT_EQ(Reason(attachments_->Write(row, 0, Jpeg("wrong"))), "ATTACHMENT_HASH");
  EXPECT_EQ(Stored(row.id()).state(), v1::ATTACHMENT_STATE_REFUSED);
  EXPECT_TRUE(Files().empty()) << "nothing is kept";
  EXPECT_EQ(attachments_->Begin(Stored(row.id()))->received, 0);
  ASSERT_TRUE(attachments_->Write(Stored(row.id()), 0, content).ok());
  EXPECT_EQ(Stored(row.id()).state(), v1::ATTACHMENT_STATE_STORED);
}

TEST_F(AttachmentsTest, TypeIsToldByContent) {
  const std::string page = "<html>not a picture</html>";
  EXPECT_EQ(Reason(attachments_->Write(RowFor(page), 0, page)), "ATTACHMENT_TYPE");
  const std::string photo = Jpeg("x");
  EXPECT_EQ(Reason(attachments_->Write(RowFor(photo, "image/png"), 0, photo)), "ATTACHMENT_TYPE");
  const std::string torn = Jpeg("").substr(0, 60);
  EXPECT_EQ(Reason(attachments_->Write(RowFor(torn), 0, torn)), "ATTACHMENT_MALFORMED");
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentsTest, MoreBytesThanTheRowNamesAreRefused) {
  const std::string content = Jpeg("x");
  EXPECT_EQ(Reason(attachments_->Write(RowFor(content), 0, content + "y")), "ATTACHMENT_TOO_LARGE");
}

TEST_F(AttachmentsTest, APdfIsKeptSealedOnly) {
  const std::string pdf = "%PDF-1.7 (Author: somebody)";
  const v1::Attachment row = RowFor(pdf, "application/pdf");
  ASSERT_TRUE(attachments_->Write(row, 0, pdf).ok());
  EXPECT_EQ(Original(row), pdf);
  EXPECT_EQ(Clean(row), "none");
  EXPECT_EQ(Stored(row.id()).clean_sha256(), "");
}

TEST_F(AttachmentsTest, AFileThatAnyRowBroughtIsWholeAtOnce) {
  const std::string content = Jpeg("same");
  ASSERT_TRUE(attachments_->Write(RowFor(content), 0, content).ok());
  const size_t files = Files().size();
  const v1::Attachment second = RowFor(content);
  EXPECT_TRUE(attachments_->Begin(second)->stored);
  EXPECT_EQ(Stored(second.id()).state(), v1::ATTACHMENT_STATE_STORED);
  EXPECT_EQ(Files().size(), files);
  EXPECT_EQ(Reason(attachments_->Begin(RowFor(content, "image/png"))), "ATTACHMENT_TYPE");
}

TEST_F(AttachmentsTest, UploadsWithoutProgressAreCollectedAndOthersStay) {
  const std::string content = Jpeg("slow");
  const v1::Attachment left = RowFor(content), slow = RowFor(content);
  ASSERT_TRUE(attachments_->Write(left, 0, content.substr(0, 5)).ok());
  clock_.Advance(kUploadPatience - absl::Hours(1));
  ASSERT_TRUE(attachments_->Write(slow, 0, content.substr(0, 5)).ok());
  EXPECT_EQ(*attachments_->CollectUploads(kUploadPatience), 0);
  clock_.Advance(absl::Hours(2));
  EXPECT_EQ(*attachments_->CollectUploads(kUploadPatience), 1);
  EXPECT_FALSE(fs::exists(PartialOf(left)));
  EXPECT_EQ(attachments_->Begin(slow)->received, 5);
  EXPECT_EQ(attachments_->Begin(left)->received, 0) << "it begins anew";
}

TEST_F(AttachmentsTest, ACrashBetweenTheFileAndItsRowIsMendedAtTheStart) {
  const std::string photo = WithMetadata(Jpeg("pixels"));
  const v1::Attachment row = RowFor(photo);
  ASSERT_TRUE(attachments_->Write(row, 0, photo).ok());
  const absl::Status undone =
      Execute("DELETE FROM attachment_file; UPDATE attachment SET state = 0");
  ASSERT_TRUE(undone.ok()) << undone;
  std::ofstream(directory_.File("attachments/partial/nobody's")) << "left over";
  std::ofstream(directory_.File("attachments/half.original.new")) << "half written";
  Restart();
  EXPECT_EQ(Stored(row.id()).state(), v1::ATTACHMENT_STATE_STORED);
  EXPECT_EQ(Original(row), photo);
  EXPECT_EQ(Files().size(), 2u) << "the original and its clean copy";
}

TEST_F(AttachmentsTest, AFileThatTheDirectoryLostIsAskedForAgain) {
  const std::string content = Jpeg("pixels");
  const v1::Attachment row = RowFor(content);
  ASSERT_TRUE(attachments_->Write(row, 0, content).ok());
  fs::remove_all(directory_.File("attachments"));
  Restart();
  EXPECT_EQ(Stored(row.id()).state(), v1::ATTACHMENT_STATE_PENDING);
  EXPECT_EQ(attachments_->Begin(Stored(row.id()))->received, 0);
  ASSERT_TRUE(attachments_->Write(Stored(row.id()), 0, content).ok());
  EXPECT_EQ(Original(row), content);
}

TEST_F(AttachmentsTest, AChangedOrExchangedOriginalDoesNotOpen) {
  const std::string content = Jpeg("pixels");
  const v1::Attachment row = RowFor(content);
  ASSERT_TRUE(attachments_->Write(row, 0, content).ok());
  for (const fs::path& file : Files()) {
    if (file.extension() != ".original") continue;
    std::string box = ReadFile(file);
    box[box.size() / 2] ^= 1;
    std::ofstream(file, std::ios::binary) << box;
  }
  EXPECT_EQ(Original(row), "ATTACHMENT_DAMAGED");
  const std::string key = SealingKey("k");
  std::ofstream(directory_.File("box"), std::ios::binary) << Seal(key, "one", "content");
  EXPECT_EQ(*(*SealedReader::Open(directory_.File("box"), key, "one"))->Next(), "content");
  EXPECT_EQ(Reason((*SealedReader::Open(directory_.File("box"), key, "two"))->Next()),
            "ATTACHMENT_DAMAGED");
}

}  // namespace
}  // namespace zoufang::storage
