#include "tests/simulation/action.h"

#include <utility>

#include "tests/simulation/dice.h"

namespace zoufang::simulation {
namespace {

// How many of a hundred actions are of a kind.
constexpr std::pair<Deed, int> kShares[] = {
    {Deed::kSave, 24},      {Deed::kOtherTool, 3}, {Deed::kSend, 20},      {Deed::kDeliver, 24},
    {Deed::kStep, 10},      {Deed::kStrike, 7},    {Deed::kAdminister, 4}, {Deed::kBackUp, 3},
    {Deed::kCopyTablet, 2}, {Deed::kWait, 3},
};

Deed Draw(Dice& dice) {
  int drawn = dice.Below(100);
  for (const auto& [deed, share] : kShares) {
    if (drawn < share) return deed;
    drawn -= share;
  }
  return Deed::kWait;
}

}  // namespace

absl::string_view NameOf(Deed deed) {
  switch (deed) {
    case Deed::kSave:
      return "save";
    case Deed::kOtherTool:
      return "other-tool";
    case Deed::kSend:
      return "send";
    case Deed::kDeliver:
      return "deliver";
    case Deed::kStep:
      return "step";
    case Deed::kAdminister:
      return "administer";
    case Deed::kBackUp:
      return "back-up";
    case Deed::kCopyTablet:
      return "copy-tablet";
    case Deed::kWait:
      return "wait";
    case Deed::kStrike:
      return "strike";
  }
  return "";
}

std::vector<Action> MakeScript(uint64_t seed, int length) {
  std::vector<Action> script;
  for (int n = 0; n < length; ++n) {
    Dice dice(Mix(seed, n));
    const Deed deed = Draw(dice);
    script.push_back({.n = n, .deed = deed, .salt = dice.Next()});
  }
  return script;
}

}  // namespace zoufang::simulation
