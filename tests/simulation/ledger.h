// Everything that was ever saved in a run: what the checks hold the engine to.
//
// Read out of the chains as they grow. The engine never sees it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::simulation {

struct SavedMutation {
  std::string uuid;
  int tablet = 0;  // Where it was saved first.
  bool readable = true;
  sync::v1::MutationBody body;
};

class Ledger {
 public:
  // False for one that is known: a clone or a restored tablet shows it again.
  bool Add(int tablet, const std::string& uuid, const std::string& body);
  // What a service wrote: it may be seen, replaced, and then lost with a restored server.
  void AddByService(const std::vector<sync::v1::Edit>& edits);
  // Its only copy on a tablet is gone by that tablet's restore.
  void Destroy(const std::string& uuid) { destroyed_.insert(uuid); }
  // The server told a tablet its outcome.
  void Acknowledge(const std::string& uuid) { acknowledged_.insert(uuid); }

  const std::map<std::string, SavedMutation>& all() const { return all_; }
  const std::vector<sync::v1::Edit>& by_service() const { return by_service_; }
  bool destroyed(const std::string& uuid) const { return destroyed_.contains(uuid); }
  bool acknowledged(const std::string& uuid) const { return acknowledged_.contains(uuid); }
  // Rows that were made together in one mutation: more than one each.
  const std::vector<std::vector<std::string>>& families() const { return families_; }
  // Rows that someone, somewhere, deleted.
  bool MayBeDeleted(const std::string& row_id) const { return deleted_.contains(row_id); }

 private:
  std::map<std::string, SavedMutation> all_;
  std::vector<sync::v1::Edit> by_service_;
  std::set<std::string> destroyed_;
  std::set<std::string> acknowledged_;
  std::set<std::string> deleted_;
  std::vector<std::vector<std::string>> families_;
};

}  // namespace zoufang::simulation
