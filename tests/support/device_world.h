// A tablet on a real file, another tool on the same file, and a server made by hand.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "sync/device/replica.h"
#include "sync/device/sync_engine.h"
#include "tests/support/fake_server.h"
#include "tests/support/temp_dir.h"

namespace zoufang::testing {

// Entities "note" (a root by its area, one field of each policy: keep, top MAX, tags UNION, sum
// SUM, body TEXT, fixed APPEND, state STATE 1>2), "part" (a child of note) and "fact" (in
// "registry").
const schema::Catalogue& NotesCatalogue();

// The scopes that notes with area_code '1' and '2' live in.
inline constexpr char kA[] = "area:1";
inline constexpr char kB[] = "area:2";

class DeviceWorld : public ::testing::Test {
 protected:
  void SetUp() override;

  // Closes the file as a crash would leave it for the next start, and opens it again.
  void Reopen();
  std::string path() const { return dir_.File("tablet.db"); }

  // One Save of these statements; another tool's transaction.
  absl::Status Save(const std::string& sql);
  absl::Status Tool(const std::string& sql);
  // The first column of a query's rows, with ' ' between them.
  std::string Query(const std::string& sql);
  // The screen: "a(x) b(y)" for notes and their keep field.
  std::string Notes() { return Query("SELECT id || '(' || keep || ')' FROM note ORDER BY id"); }

  // What is in the chain, one sentence an edit: "1 create a keep=x", "2 update a keep: x -> y @7".
  std::vector<std::string> Chain();
  std::vector<std::string> AttentionLines();
  std::string ScopeLine(const std::string& scope);  // "installed 3 rows"

  // Attached, with `scopes` granted and installed, whatever rows they hold.
  void Install(std::set<std::string> scopes);
  void Attach();
  void Push();      // Until nothing is unsent.
  void Snapshot();  // Stages everything that is missing.
  absl::Status Pull();
  void Sync() {  // All of it, once.
    Push();
    Snapshot();
    EXPECT_TRUE(Pull().ok());
  }

  // The invariant of the whole: every table shows its rows' images with the held edits on them that
  // they do not contain, by a computation from scratch; and each scope's digest is that of its
  // images.
  void CheckScreen();

  TempDir dir_;
  base::ManualClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  base::SeededRandom random_{1};
  const schema::Catalogue& catalogue_ = NotesCatalogue();
  FakeServer server_{NotesCatalogue()};
  std::unique_ptr<device::Replica> replica_;
  std::unique_ptr<sql::Database> tool_;
};

// "update a keep: x -> y @7 after 2".
std::string Sentence(const sync::v1::Edit& edit, const std::map<std::string, uint64_t>& seqs);

}  // namespace zoufang::testing
