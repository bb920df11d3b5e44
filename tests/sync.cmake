# Device and hub together, without a network.
zoufang_test(convergence_test LABEL unit SOURCES unit/convergence_test.cc
             DEPS sync_device sync_hub domain_entities)

# What synchronisation costs on a tablet's disk.
zoufang_test(device_metadata_test LABEL unit SOURCES unit/device_metadata_test.cc
             DEPS sync_device sync_hub domain_entities)
