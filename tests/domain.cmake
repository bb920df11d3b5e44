zoufang_test(credit_code_test LABEL unit SOURCES unit/credit_code_test.cc DEPS domain_credit_code)
zoufang_test(lookup_test LABEL unit SOURCES unit/lookup_test.cc DEPS domain_lookup)
zoufang_test(city_test LABEL unit SOURCES unit/city_test.cc DEPS zoufang_city domain_credit_code)
target_compile_definitions(city_test PRIVATE ZOUFANG_DATA_DIR="${PROJECT_SOURCE_DIR}/data")
