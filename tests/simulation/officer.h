// What an officer does on a tablet: one thing at a time, through plain SQL on the screen.
//
// Every value is one that nobody wrote before ("v17.2": action 17, its second value), so that the
// checks can tell whose it is. Numbers and states, which cannot be unique, are checked by their
// policies.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "sync/base/random.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "sync/sql/value.h"
#include "tests/simulation/dice.h"

namespace zoufang::simulation {

// Random bytes out of dice: ids that follow from the action.
class DiceRandom : public base::Random {
 public:
  explicit DiceRandom(Dice& dice) : dice_(dice) {}
  std::string Bytes(size_t count) override;

 private:
  Dice& dice_;
};

class Officer {
 public:
  // `tag` is put into every value. What it names outlives it.
  Officer(sql::Database& db, const schema::Catalogue& catalogue, Dice& dice, std::string tag,
          absl::Time now)
      : db_(db), catalogue_(catalogue), dice_(dice), tag_(std::move(tag)), now_(now) {}

  // One thing, drawn; OK also when there is nothing to do it to.
  absl::Status Work();
  // Changes what only the registry may change.
  absl::Status ChangeLegalFact();
  // A text too long for a mutation.
  absl::Status WriteVolume(int64_t bytes);

 private:
  using Fields = std::vector<std::pair<absl::string_view, sql::Value>>;

  absl::Status EditProfile();
  absl::Status BeginVisit();
  absl::Status EditVisit();
  absl::Status Answer();
  absl::Status AddFinding();
  absl::Status EditFinding();
  absl::Status AddNeed();
  absl::Status Report();
  absl::Status StepVisit();
  absl::Status Recheck();
  absl::Status Resolve();
  absl::Status Delete();

  absl::Status EditText(absl::string_view table, const std::string& id, absl::string_view field);
  absl::Status EditSet(absl::string_view table, const std::string& id, absl::string_view field);

  std::string Unique();
  std::string NewId();
  bool Knows(absl::string_view table, absl::string_view field = "id") const;
  // A row of the table on the screen, by lot; nullopt: there is none.
  absl::StatusOr<std::optional<std::string>> AnyId(absl::string_view table,
                                                   absl::string_view condition = "1");
  absl::StatusOr<sql::Value> Get(absl::string_view table, const std::string& id,
                                 absl::string_view field);
  absl::Status Insert(absl::string_view table, const Fields& fields);
  // Fields that the program does not know are left out.
  absl::Status Update(absl::string_view table, const std::string& id, const Fields& fields);

  sql::Database& db_;
  const schema::Catalogue& catalogue_;
  Dice& dice_;
  const std::string tag_;
  const absl::Time now_;
  int values_ = 0;
};

}  // namespace zoufang::simulation
