// Catalogues and databases for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::testing {

// The entities of the product.
const schema::Catalogue& ProductCatalogue();
const schema::Entity& ProductEntity(absl::string_view table);

// A database in memory.
std::unique_ptr<sql::Database> MemoryDatabase();

// Messages declared in a test: `messages` is what stands in a text FileDescriptorProto of proto3
// after name, package "t" and the imports of Timestamp and annotations.
class DeclaredMessages {
 public:
  explicit DeclaredMessages(absl::string_view messages);

  // The messages with an entity option, in order.
  std::vector<const google::protobuf::Descriptor*> entities() const;
  absl::StatusOr<schema::Catalogue> Build() const;
  std::unique_ptr<google::protobuf::Message> New(const std::string& name);

 private:
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::FileDescriptor* file_;
};

// One entity "Everything", number 1, in scope "s", with a field of each kind: see the .cc.
DeclaredMessages& EverythingMessages();
const schema::Catalogue& EverythingCatalogue();

// Fills every field with random content, texts in Chinese and English; about one in four stays
// empty.
void FillAtRandom(uint64_t seed, google::protobuf::Message& message);

}  // namespace zoufang::testing
