# What officers do on a tablet, and how the `zoufang` program reads and says things.
foreach(name text csv field_assignment help visit_line)
  zoufang_test(cli_${name}_test LABEL unit SOURCES unit/cli_${name}_test.cc DEPS zoufang_cli_text)
endforeach()
zoufang_test(cli_csv_message_test LABEL unit SOURCES unit/cli_csv_message_test.cc
             DEPS zoufang_cli_text zoufang_city)
zoufang_test(cli_output_test LABEL unit SOURCES unit/cli_output_test.cc
             DEPS zoufang_cli_text zoufang_connection)
zoufang_test(cli_qr_code_test LABEL unit SOURCES unit/cli_qr_code_test.cc DEPS zoufang_cli_text)
zoufang_test(enrolment_ticket_test LABEL unit SOURCES unit/enrolment_ticket_test.cc
             DEPS zoufang_connection)
foreach(name words visit_form field_text)
  zoufang_test(fieldwork_${name}_test LABEL unit SOURCES unit/fieldwork_${name}_test.cc
               DEPS zoufang_fieldwork)
endforeach()
foreach(name typing work_list own_work records visits edits conflicts registry attention withdrawal)
  zoufang_test(fieldwork_${name}_test LABEL unit SOURCES unit/fieldwork_${name}_test.cc
               DEPS zoufang_fieldwork sync_hub)
endforeach()
