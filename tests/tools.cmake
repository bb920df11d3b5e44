# What checks the project itself.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME check_layers_test
         COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/unit/check_layers_test.py)
set_tests_properties(check_layers_test PROPERTIES LABELS unit TIMEOUT 60)
