# The product's rules and the server.
zoufang_test(access_test LABEL unit SOURCES unit/access_test.cc DEPS domain_access)
zoufang_test(complaint_rules_test LABEL unit SOURCES unit/complaint_rules_test.cc
             DEPS domain_complaints)
foreach(name store_test server_storage_test)
  zoufang_test(${name} LABEL unit SOURCES unit/${name}.cc DEPS server_storage PkgConfig::SODIUM)
endforeach()
zoufang_test(server_rpc_test LABEL unit SOURCES unit/server_rpc_test.cc DEPS server_rpc)

foreach(name admin auth complaint lifecycle organization roles sync visit)
  zoufang_test(server_${name}_test LABEL integration SOURCES integration/server_${name}_test.cc
               DEPS server)
endforeach()
zoufang_test(motion_grpc_test LABEL integration SOURCES integration/motion_grpc_test.cc
             DEPS server zoufang_fieldwork sync_device_grpc)
