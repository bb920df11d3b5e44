#include "tests/support/device_world.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/support/schemas.h"
#include "tests/support/screen_check.h"

namespace zoufang::testing {
namespace {

using sync::v1::Edit;

constexpr char kNotes[] = R"pb(
  message_type {
    name: "Note"
    options {
      [zoufang.sync.v1.entity] { number: 1 scope_field: "area_code" }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
    field {
      name: "area_code"
      number: 2
      type: TYPE_STRING
      options {
        [zoufang.sync.v1.field] { merge: SERVER required: true }
      }
    }
    field {
      name: "keep"
      number: 3
      type: TYPE_STRING
      options {
        [zoufang.sync.v1.field] { merge: KEEP max_chars: 20 }
      }
    }
    field {
      name: "top"
      number: 4
      type: TYPE_INT64
      proto3_optional: true
      oneof_index: 0
      options {
        [zoufang.sync.v1.field] { merge: MAX }
      }
    }
    field {
      name: "tags"
      number: 5
      type: TYPE_STRING
      label: LABEL_REPEATED
      options {
        [zoufang.sync.v1.field] { merge: UNION }
      }
    }
    field {
      name: "sum"
      number: 6
      type: TYPE_INT64
      options {
        [zoufang.sync.v1.field] { merge: SUM }
      }
    }
    field {
      name: "body"
      number: 7
      type: TYPE_STRING
      options {
        [zoufang.sync.v1.field] { merge: TEXT max_chars: 100000 }
      }
    }
    field {
      name: "fixed"
      number: 8
      type: TYPE_STRING
      options {
        [zoufang.sync.v1.field] { merge: APPEND }
      }
    }
    field {
      name: "state"
      number: 9
      type: TYPE_ENUM
      type_name: "State"
      options {
        [zoufang.sync.v1.field] { merge: STATE transitions: "OPEN>DONE" }
      }
    }
    oneof_decl { name: "_top" }
  }
  message_type {
    name: "Part"
    options {
      [zoufang.sync.v1.entity] { number: 2 parent_field: "note_id" parent: 1 }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
    field {
      name: "note_id"
      number: 2
      type: TYPE_STRING
      options {
        [zoufang.sync.v1.field] { merge: APPEND required: true }
      }
    }
    field { name: "keep" number: 3 type: TYPE_STRING }
  }
  message_type {
    name: "Fact"
    options {
      [zoufang.sync.v1.entity] { number: 3 scope: "registry" default_merge: SERVER }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
    field {
      name: "name"
      number: 2
      type: TYPE_STRING
      options {
        [zoufang.sync.v1.field] { index: true }
      }
    }
  }
  enum_type {
    name: "State"
    value { name: "STATE_UNSPECIFIED" number: 0 }
    value { name: "STATE_OPEN" number: 1 }
    value { name: "STATE_DONE" number: 2 }
  }
)pb";

std::string Show(const sync::v1::Value& value) {
  switch (value.kind_case()) {
    case sync::v1::Value::kInteger:
      return absl::StrCat(value.integer());
    case sync::v1::Value::kReal:
      return absl::StrCat(value.real());
    case sync::v1::Value::kText:
      return value.text();
    case sync::v1::Value::kBlob:
      return "blob";
    case sync::v1::Value::KIND_NOT_SET:
      break;
  }
  return "NULL";
}

std::string Show(const sql::Value& value) { return Show(schema::ToWire(value)); }

bool ShownInDelete(const sync::v1::FieldEdit& field) {
  return !Show(field.old_value()).empty() && Show(field.old_value()) != "0" &&
         Show(field.old_value()) != "[]" && Show(field.old_value()) != "NULL";
}

std::string FieldPart(const schema::Entity& entity, const Edit& edit,
                      const sync::v1::FieldEdit& field,
                      const std::map<std::string, uint64_t>& seqs) {
  const std::string& name = entity.fields[entity.IndexOf(static_cast<int>(field.number()))].name;
  if (edit.kind() == Edit::CREATE) return absl::StrCat(" ", name, "=", Show(field.new_value()));
  std::string part = absl::StrCat(" ", name, ": ", Show(field.old_value()));
  if (edit.kind() == Edit::UPDATE) absl::StrAppend(&part, " -> ", Show(field.new_value()));
  absl::StrAppend(&part, " @", field.trunk());
  for (const std::string& uuid : field.after()) {
    const auto found = seqs.find(uuid);
    absl::StrAppend(&part, " after ", found == seqs.end() ? 0 : found->second);
  }
  return part;
}

}  // namespace

const schema::Catalogue& NotesCatalogue() {
  static const auto* const kMessages = new DeclaredMessages(kNotes);
  static const auto* const kCatalogue = new schema::Catalogue(kMessages->Build().value());
  return *kCatalogue;
}

std::string Sentence(const Edit& edit, const std::map<std::string, uint64_t>& seqs) {
  const schema::Entity& entity = *NotesCatalogue().Find(edit.entity());
  const char* const kKinds[] = {"?", "create ", "update ", "delete "};
  std::string sentence = absl::StrCat(
      kKinds[edit.kind()], entity.table == "note" ? "" : entity.table + " ", edit.row_id());
  if (edit.trunk() != 0) absl::StrAppend(&sentence, "@", edit.trunk());
  for (const auto& field : edit.fields()) {
    if (edit.kind() == Edit::DELETE && !ShownInDelete(field)) continue;
    absl::StrAppend(&sentence, FieldPart(entity, edit, field, seqs));
  }
  return sentence;
}

void DeviceWorld::SetUp() {
  server_.applied.set_hash(std::string(16, '\0'));
  Reopen();
  ASSERT_TRUE(replica_->SetEnrollment({.server = "s", .user_id = "li"}).ok());
  auto tool = sql::Database::Open(path(), {.application_id = device::kApplicationId});
  ASSERT_TRUE(tool.ok()) << tool.status();
  tool_ = *std::move(tool);
}

void DeviceWorld::Reopen() {
  replica_.reset();
  auto replica = device::Replica::Open(path(), catalogue_, {clock_, random_});
  ASSERT_TRUE(replica.ok()) << replica.status();
  replica_ = *std::move(replica);
}

absl::Status DeviceWorld::Save(const std::string& sql) {
  clock_.Advance(absl::Seconds(1));
  return replica_->Save([&](sql::Database& db) { return db.Execute(sql); });
}

absl::Status DeviceWorld::Tool(const std::string& sql) {
  return tool_->Write([&] { return tool_->Execute(sql); });
}

std::string DeviceWorld::Query(const std::string& sql) {
  std::vector<std::string> rows;
  const absl::Status read = replica_->Read([&](sql::Database& db) -> absl::Status {
    auto select = db.Prepare(sql);
    if (!select.ok()) return select.status();
    while (select->Step().value()) rows.push_back(Show(select->Get(0)));
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << sql << ": " << read;
  return absl::StrJoin(rows, " ");
}

std::vector<std::string> DeviceWorld::Chain() {
  std::map<std::string, uint64_t> seqs;
  std::vector<std::pair<uint64_t, sync::v1::MutationBody>> bodies;
  EXPECT_TRUE(replica_
                  ->Read([&](sql::Database& db) -> absl::Status {
                    auto select = db.Prepare("SELECT seq, uuid, body FROM _chain ORDER BY seq");
                    if (!select.ok()) return select.status();
                    while (select->Step().value()) {
                      seqs[std::string(select->Blob(1))] = select->Int(0);
                      bodies.emplace_back(select->Int(0), sync::v1::MutationBody());
                      bodies.back().second.ParseFromString(std::string(select->Blob(2)));
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  std::vector<std::string> lines;
  for (const auto& [seq, body] : bodies) {
    for (const Edit& edit : body.edits()) {
      lines.push_back(absl::StrCat(seq, " ", Sentence(edit, seqs)));
    }
  }
  return lines;
}

std::vector<std::string> DeviceWorld::AttentionLines() {
  std::vector<std::string> lines;
  const auto list = replica_->AttentionList();
  for (const device::Attention& one : *list) {
    lines.push_back(absl::StrCat(one.seq, " ", one.verdict, " ", one.row_id, " ", one.reason));
  }
  return lines;
}

std::string DeviceWorld::ScopeLine(const std::string& scope) {
  const auto status = replica_->Status();
  for (const device::ScopeState& one : status->scopes) {
    if (one.scope == scope) return absl::StrCat(one.state, " ", one.rows, " rows");
  }
  return "none";
}

// --- exchanges -----------------------------------------------------------------------------------

void DeviceWorld::Attach() {
  const auto request = replica_->MakeAttach().value();
  if (!request.has_value()) return;
  const absl::Status taken = replica_->TakeAttach(*request, server_.Answer(*request));
  ASSERT_TRUE(taken.ok()) << taken;
}

void DeviceWorld::Push() {
  for (int round = 0; round < 100; ++round) {
    const auto request = replica_->MakePush();
    ASSERT_TRUE(request.ok()) << request.status();
    if (!request->has_value()) return;
    const absl::Status taken = replica_->TakePush(**request, server_.Answer(**request));
    ASSERT_TRUE(taken.ok()) << taken;
  }
  FAIL() << "the push does not end";
}

void DeviceWorld::Snapshot() {
  const auto request = replica_->MakeSnapshot().value();
  if (!request.has_value()) return;
  std::map<std::string, sync::v1::SnapshotCursor> asked;
  for (const auto& cursor : request->scopes()) asked[cursor.scope()] = cursor;
  for (const auto& page : server_.Answer(*request)) {
    sync::v1::SnapshotCursor& cursor = asked[page.next().scope()];
    const absl::Status taken = replica_->TakeSnapshotPage(cursor, page);
    ASSERT_TRUE(taken.ok()) << taken;
    cursor = page.next();
  }
}

absl::Status DeviceWorld::Pull() {
  const auto request = replica_->MakePull();
  if (!request.ok()) return request.status();
  if (!request->has_value()) return absl::OkStatus();
  return replica_->TakePull(**request, server_.Answer(**request));
}

void DeviceWorld::Install(std::set<std::string> scopes) {
  server_.granted = std::move(scopes);
  Attach();
  ASSERT_TRUE(Pull().ok());
  Snapshot();
  ASSERT_TRUE(Pull().ok());
  for (const std::string& scope : server_.granted) {
    ASSERT_EQ(ScopeLine(scope).substr(0, 9), "installed") << scope;
  }
}

// --- the invariant -------------------------------------------------------------------------------

void DeviceWorld::CheckScreen() {
  // Changes that are captured and not folded lie on top of what is computed here.
  ASSERT_EQ(tool_->QueryInt("SELECT count(*) FROM _capture").value(), 0);
  EXPECT_TRUE(replica_
                  ->Read([&](sql::Database& db) {
                    EXPECT_THAT(ScreenProblems(db, catalogue_), ::testing::IsEmpty());
                    return absl::OkStatus();
                  })
                  .ok());
  const absl::Status verified = replica_->VerifyDigests();
  EXPECT_TRUE(verified.ok()) << verified;
}

}  // namespace zoufang::testing
