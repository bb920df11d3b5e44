# Precompiled headers of the libraries that we stand on: reading them is half of what compiling costs.
# Off unless asked for (tools/build.sh asks), so that an ordinary build notices a missing #include.
# Included last by the root, when all targets are known.
option(ZOUFANG_PCH "Precompile the headers of other libraries" OFF)
if(NOT ZOUFANG_PCH)
  return()
endif()

set(PCH_LIBRARY
  <algorithm> <cstdint> <functional> <map> <memory> <optional> <set> <string> <utility> <vector>
  <google/protobuf/descriptor.h> <google/protobuf/map_field_inl.h> <google/protobuf/message.h>
  <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
  <absl/functional/any_invocable.h> <absl/functional/function_ref.h> <absl/status/statusor.h>
  <absl/strings/str_cat.h> <absl/strings/str_join.h> <absl/strings/str_split.h>
  <absl/synchronization/mutex.h> <absl/time/time.h>)

function(zoufang_precompile name)
  file(CONFIGURE OUTPUT ${name}.cc CONTENT "")
  add_library(${name} STATIC ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  target_precompile_headers(${name} PRIVATE ${ARGN})
endfunction()

zoufang_precompile(pch_library ${PCH_LIBRARY})
zoufang_precompile(pch_grpc ${PCH_LIBRARY} <grpcpp/grpcpp.h>)
# CLI11 alone costs a command more than all the rest.
zoufang_precompile(pch_cli ${PCH_LIBRARY} <grpcpp/grpcpp.h> <CLI/CLI.hpp> <nlohmann/json.hpp>)
target_link_libraries(pch_cli PRIVATE CLI11::CLI11)
zoufang_precompile(pch_test ${PCH_LIBRARY} <gmock/gmock.h> <gtest/gtest.h>)
target_link_libraries(pch_test PRIVATE GTest::gmock)  # Its macros must agree with the tests'.

# The targets declared in `directory` and below it.
function(zoufang_targets directory result)
  get_property(targets DIRECTORY ${directory} PROPERTY BUILDSYSTEM_TARGETS)
  get_property(children DIRECTORY ${directory} PROPERTY SUBDIRECTORIES)
  foreach(child IN LISTS children)
    zoufang_targets(${child} below)
    list(APPEND targets ${below})
  endforeach()
  set(${result} ${targets} PARENT_SCOPE)
endfunction()

set(PCH_GRPC_TARGETS sync_device_grpc zoufang_connection server_http server_rpc server)
set(PCH_CLI_TARGETS zoufangd zoufang zoufang-sim)
set(PCH_LIBRARY_TARGETS simulation)  # In tests/, and links no GTest.

function(zoufang_use_precompiled directory header)
  zoufang_targets(${PROJECT_SOURCE_DIR}/${directory} targets)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(target IN_LIST PCH_CLI_TARGETS)
      target_precompile_headers(${target} REUSE_FROM pch_cli)
    elseif(target IN_LIST PCH_GRPC_TARGETS)
      target_precompile_headers(${target} REUSE_FROM pch_grpc)
    elseif(target IN_LIST PCH_LIBRARY_TARGETS)
      target_precompile_headers(${target} REUSE_FROM pch_library)
    elseif(type MATCHES "STATIC_LIBRARY|EXECUTABLE")
      target_precompile_headers(${target} REUSE_FROM ${header})
    endif()
  endforeach()
endfunction()

foreach(directory protos sync domain server clients tools)
  zoufang_use_precompiled(${directory} pch_library)
endforeach()
zoufang_use_precompiled(tests pch_test)
