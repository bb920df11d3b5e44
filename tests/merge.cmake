zoufang_test(merge_text_test LABEL unit SOURCES unit/merge_text_test.cc DEPS sync_merge)
zoufang_test(merge_field_test LABEL unit SOURCES unit/merge_field_test.cc DEPS sync_merge)
