# The product's rules without I/O: errors, access, complaints, the list of its entities.
zoufang_library(domain_errors
  SOURCES attachment_errors.cc complaint_errors.cc errors.cc plan_errors.cc
  DEPS sync_base)

zoufang_library(domain_access
  SOURCES access.cc account_rules.cc
  DEPS absl::strings absl::span product_protos sync_base)

# Compiles ../data/FILE in as the constant NAME of embedded_data.h.
function(zoufang_embed target file name)
  set(ZOUFANG_EMBED_FILE data/${file})
  set(ZOUFANG_EMBED_NAME ${name})
  file(READ ${PROJECT_SOURCE_DIR}/data/${file} ZOUFANG_EMBED_CONTENT)
  configure_file(${CMAKE_CURRENT_SOURCE_DIR}/embedded_data.cc.in ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc
                 @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/${file})
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
endfunction()

zoufang_library(domain_complaints
  SOURCES complaint_clock.cc complaint_due.cc complaint_number.cc complaint_texts.cc
          complaint_workflow.cc working_days.cc
  DEPS absl::flat_hash_map absl::flat_hash_set absl::strings absl::str_format absl::time
       domain_errors product_protos
  PRIVATE_DEPS nlohmann_json::nlohmann_json)
zoufang_embed(domain_complaints complaint_clocks.json kComplaintClocksJson)
zoufang_embed(domain_complaints reply_templates.json kReplyTemplatesJson)
zoufang_embed(domain_complaints working_days.json kWorkingDaysJson)

zoufang_library(domain_entities
  SOURCES both_values.cc entities.cc
  DEPS sync_schema product_protos)

zoufang_library(domain_content_type
  SOURCES content_type.cc
  DEPS absl::strings)

zoufang_library(domain_visit_form
  SOURCES visit_form.cc visit_form_reader.cc
  DEPS absl::status absl::strings domain_errors product_protos
  PRIVATE_DEPS nlohmann_json::nlohmann_json)
zoufang_embed(domain_visit_form visit_forms/outreach-2026.1.json kOutreachFormJson)
zoufang_embed(domain_visit_form visit_forms/inspection-2026.1.json kInspectionFormJson)
