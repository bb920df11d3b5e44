#include "tests/simulation/ledger.h"

#include <utility>

namespace zoufang::simulation {

using sync::v1::Edit;

bool Ledger::Add(int tablet, const std::string& uuid, const std::string& body) {
  if (all_.contains(uuid)) return false;
  SavedMutation saved{.uuid = uuid, .tablet = tablet};
  saved.readable = saved.body.ParseFromString(body);
  std::vector<std::string> made;
  for (const Edit& edit : saved.body.edits()) {
    if (edit.kind() == Edit::CREATE) made.push_back(edit.row_id());
    if (edit.kind() == Edit::DELETE) deleted_.insert(edit.row_id());
  }
  if (made.size() > 1) families_.push_back(std::move(made));
  all_.emplace(uuid, std::move(saved));
  return true;
}

void Ledger::AddByService(const std::vector<Edit>& edits) {
  by_service_.insert(by_service_.end(), edits.begin(), edits.end());
}

}  // namespace zoufang::simulation
