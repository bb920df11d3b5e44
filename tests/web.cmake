# The web pages of clients/web. They stand on the build that tools/build.sh made of them.
find_program(NPM npm)
set(ZOUFANG_WEB ${PROJECT_SOURCE_DIR}/clients/web)

if(NPM AND EXISTS ${ZOUFANG_WEB}/node_modules)
  foreach(name check test)
    add_test(NAME web_${name} COMMAND ${NPM} run --silent ${name} WORKING_DIRECTORY ${ZOUFANG_WEB})
    set_tests_properties(web_${name} PROPERTIES LABELS "unit;web" TIMEOUT 180)
  endforeach()
  # The stock client of connect-web, in Node, against a zoufangd of its own.
  add_test(NAME web_gateway COMMAND ${NPM} run --silent test:gateway
           WORKING_DIRECTORY ${ZOUFANG_WEB})
  set_tests_properties(web_gateway PROPERTIES LABELS "end_to_end;web" TIMEOUT 300
                       ENVIRONMENT "ZOUFANG_BUILD=${PROJECT_BINARY_DIR}")
  # Chromium against a zoufangd of its own, with the generated city.
  foreach(name citizen console bureau files)
    add_test(NAME web_${name} COMMAND ${NPM} run --silent test:${name} WORKING_DIRECTORY ${ZOUFANG_WEB})
    set_tests_properties(web_${name} PROPERTIES LABELS "end_to_end;web" TIMEOUT 600
                         ENVIRONMENT "ZOUFANG_BUILD=${PROJECT_BINARY_DIR}")
  endforeach()
endif()
