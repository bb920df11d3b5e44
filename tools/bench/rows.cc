#include "tools/bench/rows.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "domain/entities.h"
#include "google/protobuf/util/json_util.h"
#include "sync/base/status.h"
#include "tools/bench/divisions_file.h"
#include "tools/city/city.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::bench {
namespace {

constexpr uint64_t kSeed = 20260401;

template <typename Enum>
Enum EnumOf(const google::protobuf::EnumDescriptor* descriptor, absl::string_view prefix,
            const std::string& word) {
  const auto* value = descriptor->FindValueByName(absl::StrCat(prefix, word));
  return value == nullptr ? Enum() : static_cast<Enum>(value->number());
}

v1::Organization Message(const city::Organization& made) {
  v1::Organization out;
  out.set_credit_code(made.credit_code);
  out.set_name(made.name);
  for (const std::string& name : made.former_names) out.add_former_names(name);
  out.set_kind(EnumOf<v1::OrganizationKind>(v1::OrganizationKind_descriptor(), "ORGANIZATION_KIND_",
                                            made.kind));
  out.set_status(EnumOf<v1::RegistrationStatus>(v1::RegistrationStatus_descriptor(),
                                                "REGISTRATION_STATUS_", made.status));
  out.set_listing(v1::CREDIT_LISTING_NONE);
  out.set_level(EnumOf<v1::OrganizationLevel>(v1::OrganizationLevel_descriptor(),
                                              "ORGANIZATION_LEVEL_", made.level));
  out.set_functional_class(v1::FUNCTIONAL_CLASS_NONE);
  out.set_registration_authority(made.registration_authority);
  out.set_registering_division_code(made.registering_division_code);
  out.set_area_code(made.area_code);
  out.set_address(made.address);
  out.set_legal_representative(made.legal_representative);
  out.set_supervising_unit(made.supervising_unit);
  out.set_industry(made.industry);
  out.set_registered_on(made.registered_on);
  out.set_certificate_valid_from(made.certificate_valid_from);
  out.set_certificate_valid_to(made.certificate_valid_to);
  out.set_registered_capital_yuan(made.registered_capital_yuan);
  out.set_phone(made.phone);
  out.set_business_scope(made.business_scope);
  out.set_grade(made.grade);
  out.set_party_clause(made.party_clause);
  return out;
}

}  // namespace

std::string TownCode(int number) { return absl::StrFormat("370303%03d", number + 1); }

std::vector<schema::Row> MakeOrganizations(const schema::Catalogue& catalogue, int count,
                                           base::Random& random) {
  const auto divisions = ReadDivisions();
  if (!divisions.ok()) return {};
  city::City city(kSeed, *divisions, static_cast<uint64_t>(count));
  const schema::Entity& entity = domain::EntityOf<v1::Organization>(catalogue);
  std::vector<schema::Row> rows;
  rows.reserve(count);
  const absl::Time begun = absl::Now();
  for (int i = 0; i < count; ++i) {
    v1::Organization message = Message(city.Next());
    message.set_id(base::NewUuid(begun + absl::Milliseconds(i), random));
    rows.push_back(*schema::DecodeRow(entity, message.SerializeAsString()));
  }
  return rows;
}

schema::Row MakeVisit(const schema::Catalogue& catalogue, base::Random& random,
                      const std::string& area_code, int number) {
  v1::Visit visit;
  visit.set_id(base::NewUuid(absl::Now(), random));
  visit.set_area_code(area_code);
  visit.set_organization_id(base::NewUuid(absl::Now(), random));
  visit.set_kind(v1::VISIT_KIND_OUTREACH);
  visit.mutable_started_at()->set_seconds(absl::ToUnixSeconds(absl::Now()));
  visit.mutable_finished_at()->set_seconds(absl::ToUnixSeconds(absl::Now()));
  visit.add_participants("lina");
  visit.set_purpose(absl::StrCat("年度走访第 ", number, " 家"));
  visit.set_summary(
      "负责人在场，证书悬挂在显著位置，台账齐全，近期按章程开展活动，未发现违规收费。");
  visit.set_state(v1::VISIT_STATE_DRAFT);
  visit.set_point("36.81350,118.05480");
  visit.set_form_version("outreach-2026.1");
  visit.set_acknowledged_by("张主任");
  return *schema::DecodeRow(domain::EntityOf<v1::Visit>(catalogue), visit.SerializeAsString());
}

size_t JsonBytes(const schema::Entity& entity, const schema::Row& row) {
  v1::Organization message;
  message.ParseFromString(schema::EncodeRow(entity, row));
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? json.size() : 0;
}

absl::StatusOr<std::unique_ptr<sql::Database>> OpenPlain(const std::string& path,
                                                         const schema::Catalogue& catalogue,
                                                         schema::End end) {
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> database, sql::Database::Open(path, {}));
  RETURN_IF_ERROR(database->Write([&] { return schema::CreateTables(catalogue, end, *database); }));
  return database;
}

std::string InsertText(const schema::Entity& entity) {
  std::string marks;
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    absl::StrAppend(&marks, i == 0 ? "?" : ", ?", i + 1);
  }
  return absl::StrCat("INSERT INTO \"", entity.table, "\"(", entity.Columns(), ") VALUES (", marks,
                      ")");
}

absl::Status InsertRow(sql::Database& database, const std::string& insert, const schema::Row& row) {
  ASSIGN_OR_RETURN(sql::Statement statement, database.Prepare(insert));
  for (size_t i = 0; i < row.values.size(); ++i) {
    const int parameter = static_cast<int>(i) + 1;
    const auto* text = std::get_if<std::string>(&row.values[i]);
    if (text != nullptr) {
      statement.BindBorrowed(parameter, *text);
    } else {
      statement.Bind(parameter, row.values[i]);
    }
  }
  return statement.Run();
}

}  // namespace zoufang::bench
