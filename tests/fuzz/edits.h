// Edits as a tablet's author might make them, or nearly.
#pragma once

#include <string>
#include <vector>

#include "sync/schema/catalogue.h"
#include "tests/fuzz/input.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::fuzz {

// Makes edits of a few rows, so that they meet: creates whose values mostly keep the fields' rules,
// updates and deletes that name old values and trunks.
class EditMaker {
 public:
  // `ids` are the rows; areas are the values of scope fields. `catalogue` outlives it.
  EditMaker(const schema::Catalogue& catalogue, std::vector<std::string> ids,
            std::vector<std::string> areas)
      : catalogue_(catalogue), ids_(std::move(ids)), areas_(std::move(areas)) {}

  sync::v1::Edit Make(Input& input) const;

 private:
  void FillCreate(Input& input, const schema::Entity& entity, sync::v1::Edit& edit) const;
  void FillUpdate(Input& input, const schema::Entity& entity, sync::v1::Edit& edit) const;
  void FillDelete(Input& input, const schema::Entity& entity, sync::v1::Edit& edit) const;
  sync::v1::Value Fitting(Input& input, const schema::Entity& entity,
                          const schema::Field& field) const;
  std::string FittingText(Input& input, const schema::Entity& entity,
                          const schema::Field& field) const;
  sync::v1::Value ValueOf(Input& input, const schema::Entity& entity,
                          const schema::Field& field) const;

  const schema::Catalogue& catalogue_;
  const std::vector<std::string> ids_;
  const std::vector<std::string> areas_;
};

}  // namespace zoufang::fuzz
