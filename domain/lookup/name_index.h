// The look-up by name, pinyin, former name and credit code, the same on the tablet and the server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/lookup/lookup.h"
#include "domain/lookup/name_store.h"
#include "domain/lookup/name_text.h"

namespace zoufang::domain {

// All names in memory, no I/O; about 170 MB for a million. Follows a database by Put and Remove,
// each of which costs microseconds. Thread-compatible: the caller locks.
//
// A query is any part of a name from one character up; its pinyin, whole or by first letters or
// mixed with characters; or four and more characters of a credit code with a digit among them.
// Words set apart by spaces are tried as one, then, if nothing has that, each for itself in one
// name. A query that ends like an organisation's name also gives its look-alikes. See scan.h for
// why it scans.
class NameIndex {
 public:
  explicit NameIndex(const std::vector<std::string>& places = ZiboPlaceNames());

  // Puts the entry in place of the one with its id, if there is one.
  void Put(const NameEntry& entry) { store_.Put(entry); }
  void Remove(absl::string_view id) { store_.Remove(id); }
  void Reserve(size_t entries) { store_.Reserve(entries); }
  size_t size() const { return store_.size(); }

  LookupResult Search(const LookupQuery& query) const;

  // The registered names nearest to `name` that are not it, nearest first, at most `limit`.
  std::vector<LookupHit> LookAlikes(absl::string_view name, int limit) const;

 private:
  NameStore store_;
};

}  // namespace zoufang::domain
