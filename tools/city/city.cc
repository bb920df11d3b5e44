#include "tools/city/city.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "domain/credit_code.h"
#include "tools/city/scopes.h"

namespace zoufang::city {

// One level and sort with its count among the 4,088.
struct City::Share {
  size_t number;
  bool municipal;
  Sort sort;
  uint64_t count;
};

namespace {

constexpr uint64_t kLookAlikeEvery = 60;
constexpr size_t kRowBytes = 940;  // Values of a row on average, as the real registry has them.
// Codes of Shandong's civil affairs run MJ, a letter, five digits.
constexpr absl::string_view kCodeLetters = "EFGHJKLMNPQRTUWXYABCD";

constexpr absl::CivilDay kToday(2026, 6, 30);

absl::Span<const Field> FieldsOf(Sort sort) {
  switch (sort) {
    case Sort::kIndustryAssociation:
      return Trades();
    case Sort::kOtherAssociation:
      return Causes();
    case Sort::kServiceInstitution:
      return Services();
    case Sort::kFoundation:
      break;
  }
  return FoundationCauses();
}

char ClassCharacter(Sort sort) {
  if (sort == Sort::kServiceInstitution) return '2';
  return sort == Sort::kFoundation ? '3' : '1';
}

std::string KindName(Sort sort) {
  if (sort == Sort::kServiceInstitution) return "SERVICE_INSTITUTION";
  return sort == Sort::kFoundation ? "FOUNDATION" : "ASSOCIATION";
}

std::string Date(absl::CivilDay day) { return absl::FormatCivilTime(day); }

Seat MakeSeat(const Divisions& divisions, bool municipal, Dice& dice) {
  Seat seat;
  seat.divisions = &divisions;
  seat.district = &divisions.districts[dice.Below(divisions.districts.size())];
  seat.town = &seat.district->towns[dice.Below(seat.district->towns.size())];
  seat.village = &seat.town->villages[dice.Below(seat.town->villages.size())];
  seat.registered_at = municipal ? nullptr : seat.district;
  return seat;
}

std::string Address(const Seat& seat, Dice& dice) {
  const std::string road =
      dice.OneIn(3) ? absl::StrCat(seat.village->name, "中心街") : std::string(dice.Pick(Roads()));
  std::string address = absl::StrCat("山东省", seat.divisions->city_name, seat.district->name,
                                     seat.town->name, road, dice.Between(1, 399), "号");
  if (dice.OneIn(2)) {
    absl::StrAppend(&address, dice.Between(1, 12), "号楼", dice.Between(101, 1808), "室");
  }
  return address;
}

std::string Person(Dice& dice) {
  std::string name(dice.Pick(Surnames()));
  for (int i = dice.OneIn(4) ? 1 : 2; i > 0; --i) {
    absl::StrAppend(&name, dice.Pick(GivenCharacters()));
  }
  return name;
}

std::string Status(Dice& dice) {
  const uint64_t roll = dice.Below(1000);
  if (roll < 35) return "DEREGISTERED";
  if (roll < 50) return "REVOKED";
  if (roll < 57) return "SUSPENDED";
  return roll < 62 ? "LIQUIDATING" : "REGISTERED";
}

std::string Listing(absl::string_view status, Dice& dice) {
  if (status == "REVOKED") return "SERIOUS";
  const uint64_t roll = dice.Below(1000);
  return roll < 20 ? "ABNORMAL" : roll < 22 ? "SERIOUS" : "NONE";
}

std::string Grade(Dice& dice) {
  const uint64_t roll = dice.Below(100);
  if (roll >= 25) return "";
  return roll < 2 ? "1A" : roll < 5 ? "2A" : roll < 15 ? "3A" : roll < 22 ? "4A" : "5A";
}

void SetAuthorities(const Seat& seat, const Field& field, Organization& o) {
  const Divisions& all = *seat.divisions;
  const District* district = seat.registered_at;
  const std::string& place = district == nullptr ? all.city_name : district->name;
  o.registering_division_code = district == nullptr ? all.city_code : district->code;
  o.registration_authority = absl::StrCat(place, "行政审批服务局");
  o.supervising_unit = absl::StrCat(place, field.bureau);
  o.industry = std::string(field.industry);
}

void SetContact(const Seat& seat, Dice& dice, Organization& o) {
  o.area_code = dice.OneIn(20) ? seat.district->code : seat.town->code;
  o.address = Address(seat, dice);
  o.legal_representative = Person(dice);
  o.phone = absl::StrFormat("0533-%d%06d", dice.Between(2, 8), dice.Between(0, 999999));
}

void SetStanding(Dice& dice, Organization& o) {
  if (dice.OneIn(16)) o.former_names.push_back(FormerNameOf(o.name, dice));
  if (dice.OneIn(200)) o.former_names.push_back(FormerNameOf(o.name, dice));
  o.status = Status(dice);
  o.listing = Listing(o.status, dice);
  o.grade = Grade(dice);
  o.party_clause = o.status == "REGISTERED" || !dice.OneIn(3);
}

// Registered from 1991 on; the certificate was renewed every few years since.
void SetDates(Sort sort, Dice& dice, Organization& organization) {
  const absl::CivilDay first(1991, 1, 1);
  const int days = static_cast<int>(kToday - first) - 60;
  // The later of two, since most are young.
  const absl::CivilDay registered = first + std::max(dice.Between(0, days), dice.Between(0, days));
  const int years = sort == Sort::kServiceInstitution ? 4 : 5;
  const auto year = registered.year() + (kToday.year() - registered.year()) / years * years;
  const absl::CivilDay from = std::max(
      registered, absl::CivilDay(year, registered.month(), std::min(registered.day(), 28)));
  organization.registered_on = Date(registered);
  organization.certificate_valid_from = Date(from);
  organization.certificate_valid_to =
      Date(absl::CivilDay(from.year() + years, from.month(), from.day()) - 1);
}

// A council is elected for as long as a certificate lasts, and a year after it was registered. Who
// is listed as abnormal has not reported for years: that is what puts most on the list.
void SetDuties(Organization& organization) {
  absl::CivilDay term;
  if (absl::ParseCivilTime(organization.certificate_valid_to, &term)) {
    organization.term_ends_on = Date(absl::CivilDay(term.year() + 1, term.month(), term.day()));
  }
  const bool late = organization.listing != "NONE";
  organization.annual_report_year = static_cast<int>(kToday.year()) - (late ? 3 : 1);
}

int Capital(Sort sort, Dice& dice) {
  if (sort == Sort::kFoundation) return dice.Between(4, 16) * 500000;
  return dice.Between(1, 6) * (sort == Sort::kServiceInstitution ? 50000 : 10000);
}

}  // namespace

City::City(uint64_t seed, const Divisions& divisions, uint64_t total)
    : seed_(seed),
      divisions_(divisions),
      total_(std::max<uint64_t>(total, 1)),
      stride_(total_ * 618 / 1000 + 1) {
  while (std::gcd(stride_, total_) != 1) ++stride_;
}

const City::Share& City::ShareOf(uint64_t number) const {
  static constexpr Share kTable[kShares] = {
      {0, true, Sort::kIndustryAssociation, 300},  {1, true, Sort::kFoundation, 18},
      {2, true, Sort::kOtherAssociation, 286},     {3, true, Sort::kServiceInstitution, 692},
      {4, false, Sort::kIndustryAssociation, 322}, {5, false, Sort::kFoundation, 2},
      {6, false, Sort::kOtherAssociation, 425},    {7, false, Sort::kServiceInstitution, 2043}};
  const uint64_t place = (number % total_) * stride_ % total_;
  uint64_t end = 0;
  for (const Share& share : kTable) {
    end += share.count;
    if (place < end * total_ / kZiboOrganizations) return share;
  }
  return kTable[kShares - 1];
}

City::Origin City::NewOrigin(const Share& share, Dice& dice) {
  Origin origin;
  origin.field = &dice.Pick(FieldsOf(share.sort));
  origin.seat = MakeSeat(divisions_, share.municipal, dice);
  origin.name = names_.Make(share.sort, *origin.field, origin.seat, dice);
  return origin;
}

City::Origin City::LookAlikeOrigin(const Share& share, Dice& dice) {
  Origin origin = last_[share.number];
  if (!origin.name.empty()) origin.name = names_.MakeLookAlike(origin.name, dice);
  return origin;
}

std::string City::CreditCode(char class_character, absl::string_view division,
                             uint64_t number) const {
  constexpr uint64_t kPerLetter = 100000;
  const uint64_t value = number * 3 + seed_ % 3;
  const uint64_t letter = value / kPerLetter;
  const char second = kCodeLetters[(4 + letter / kCodeLetters.size()) % kCodeLetters.size()];
  const std::string body =
      absl::StrFormat("M%c%c%05d", second, kCodeLetters[letter % kCodeLetters.size()],
                      static_cast<int>(value % kPerLetter));
  return domain::MakeCreditCode(class_character, division, body).value_or("");
}

Organization City::Next() {
  const uint64_t number = next_++;
  Dice dice(seed_, number);
  const Share& share = ShareOf(number);
  Origin origin;
  if (dice.OneIn(kLookAlikeEvery)) origin = LookAlikeOrigin(share, dice);
  if (origin.name.empty()) origin = NewOrigin(share, dice);

  Organization o;
  o.name = origin.name;
  o.level = share.municipal ? "MUNICIPAL" : "DISTRICT";
  o.kind = KindName(share.sort);
  o.functional_class = share.sort == Sort::kIndustryAssociation ? "INDUSTRY_ASSOCIATION" : "NONE";
  SetAuthorities(origin.seat, *origin.field, o);
  o.credit_code = CreditCode(ClassCharacter(share.sort), o.registering_division_code, number);
  SetContact(origin.seat, dice, o);
  SetStanding(dice, o);
  SetDates(share.sort, dice, o);
  SetDuties(o);
  o.registered_capital_yuan = Capital(share.sort, dice);
  const size_t bytes = std::min(ValueBytes(o), kRowBytes);
  o.business_scope = BusinessScope(share.sort, *origin.field, kRowBytes - bytes, dice);
  last_[share.number] = std::move(origin);
  return o;
}

}  // namespace zoufang::city
