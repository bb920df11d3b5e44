# The product's rules and the server.
zoufang_test(access_test LABEL unit SOURCES unit/access_test.cc DEPS domain_access)
foreach(name complaint_clock complaint_number complaint_workflow)
  zoufang_test(${name}_test LABEL unit SOURCES unit/${name}_test.cc DEPS domain_complaints)
endforeach()
target_compile_definitions(complaint_workflow_test
                           PRIVATE ZOUFANG_DOCS_DIR="${PROJECT_SOURCE_DIR}/docs")
foreach(name store_test server_storage_test product_rules_test)
  zoufang_test(${name} LABEL unit SOURCES unit/${name}.cc DEPS server_storage PkgConfig::SODIUM)
endforeach()
zoufang_test(attachments_test LABEL unit SOURCES unit/attachments_test.cc
             DEPS server_storage PkgConfig::EXIV2)
zoufang_test(clean_copy_test LABEL unit SOURCES unit/clean_copy_test.cc
             DEPS server_storage PkgConfig::EXIV2)
zoufang_test(notify_test LABEL unit SOURCES unit/notify_test.cc
             DEPS server_notify PkgConfig::HTTPLIB)
zoufang_test(server_rpc_test LABEL unit SOURCES unit/server_rpc_test.cc DEPS server_rpc)

foreach(name admin auth case complaint desk history lifecycle load organization roles sync visit)
  zoufang_test(server_${name}_test LABEL integration SOURCES integration/server_${name}_test.cc
               DEPS server)
endforeach()
zoufang_test(external_case_test LABEL integration SOURCES integration/external_case_test.cc
             DEPS server)
zoufang_test(server_identity_test LABEL integration SOURCES integration/server_identity_test.cc
             DEPS server PkgConfig::HTTPLIB PkgConfig::SODIUM)
zoufang_test(server_evidence_test LABEL integration SOURCES integration/server_evidence_test.cc
             DEPS server PkgConfig::EXIV2)
zoufang_test(server_restore_test LABEL integration SOURCES integration/server_restore_test.cc
             DEPS server sync_device sync_device_grpc)
zoufang_test(server_attachment_test LABEL integration SOURCES integration/server_attachment_test.cc
             DEPS server sync_device_grpc zoufang_fieldwork PkgConfig::EXIV2)
zoufang_test(server_filing_work_test LABEL integration
             SOURCES integration/server_filing_work_test.cc
             DEPS server PkgConfig::HTTPLIB PkgConfig::SODIUM nlohmann_json::nlohmann_json)
zoufang_test(server_privacy_test LABEL integration SOURCES integration/server_privacy_test.cc
             DEPS server PkgConfig::HTTPLIB PkgConfig::SODIUM PkgConfig::ZSTD)
zoufang_test(motion_grpc_test LABEL integration SOURCES integration/motion_grpc_test.cc
             DEPS server zoufang_fieldwork sync_device_grpc)
zoufang_test(server_report_test LABEL integration SOURCES integration/server_report_test.cc
             DEPS server zoufang_fieldwork sync_device_grpc)
zoufang_test(server_plan_test LABEL integration
             SOURCES integration/server_plan_test.cc integration/server_visit_form_test.cc
             DEPS server zoufang_fieldwork sync_device_grpc)
foreach(name abuse api_docs gateway metrics notification stream web)
  zoufang_test(server_${name}_test LABEL integration SOURCES integration/server_${name}_test.cc
               DEPS server PkgConfig::HTTPLIB nlohmann_json::nlohmann_json)
endforeach()
