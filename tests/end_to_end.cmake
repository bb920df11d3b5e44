# The programs as shipped. Each test brings its own server, directory and port.

function(zoufang_end_to_end_test name)
  add_test(NAME ${name} COMMAND ${PYTHON} ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS end_to_end TIMEOUT 300
                       ENVIRONMENT "ZOUFANG_BUILD=${PROJECT_BINARY_DIR}")
endfunction()

zoufang_end_to_end_test(examples_test ${CMAKE_CURRENT_SOURCE_DIR}/end_to_end/examples_test.py)
zoufang_end_to_end_test(bad_input_end_to_end
                        ${CMAKE_CURRENT_SOURCE_DIR}/end_to_end/bad_input_test.py)
zoufang_end_to_end_test(attachments_end_to_end
                        ${CMAKE_CURRENT_SOURCE_DIR}/end_to_end/attachments_test.py)
zoufang_end_to_end_test(notifications_end_to_end
                        ${CMAKE_CURRENT_SOURCE_DIR}/end_to_end/notifications_test.py)
zoufang_end_to_end_test(bench_end_to_end ${CMAKE_CURRENT_SOURCE_DIR}/end_to_end/bench_test.py)
zoufang_end_to_end_test(day_in_the_field ${PROJECT_SOURCE_DIR}/tools/day_in_the_field.py
                        --once --build ${PROJECT_BINARY_DIR})
