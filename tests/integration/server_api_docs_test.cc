// The API's description and its page, as the build made them.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/access.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using nlohmann::json;

// Every method that a rule is for, which is every one there is (access_test).
std::vector<const google::protobuf::MethodDescriptor*> Methods() {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const domain::MethodRule& rule : domain::MethodRules()) {
    const auto* method = pool->FindMethodByName(absl::StrCat("zoufang.v1.", rule.method));
    if (method == nullptr) {
      method = pool->FindMethodByName(absl::StrCat("zoufang.sync.v1.", rule.method));
    }
    methods.push_back(method);
  }
  return methods;
}

std::string PathOf(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

class ServerApiDocsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_.options().http = "127.0.0.1:0";
    ASSERT_TRUE(server_.Start().ok());
  }
  httplib::Response Get(const std::string& path) {
    httplib::Client client("127.0.0.1", server_.server().http_port());
    const auto result = client.Get(path);
    EXPECT_TRUE(result) << path;
    return result ? *result : httplib::Response{};
  }
  json OpenApi() { return json::parse(Get("/openapi.json").body, nullptr, false); }

  TestServer server_;
};

TEST_F(ServerApiDocsTest, EveryMethodIsDescribedAndByGetExactlyWhatMayBeCalledSo) {
  const json paths = OpenApi()["paths"];
  for (const auto* method : Methods()) {
    ASSERT_NE(method, nullptr);
    const std::string path = PathOf(*method);
    ASSERT_TRUE(paths.contains(path)) << path;
    EXPECT_TRUE(paths[path].contains("post")) << path;
    EXPECT_EQ(paths[path].contains("get"), method->options().idempotency_level() ==
                                               google::protobuf::MethodOptions::NO_SIDE_EFFECTS)
        << path;
  }
}

void ExpectRefsResolve(const json& part, const json& schemas) {
  if (part.is_object() && part.contains("$ref")) {
    const std::string name =
        std::string(absl::string_view(part["$ref"].get_ref<const std::string&>()).substr(21));
    EXPECT_TRUE(schemas.contains(name)) << part;
  }
  if (!part.is_structured()) return;
  for (const json& inner : part) ExpectRefsResolve(inner, schemas);
}

TEST_F(ServerApiDocsTest, EveryNamedSchemaIsThereWithItsFieldsAsJsonNamesThem) {
  const json document = OpenApi();
  EXPECT_EQ(document["openapi"], "3.1.0");
  const json& schemas = document["components"]["schemas"];
  ExpectRefsResolve(document, schemas);
  const json& search = schemas["zoufang.v1.SearchOrganizationsRequest"]["properties"];
  EXPECT_EQ(search["pageSize"]["type"], "integer");
  EXPECT_TRUE(absl::StrContains(search["query"]["description"].get<std::string>(), "Required"));
}

TEST_F(ServerApiDocsTest, ThePageNamesEveryMethodAndLoadsNothingFromElsewhere) {
  const auto page = Get("/api.html");
  EXPECT_EQ(page.get_header_value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_TRUE(absl::StrContains(page.body, "<title>走访接口说明</title>"));
  for (const auto* method : Methods()) {
    EXPECT_TRUE(absl::StrContains(page.body, PathOf(*method))) << PathOf(*method);
  }
  for (const char* loading : {"<script", "<link", "<img", " src=", "@import", "url("}) {
    EXPECT_FALSE(absl::StrContains(page.body, loading)) << loading;
  }
}

}  // namespace
}  // namespace zoufang::testing
