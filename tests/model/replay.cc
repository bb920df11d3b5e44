#include "tests/model/replay.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::model {
namespace {

using Json = nlohmann::json;

constexpr char kServer[] = "server";

// The uuid of a mutation that no tablet made.
std::string UuidFor(const std::string& name) { return base::Hash128({"mutation", name}); }

absl::Time TimeOf(const Json& micros) { return absl::FromUnixMicros(micros.get<int64_t>()); }

std::string TextOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

absl::Status Differs(absl::string_view what, absl::string_view model, absl::string_view engine) {
  return absl::FailedPreconditionError(
      absl::StrCat(what, "\n  model:  ", model, "\n  engine: ", engine));
}

}  // namespace

Replay::Replay(const Json& begin) : server_(dir_.File("server"), begin["tiny_pull"].get<bool>()) {
  server_.clock().Set(TimeOf(begin["now"]));
}

std::string Replay::FileOf(const char* kind, const Json& number) const {
  return dir_.File(absl::StrCat(kind, "-", number.get<int64_t>(), ".db"));
}

absl::Status Replay::Do(const Json& step) {
  server_.clock().Set(TimeOf(step["now"]));
  const std::string op = step["op"];
  const bool known = step.contains("t") && tablets_.contains(step["t"]);
  if (known) TabletOf(step).clock().Set(TimeOf(step["clock"]));
  RETURN_IF_ERROR(Act(op, step));
  if (step.contains("names")) LearnNames(step["names"]);
  if (!step.contains("expect")) return absl::OkStatus();
  for (const auto& [who, changes] : step["expect"].items()) RETURN_IF_ERROR(Compare(who, changes));
  return absl::OkStatus();
}

absl::Status Replay::Act(const std::string& op, const Json& step) {
  static const auto* const kOfServer = new std::set<std::string>{
      "grant", "console", "compact", "backup", "verified", "restart", "restore"};
  if (kOfServer->contains(op)) return ActOnServer(op, step);
  if (op == "serve") return Serve(step);
  if (op == "drop" || op == "end") return absl::OkStatus();
  return ActOnTablet(op, step);
}

absl::Status Replay::ActOnServer(const std::string& op, const Json& step) {
  if (op == "grant") {
    return server_.Grant(step["user"], step["scopes"].get<std::vector<std::string>>());
  }
  if (op == "console") {
    const std::string uuid = UuidFor(step["m"]);
    names_.AddMutation(step["m"], uuid);
    return server_.Write(uuid, step["edits"][0]);
  }
  if (op == "compact") {
    return server_.Compact(schema::AreaScope(step["scope"].get<std::string>()), step["upto"]);
  }
  if (op == "restart") return server_.Crash();
  const std::string file = FileOf("backup", step["b"]);
  if (op == "backup") return server_.BackUp(file);
  return op == "verified" ? server_.NoteVerified(file) : server_.StartOnCopyOf(file);
}

absl::Status Replay::ActOnTablet(const std::string& op, const Json& step) {
  if (op == "tablet") return AddTablet(step);
  if (op == "clone") return Clone(step);
  if (op == "save" || op == "tool") return Edit(op, step);
  if (op == "start" || op == "idle") return StartCall(step);
  if (op == "take") return Take(step);
  if (op == "crash") return TabletOf(step).Crash();
  if (op == "keep") return TabletOf(step).CopyTo(FileOf("keep", step["f"]));
  if (op == "rollback") return TabletOf(step).OpenCopyOf(FileOf("keep", step["f"]));
  return op == "clock" ? absl::OkStatus() : absl::InvalidArgumentError(op);
}

// --- tablets -------------------------------------------------------------------------------------

absl::Status Replay::AddTablet(const Json& step) {
  const std::string name = step["t"];
  if (tablets_.contains(name)) return absl::OkStatus();  // A clone, made by the step before.
  auto& tablet = tablets_[name];
  tablet = std::make_unique<TabletSide>(name, step["user"], dir_.File(name));
  tablet->clock().Set(TimeOf(step["clock"]));
  return tablet->Enroll();
}

absl::Status Replay::Clone(const Json& step) {
  const std::string name = step["to"];
  auto clone = std::make_unique<TabletSide>(name, TabletOf(step).user(), dir_.File(name));
  clone->clock().Set(TimeOf(step["clock"]));
  const std::string files = dir_.File("clone.db");
  RETURN_IF_ERROR(TabletOf(step).CopyTo(files));
  RETURN_IF_ERROR(clone->OpenCopyOf(files));
  tablets_[name] = std::move(clone);
  return absl::OkStatus();
}

absl::Status Replay::Edit(const std::string& op, const Json& step) {
  std::vector<std::string> statements;
  for (const auto& sql : step["sql"]) statements.push_back(names_.WithIds(sql));
  TabletSide& tablet = TabletOf(step);
  ASSIGN_OR_RETURN(const std::string uuid,
                   op == "save" ? tablet.Save(statements) : tablet.RunTool(statements));
  names_.AddMutation(step["m"], uuid);
  return absl::OkStatus();
}

// --- calls ---------------------------------------------------------------------------------------

absl::Status Replay::StartCall(const Json& step) {
  const bool idle = step["op"] == "idle";
  // While a call of the kind is outstanding nobody asks for another.
  if (idle && step["outstanding"].get<bool>()) return absl::OkStatus();
  const int size = idle ? 0 : step["size"].get<int>();
  const std::string scope = idle ? "" : step["scope"];
  ASSIGN_OR_RETURN(std::optional<Call> call, TabletOf(step).Make(step["call"], size, scope));
  if (idle) {
    if (!call.has_value()) return absl::OkStatus();
    return Differs("what there is to send", "nothing", call->kind);
  }
  if (!call.has_value()) return Differs("what there is to send", TextOf(step["call"]), "nothing");
  if (call->kind == "push" && call->push.mutations_size() != size) {
    return Differs("mutations to push", absl::StrCat(size),
                   absl::StrCat(call->push.mutations_size()));
  }
  if (call->kind == "attach" && call->attach.chain_size() != size) {
    return Differs("links to attach", absl::StrCat(size), absl::StrCat(call->attach.chain_size()));
  }
  if (call->kind == "snap" && call->snapshot.scope().empty()) {
    return Differs("scope to take", scope, "installed, or not granted");
  }
  sent_[step["n"]] = {step["t"], *std::move(call)};
  return absl::OkStatus();
}

absl::Status Replay::Serve(const Json& step) {
  const int64_t number = step["n"];
  Call call = sent_.at(number).call;
  const bool dies = step.contains("crash");
  if (dies) {
    // The model commits a mutation at a time: what the server took before it died.
    auto& mutations = *call.push.mutable_mutations();
    const int done = step["crash"];
    mutations.DeleteSubrange(done, mutations.size() - done);
  }
  ASSIGN_OR_RETURN(Reply reply, server_.Serve(call));
  if (dies) return server_.Crash();
  answered_[step["r"]] = {number, std::move(reply)};
  return absl::OkStatus();
}

absl::Status Replay::Take(const Json& step) {
  const Answered& answered = answered_.at(step["r"]);
  return TabletOf(step).Take(sent_.at(answered.call).call, answered.reply);
}

// --- comparison ----------------------------------------------------------------------------------

void Replay::LearnNames(const Json& names) {
  for (const auto& [name, of] : names.items()) {
    names_.AddConflict(name, of[0].get<std::string>(), of[1].get<std::string>(), of[2], of[3]);
  }
}

bool Replay::Means(const std::string& key, const std::string& model, const std::string& engine) {
  if (!absl::StartsWith(key, "rev ")) return model == engine;
  const auto [ours, is_new] = revs_.try_emplace(absl::StrCat(key, " ", model), engine);
  const auto [theirs, unseen] = models_revs_.try_emplace(absl::StrCat(key, " ", engine), model);
  return ours->second == engine && theirs->second == model;
}

absl::Status Replay::Compare(const std::string& who, const Json& changes) {
  Description& expected = expected_[who];
  for (const auto& [key, value] : changes.items()) {
    if (value.is_null()) {
      expected.erase(key);
    } else {
      expected[key] = TextOf(value);
    }
  }
  ASSIGN_OR_RETURN(const Description seen,
                   who == kServer ? DescribeServer(server_.db(), names_)
                                  : DescribeTablet(tablets_.at(who)->replica(), names_));
  for (const auto& [key, model] : expected) {
    const auto found = seen.find(key);
    const std::string engine = found == seen.end() ? "(none)" : found->second;
    if (!Means(key, model, engine)) return Differs(absl::StrCat(who, ": ", key), model, engine);
  }
  for (const auto& [key, engine] : seen) {
    if (!expected.contains(key)) return Differs(absl::StrCat(who, ": ", key), "(none)", engine);
  }
  return absl::OkStatus();
}

}  // namespace zoufang::model
