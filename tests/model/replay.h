// Takes the engine through a history of the model's, and compares after every step.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/status.h"
#include "tests/model/description.h"
#include "tests/model/names.h"
#include "tests/model/server_side.h"
#include "tests/model/tablet_side.h"
#include "tests/support/temp_dir.h"

namespace zoufang::model {

// One history. Nothing in it is random: every value comes from the steps.
class Replay {
 public:
  explicit Replay(const nlohmann::json& begin);

  absl::Status Start() { return server_.Start(); }
  // Does one step. An error says what the engine refused, or where it differs from the model.
  absl::Status Do(const nlohmann::json& step);

 private:
  absl::Status Act(const std::string& op, const nlohmann::json& step);
  absl::Status ActOnServer(const std::string& op, const nlohmann::json& step);
  absl::Status ActOnTablet(const std::string& op, const nlohmann::json& step);
  absl::Status AddTablet(const nlohmann::json& step);
  absl::Status Clone(const nlohmann::json& step);
  absl::Status Edit(const std::string& op, const nlohmann::json& step);
  absl::Status StartCall(const nlohmann::json& step);
  absl::Status Serve(const nlohmann::json& step);
  absl::Status Take(const nlohmann::json& step);

  void LearnNames(const nlohmann::json& names);
  absl::Status Compare(const std::string& who, const nlohmann::json& changes);
  // True when the engine's text means what the model's does.
  bool Means(const std::string& key, const std::string& model, const std::string& engine);

  TabletSide& TabletOf(const nlohmann::json& step) { return *tablets_.at(step["t"]); }
  std::string FileOf(const char* kind, const nlohmann::json& number) const;

  struct Sent {
    std::string tablet;
    Call call;
  };
  struct Answered {
    int64_t call;
    Reply reply;
  };

  testing::TempDir dir_;
  ServerSide server_;
  std::map<std::string, std::unique_ptr<TabletSide>> tablets_;
  std::map<int64_t, Sent> sent_;
  std::map<int64_t, Answered> answered_;
  Names names_;
  std::map<std::string, Description> expected_;  // By who.
  // What the model calls a row's rev, and the engine: they must stand for each other.
  std::map<std::string, std::string> revs_;
  std::map<std::string, std::string> models_revs_;
};

}  // namespace zoufang::model
