// Names of organisations: each used once, and some deliberately like another.
#pragma once

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "tools/city/dice.h"
#include "tools/city/divisions.h"
#include "tools/city/words.h"

namespace zoufang::city {

// What sort of organisation a name is for.
enum class Sort { kIndustryAssociation, kOtherAssociation, kServiceInstitution, kFoundation };

// Where it is registered and where it sits.
struct Seat {
  const Divisions* divisions = nullptr;
  const District* registered_at = nullptr;  // Null: at the city.
  const District* district = nullptr;
  const Town* town = nullptr;
  const Village* village = nullptr;
};

// Remembers every name it gave, as a 64-bit hash.
class NameMaker {
 public:
  // A name that was not given before.
  std::string Make(Sort sort, const Field& field, const Seat& seat, Dice& dice);
  // `name` with another ending of its kind (总会, 联合会) or without 市 or 区, not given before;
  // "" if there is none.
  std::string MakeLookAlike(absl::string_view name, Dice& dice);

 private:
  bool Take(absl::string_view name);

  absl::flat_hash_set<uint64_t> given_;
};

// A name that `name` could have had earlier.
std::string FormerNameOf(absl::string_view name, Dice& dice);

}  // namespace zoufang::city
