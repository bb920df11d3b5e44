// The server's own tables and the secrets in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/storage/accounts.h"
#include "server/storage/complaint_secrets.h"
#include "server/storage/devices.h"
#include "server/storage/enrollment_codes.h"
#include "server/storage/init.h"
#include "server/storage/passwords.h"
#include "server/storage/reporters.h"
#include "server/storage/store.h"
#include "server/storage/tables.h"
#include "server/storage/tokens.h"
#include "sync/base/error.h"
#include "tests/support/temp_dir.h"

namespace zoufang::storage {
namespace {

using zoufang::testing::TempDir;

class ServerStorageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = sql::Database::Open(directory_.File("server.db"), {.application_id = 1});
    ASSERT_TRUE(opened.ok()) << opened.status();
    database_ = *std::move(opened);
    ASSERT_TRUE(PrepareServerTables(*database_).ok());
    officer_ = {.id = "user-1",
                .user_name = "wang",
                .display_name = "王",
                .role = v1::ROLE_OFFICER,
                .area_prefixes = {"370303", "370304"},
                .password_hash = "hash"};
    ASSERT_TRUE(InsertAccount(*database_, officer_, now_).ok());
  }

  std::string NewTokenOf(TokenKind kind, const std::string& device, absl::Time expires) {
    std::string token = NewToken(random_);
    EXPECT_TRUE(
        InsertToken(*database_, TokenHash(token),
                    {.kind = kind, .user_id = "user-1", .device_id = device, .expires = expires},
                    now_)
            .ok());
    return token;
  }

  TempDir directory_;
  base::SystemRandom random_;
  const absl::Time now_ = absl::FromUnixSeconds(1772413200);
  std::unique_ptr<sql::Database> database_;
  Account officer_;
};

TEST_F(ServerStorageTest, AnAccountComesBackAsItWasPut) {
  const auto found = FindAccount(*database_, "wang");
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->id, "user-1");
  EXPECT_EQ((*found)->role, v1::ROLE_OFFICER);
  EXPECT_THAT((*found)->area_prefixes, ::testing::ElementsAre("370303", "370304"));
  EXPECT_FALSE(FindAccount(*database_, "li")->has_value());
  EXPECT_EQ(base::ReasonOf(InsertAccount(*database_, officer_, now_)), "ACCOUNT_EXISTS");
}

TEST_F(ServerStorageTest, ATokenNamesItsHolderUntilItExpiresOrIsWithdrawn) {
  const std::string token = NewTokenOf(TokenKind::kSession, "", now_ + absl::Hours(1));
  const auto holder = FindPrincipal(*database_, TokenHash(token), now_);
  ASSERT_TRUE(holder.ok()) << holder.status();
  EXPECT_EQ(holder->user_name, "wang");
  EXPECT_EQ(
      base::ReasonOf(FindPrincipal(*database_, TokenHash(token), now_ + absl::Hours(1)).status()),
      "TOKEN_INVALID");
  ASSERT_TRUE(RevokeToken(*database_, TokenHash(token), now_).ok());
  EXPECT_EQ(base::ReasonOf(FindPrincipal(*database_, TokenHash(token), now_).status()),
            "TOKEN_INVALID");
  EXPECT_EQ(base::ReasonOf(FindPrincipal(*database_, TokenHash("nonsense"), now_).status()),
            "TOKEN_INVALID");
}

TEST_F(ServerStorageTest, AWithdrawnTabletIsToldThatItIsWithdrawn) {
  const Device device{.id = "device-1", .user_id = "user-1", .name = "平板"};
  ASSERT_TRUE(InsertDevice(*database_, device, now_).ok());
  const std::string token = NewTokenOf(TokenKind::kTablet, "device-1", absl::InfiniteFuture());
  const std::string other = NewTokenOf(TokenKind::kTablet, "device-2", absl::InfiniteFuture());
  ASSERT_TRUE(RevokeDevice(*database_, device, now_).ok());
  EXPECT_EQ(base::ReasonOf(FindPrincipal(*database_, TokenHash(token), now_).status()),
            "INSTALL_REVOKED");
  EXPECT_TRUE(FindPrincipal(*database_, TokenHash(other), now_).ok());
  EXPECT_TRUE((*FindDevice(*database_, "device-1"))->revoked);
}

TEST_F(ServerStorageTest, ADisabledAccountsTokensAreWorthNothing) {
  const std::string session = NewTokenOf(TokenKind::kSession, "", absl::InfiniteFuture());
  ASSERT_TRUE(DisableAccount(*database_, "user-1").ok());
  EXPECT_EQ(base::ReasonOf(FindPrincipal(*database_, TokenHash(session), now_).status()),
            "TOKEN_INVALID");
}

TEST_F(ServerStorageTest, TheFileHoldsNoTokenOnlyItsHash) {
  const std::string token = NewTokenOf(TokenKind::kSession, "", absl::InfiniteFuture());
  database_.reset();
  std::ifstream file(directory_.File("server.db"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(absl::StrContains(bytes, token));
  EXPECT_TRUE(absl::StrContains(bytes, TokenHash(token)));
}

TEST_F(ServerStorageTest, AnEnrolmentCodeWorksOnceWithinItsTimeHoweverItIsTyped) {
  const std::string code = NewEnrollmentCode(random_);
  EXPECT_EQ(code.size(), 10u);
  EXPECT_EQ(code.find_first_of("01ILO"), std::string::npos);
  ASSERT_TRUE(InsertEnrollmentCode(*database_, code, "user-1", now_ + absl::Hours(24)).ok());
  const std::string typed =
      absl::AsciiStrToLower(code.substr(0, 5)) + " - " + absl::AsciiStrToLower(code.substr(5));
  EXPECT_EQ(base::ReasonOf(UseEnrollmentCode(*database_, typed, now_ + absl::Hours(24)).status()),
            "ENROLLMENT_CODE_INVALID");
  EXPECT_EQ(UseEnrollmentCode(*database_, typed, now_).value_or(""), "user-1");
  EXPECT_EQ(base::ReasonOf(UseEnrollmentCode(*database_, typed, now_).status()),
            "ENROLLMENT_CODE_INVALID");
}

TEST_F(ServerStorageTest, ComplaintSerialsCountEachDayFromOne) {
  EXPECT_EQ(NextComplaintSerial(*database_, "20260302").value_or(0), 1);
  EXPECT_EQ(NextComplaintSerial(*database_, "20260302").value_or(0), 2);
  EXPECT_EQ(NextComplaintSerial(*database_, "20260303").value_or(0), 1);
}

TEST(PasswordsTest, OnlyTheRightPasswordMatchesAndNobodysHashNever) {
  Passwords passwords(PasswordCost::kCheapest);
  const auto hash = passwords.Hash("correct horse");
  ASSERT_TRUE(hash.ok());
  EXPECT_TRUE(absl::StartsWith(*hash, "$argon2id$"));
  EXPECT_TRUE(passwords.Matches(*hash, "correct horse"));
  EXPECT_FALSE(passwords.Matches(*hash, "correct horsf"));
  EXPECT_FALSE(passwords.Matches("", "nobody's password"));
}

TEST(IdentitySealerTest, WhatIsSealedOpensWithTheSecretKeyOnly) {
  unsigned char public_key[crypto_box_PUBLICKEYBYTES], secret_key[crypto_box_SECRETKEYBYTES];
  crypto_box_keypair(public_key, secret_key);
  const std::string raw(reinterpret_cast<char*>(public_key), sizeof(public_key));
  for (const std::string& text :
       {absl::BytesToHexString(raw), absl::Base64Escape(raw), absl::WebSafeBase64Escape(raw)}) {
    const auto sealer = IdentitySealer::FromPublicKey(text);
    ASSERT_TRUE(sealer.ok()) << text;
    const std::string box = sealer->Seal("张三 13800000000");
    EXPECT_NE(box, sealer->Seal("张三 13800000000")) << "equal reporters cannot be recognised";
    EXPECT_FALSE(absl::StrContains(box, "138"));
    std::string opened(box.size() - crypto_box_SEALBYTES, '\0');
    EXPECT_EQ(crypto_box_seal_open(reinterpret_cast<unsigned char*>(opened.data()),
                                   reinterpret_cast<const unsigned char*>(box.data()), box.size(),
                                   public_key, secret_key),
              0);
    EXPECT_EQ(opened, "张三 13800000000");
  }
}

TEST(IdentityOpenerTest, OpensWhatWasSealedWithItsPublicKeyInWhateverFormTheKeyComes) {
  const std::string secret(32, '\x11');
  const std::string prefix = absl::HexStringToBytes("302e020100300506032b656e04220420");
  const std::string pem =
      absl::StrCat("-----BEGIN PRIVATE KEY-----\n", absl::Base64Escape(prefix + secret),
                   "\n-----END PRIVATE KEY-----\n");
  const auto first = IdentityOpener::FromSecretKey(absl::BytesToHexString(secret) + "\n");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto sealer = IdentitySealer::FromPublicKey(first->PublicKey());
  ASSERT_TRUE(sealer.ok()) << sealer.status();
  EXPECT_EQ(sealer->PublicKey(), first->PublicKey());
  const std::string box = sealer->Seal("张三");
  for (const std::string& text : {absl::Base64Escape(secret), pem}) {
    const auto opener = IdentityOpener::FromSecretKey(text);
    ASSERT_TRUE(opener.ok()) << opener.status();
    EXPECT_EQ(opener->Open(box).value_or(""), "张三");
  }
  std::string changed = box;
  changed.back() ^= 1;
  EXPECT_EQ(base::ReasonOf(first->Open(changed).status()), "IDENTITY_DAMAGED");
  EXPECT_EQ(base::ReasonOf(first->Open("short").status()), "IDENTITY_DAMAGED");
  for (const char* wrong : {"", "1234", "-----BEGIN PRIVATE KEY-----", "zz"}) {
    EXPECT_EQ(base::ReasonOf(IdentityOpener::FromSecretKey(wrong).status()), "OPTION_INVALID");
  }
}

TEST(IdentitySealerTest, AWrongKeyIsRefused) {
  for (const char* text : {"", "abc", "zz", "00112233"}) {
    EXPECT_EQ(base::ReasonOf(IdentitySealer::FromPublicKey(text).status()), "OPTION_INVALID")
        << text;
  }
}

TEST(InitTest, ASecondInitIsRefusedAndChangesNothing) {
  const TempDir parent;
  const std::string directory = parent.File("data");
  const base::ManualClock clock(absl::FromUnixSeconds(1772413200));
  base::SystemRandom random;
  ASSERT_TRUE(
      InitDataDirectory(directory, "admin", "correct horse", clock, random, PasswordCost::kCheapest)
          .ok());
  const auto written = std::filesystem::last_write_time(DatabasePath(directory));
  EXPECT_EQ(base::ReasonOf(InitDataDirectory(directory, "other", "correct horse", clock, random,
                                             PasswordCost::kCheapest)),
            "DIRECTORY_ALREADY_INITIALISED");
  EXPECT_EQ(std::filesystem::last_write_time(DatabasePath(directory)), written);
}

TEST(InitTest, AWeakPasswordLeavesNothingBehind) {
  const TempDir parent;
  const std::string directory = parent.File("data");
  const base::ManualClock clock(absl::FromUnixSeconds(1772413200));
  base::SystemRandom random;
  EXPECT_EQ(base::ReasonOf(InitDataDirectory(directory, "Admin!", "short", clock, random,
                                             PasswordCost::kCheapest)),
            "FIELDS_INVALID");
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
}  // namespace zoufang::storage
