# The tablet's app in a real window: Xvfb with Mesa's software GL. Without Qt there is nothing to test.
if(NOT TARGET zoufang_tablet_app)
  return()
endif()
find_package(Qt6 QUIET COMPONENTS Test)
find_program(XVFB_RUN xvfb-run)
if(NOT Qt6Test_FOUND OR NOT XVFB_RUN)
  message(STATUS "No Qt Test or no xvfb-run: the tablet's windows are not tested")
  return()
endif()
add_library(tablet_testing STATIC tablet/city_registry.cc tablet/driver.cc tablet/field_day.cc
            tablet/network.cc tablet/typist.cc)
target_link_libraries(tablet_testing PUBLIC zoufang_tablet_app server server_storage zoufang_stubs
                      zoufang_city Qt6::Test GTest::gmock)
target_compile_definitions(tablet_testing PRIVATE ZOUFANG_DATA_DIR="${PROJECT_SOURCE_DIR}/data")
set_target_properties(tablet_testing PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
zoufang_warnings(tablet_testing)
# Walks an officer's screens and keeps a picture of each (tools/tablet.sh).
add_executable(tablet_pictures tablet/main.cc tablet/pictures.cc)
target_link_libraries(tablet_pictures PRIVATE tablet_testing)
zoufang_warnings(tablet_pictures)
set_target_properties(tablet_pictures PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
# Officers' days with their hitches: two who meet, a kill, the lock, what was not taken in.
add_executable(tablet_journeys tablet/main.cc tablet/connection.cc tablet/decisions.cc
               tablet/handed_over.cc tablet/journeys.cc tablet/lists.cc
               tablet/organization_journeys.cc tablet/records.cc tablet/settings_journeys.cc
               tablet/texts.cc tablet/visit_journeys.cc)
target_link_libraries(tablet_journeys PRIVATE tablet_testing zoufang_cli_text)
zoufang_warnings(tablet_journeys)
set_target_properties(tablet_journeys PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
# How fast the app answers and draws (tools/tablet.sh --figures); no test, for figures of a busy machine say little.
add_executable(tablet_figures tablet/main.cc tablet/figures.cc tablet/frame_watch.cc)
target_link_libraries(tablet_figures PRIVATE tablet_testing)
zoufang_warnings(tablet_figures)
set_target_properties(tablet_figures PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
# An app worked by a script: several tablets at once (tools/windows.py).
add_executable(tablet_officer tablet/officer.cc)
target_link_libraries(tablet_officer PRIVATE tablet_testing)
zoufang_warnings(tablet_officer)
set_target_properties(tablet_officer PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
add_test(NAME tablet_two_apps
         COMMAND ${XVFB_RUN} -a -s "-screen 0 2560x1280x24" ${PYTHON}
                 ${CMAKE_CURRENT_SOURCE_DIR}/end_to_end/two_apps_test.py)
set_tests_properties(tablet_two_apps PROPERTIES LABELS end_to_end.tablet TIMEOUT 300
                     ENVIRONMENT "QT_QPA_PLATFORM=xcb;LIBGL_ALWAYS_SOFTWARE=1;ZOUFANG_BUILD=${PROJECT_BINARY_DIR}")
add_test(NAME tablet_journeys
         COMMAND ${XVFB_RUN} -a -s "-screen 0 1280x1280x24" $<TARGET_FILE:tablet_journeys>)
set_tests_properties(tablet_journeys PROPERTIES LABELS end_to_end.tablet TIMEOUT 600
                     ENVIRONMENT "QT_QPA_PLATFORM=xcb;LIBGL_ALWAYS_SOFTWARE=1")
add_test(NAME tablet_pictures
         COMMAND ${XVFB_RUN} -a -s "-screen 0 1280x1280x24" $<TARGET_FILE:tablet_pictures>)
set_tests_properties(tablet_pictures PROPERTIES LABELS end_to_end.tablet TIMEOUT 300
                     ENVIRONMENT "QT_QPA_PLATFORM=xcb;LIBGL_ALWAYS_SOFTWARE=1;ZOUFANG_PICTURES=${CMAKE_CURRENT_BINARY_DIR}")
