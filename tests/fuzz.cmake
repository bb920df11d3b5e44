# Fuzz targets: with ZOUFANG_FUZZ (tools/fuzz.sh) programs of libFuzzer, otherwise tests that replay
# their corpora.
add_library(fuzz_support STATIC fuzz/edits.cc fuzz/rewind.cc fuzz/row_page.cc fuzz/spoil.cc
            support/hub_check.cc)
target_link_libraries(fuzz_support PUBLIC sync_sql sync_schema GTest::gtest PRIVATE PkgConfig::ZSTD)
target_include_directories(fuzz_support PUBLIC ${PROJECT_SOURCE_DIR})
zoufang_warnings(fuzz_support)

add_custom_target(tests_fuzz)

# zoufang_fuzz(NAME DEPS ...) builds NAME_fuzz of fuzz/NAME_fuzz.cc.
function(zoufang_fuzz name)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${name})
  add_executable(${name}_fuzz fuzz/${name}_fuzz.cc)
  target_link_libraries(${name}_fuzz PRIVATE ${ARG_DEPS} fuzz_support)
  zoufang_warnings(${name}_fuzz)
  add_dependencies(tests_fuzz ${name}_fuzz)
  if(ZOUFANG_FUZZ)
    target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${name}_fuzz PRIVATE fuzz/replay_main.cc)
    add_test(NAME ${name}_fuzz COMMAND ${name}_fuzz ${corpus})
    set_tests_properties(${name}_fuzz PROPERTIES LABELS unit.fuzz TIMEOUT 300)
  endif()
endfunction()

zoufang_fuzz(push DEPS sync_hub domain_entities)
zoufang_fuzz(reply DEPS test_device)
zoufang_fuzz(csv DEPS zoufang_cli_text domain_entities)
zoufang_fuzz(picture DEPS server_pictures)
zoufang_fuzz(text DEPS domain_complaints domain_credit_code domain_lookup)
