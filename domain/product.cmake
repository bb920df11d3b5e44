# The product's rules without I/O: errors, access, complaints, the list of its entities.
zoufang_library(domain_errors
  SOURCES attachment_errors.cc errors.cc
  DEPS sync_base)

zoufang_library(domain_access
  SOURCES access.cc account_rules.cc
  DEPS absl::strings absl::span product_protos sync_base)

zoufang_library(domain_complaints
  SOURCES complaint_clock.cc complaint_number.cc complaint_workflow.cc
  DEPS absl::strings absl::str_format absl::time product_protos)

zoufang_library(domain_entities
  SOURCES both_values.cc entities.cc
  DEPS sync_schema product_protos)

zoufang_library(domain_content_type
  SOURCES content_type.cc
  DEPS absl::strings)
