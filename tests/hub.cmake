foreach(name hub_ingest_test hub_feed_test hub_history_test hub_motion_test hub_ranges_test
        hub_verify_test)
  zoufang_test(${name} LABEL unit SOURCES unit/${name}.cc
               DEPS sync_hub domain_entities PkgConfig::ZSTD)
endforeach()
