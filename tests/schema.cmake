add_library(test_schemas STATIC support/schemas.cc)
target_link_libraries(test_schemas PUBLIC sync_schema product_protos)
zoufang_warnings(test_schemas)

foreach(name catalogue row json tables capture validate)
  zoufang_test(schema_${name}_test LABEL unit SOURCES unit/schema_${name}_test.cc
               DEPS test_schemas)
endforeach()
