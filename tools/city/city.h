// Zibo's synthetic registry: real places, invented organisations, the report's totals.
//
// For 4,088 organisations, as the city reported them: 1,296 registered at the city and 2,792 at its
// eight districts and counties; 622 industry associations and chambers, 2,735 service institutions,
// 711 other associations and 20 foundations. Other totals keep these shares.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "tools/city/divisions.h"
#include "tools/city/names.h"
#include "tools/city/organization.h"

namespace zoufang::city {

inline constexpr uint64_t kZiboOrganizations = 4088;

// Yields the organisations one after another; the same for the same seed, divisions and total.
// Names and credit codes are unique up to several millions. Not thread-safe. Borrows the
// divisions.
class City {
 public:
  City(uint64_t seed, const Divisions& divisions, uint64_t total = kZiboOrganizations);

  // The next of `total` organisations; goes round the shares again after the last.
  Organization Next();

 private:
  struct Share;
  // What an organisation is made from.
  struct Origin {
    const Field* field = nullptr;
    Seat seat;
    std::string name;
  };

  const Share& ShareOf(uint64_t number) const;
  Origin NewOrigin(const Share& share, Dice& dice);
  // Like the last of the same share, or with an empty name if there is none.
  Origin LookAlikeOrigin(const Share& share, Dice& dice);
  std::string CreditCode(char class_character, absl::string_view division, uint64_t number) const;

  static constexpr size_t kShares = 8;

  const uint64_t seed_;
  const Divisions& divisions_;
  const uint64_t total_;
  uint64_t stride_;  // Coprime to total_: spreads the shares over the sequence.
  uint64_t next_ = 0;
  NameMaker names_;
  std::array<Origin, kShares> last_;
};

}  // namespace zoufang::city
