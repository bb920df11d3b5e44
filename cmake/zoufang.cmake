# Warnings are errors in our own code; generated code is compiled without them.
function(zoufang_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror
                                           -Wno-missing-field-initializers)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # GCC 12 raises these falsely on StatusOr and std::string.
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-maybe-uninitialized
                                             -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()

# zoufang_library(NAME SOURCES ... DEPS ... [PRIVATE_DEPS ...])
function(zoufang_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
  zoufang_warnings(${name})
endfunction()

# zoufang_program(NAME SOURCES ... DEPS ...) builds build/NAME.
function(zoufang_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  zoufang_warnings(${name})
endfunction()

# zoufang_test(NAME LABEL unit|integration|end_to_end SOURCES ... DEPS ...)
# Its ctest label is LABEL.PART, PART being the file of tests/ that declares it; the target
# tests_PART builds all of a part.
function(zoufang_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPS" ${ARGN})
  # Debian's gRPC is not built with ThreadSanitizer, which would see races in it that are none.
  if(ZOUFANG_TSAN AND "${ARG_DEPS}" MATCHES "grpc|stubs|server_rpc|(^|;)server(;|$)")
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  zoufang_warnings(${name})
  if(NOT TARGET tests_${part})
    add_custom_target(tests_${part})
  endif()
  add_dependencies(tests_${part} ${name})
  gtest_discover_tests(${name} PROPERTIES LABELS ${ARG_LABEL}.${part} TIMEOUT 300 DISCOVERY_TIMEOUT 60)
endfunction()
