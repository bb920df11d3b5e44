# The executable model of the protocol, and the engine taken through the same histories.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(MODEL ${CMAKE_CURRENT_SOURCE_DIR}/model/protocol_model.py)

add_test(NAME protocol_model_test COMMAND ${Python3_EXECUTABLE} -B ${MODEL} --seeds=40)
set_tests_properties(protocol_model_test PROPERTIES LABELS unit.model TIMEOUT 300)

add_executable(model_replay
  model/catalogue.cc model/database_files.cc model/description.cc model/names.cc model/replay.cc
  model/replay_main.cc model/server_side.cc model/tablet_side.cc)
target_link_libraries(model_replay PRIVATE sync_device sync_hub nlohmann_json::nlohmann_json
                      GTest::gmock)  # The precompiled header is of its macros.
zoufang_warnings(model_replay)
add_custom_target(tests_model DEPENDS model_replay)

# More: model/differential.sh build/tests/model_replay FIRST SEEDS
set(histories 150)
if(ZOUFANG_SANITIZE OR ZOUFANG_TSAN)
  set(histories 30)
endif()
add_test(NAME model_differential_test
         COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/model/differential.sh $<TARGET_FILE:model_replay> 0
                 ${histories})
set_tests_properties(model_differential_test PROPERTIES LABELS unit.model TIMEOUT 600)
