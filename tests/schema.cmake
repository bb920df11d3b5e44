add_library(test_schemas STATIC support/captures.cc support/schemas.cc)
target_link_libraries(test_schemas PUBLIC sync_schema product_protos GTest::gtest)
zoufang_warnings(test_schemas)

foreach(name capture capture_install capture_random catalogue json row tables validate value)
  zoufang_test(schema_${name}_test LABEL unit SOURCES unit/schema_${name}_test.cc
               DEPS test_schemas)
endforeach()
