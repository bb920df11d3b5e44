add_library(test_device STATIC support/device_world.cc support/fake_server.cc
            support/screen_check.cc)
target_link_libraries(test_device PUBLIC sync_device test_schemas GTest::gmock
                      PRIVATE PkgConfig::ZSTD)
zoufang_warnings(test_device)

foreach(name attach_parts checkpoint engine fold fork lifecycle others overlay push random received
        repair scopes snapshot uploads)
  zoufang_test(device_${name}_test LABEL unit SOURCES unit/device_${name}_test.cc DEPS test_device)
endforeach()

zoufang_test(device_grpc_test LABEL integration SOURCES integration/device_grpc_test.cc
             DEPS sync_device_grpc test_device)
