// Rows as the server has them and as a tablet holds them, in one form, so that they compare.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::simulation {

struct ImageRow {
  uint32_t entity = 0;
  std::string scope;
  int64_t rev = 0;
  std::string body;  // Encoded by the newest schema, whichever wrote it.

  friend bool operator==(const ImageRow&, const ImageRow&) = default;
};

using ImageSet = std::map<std::string, ImageRow>;  // By row id.

// What the server held at one moment.
struct Truth {
  ImageSet rows;
  std::set<std::string> ingested;  // Which of the asking tablet's own writes it had taken in.
  std::set<std::string> granted;   // What the asking user may hold.
};

// Both inside a read transaction. `catalogue` is that of the program that owns the file.
absl::StatusOr<Truth> ReadServer(sql::Database& db, const schema::Catalogue& catalogue);
// The server's rows on the tablet, beneath its own edits.
absl::StatusOr<ImageSet> ReadImages(sql::Database& db, const schema::Catalogue& catalogue);

// The rows that the tablet shows, by the fields that its program knows: id -> values.
absl::StatusOr<std::map<std::string, std::string>> ReadScreen(sql::Database& db,
                                                              const schema::Catalogue& catalogue);
// The same of the server's rows in `scopes`, by the fields that `catalogue` knows.
std::map<std::string, std::string> ScreenOf(const ImageSet& rows,
                                            const std::set<std::string>& scopes,
                                            const schema::Catalogue& catalogue);

}  // namespace zoufang::simulation
