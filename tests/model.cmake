# The executable model of the protocol.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(MODEL ${CMAKE_CURRENT_SOURCE_DIR}/model/protocol_model.py)

add_test(NAME protocol_model_test COMMAND ${Python3_EXECUTABLE} -B ${MODEL} --seeds=40)
set_tests_properties(protocol_model_test PROPERTIES LABELS unit.model TIMEOUT 300)
