# Tablets and server in one process, under every fault that can be thought of. No gRPC.
zoufang_library(simulation
  SOURCES simulation/action.cc simulation/checkpoint_checks.cc simulation/exchange.cc
          simulation/fault.cc simulation/final_checks.cc simulation/image_set.cc
          simulation/invariant.cc simulation/ledger.cc simulation/lost_edits.cc
          simulation/damage.cc simulation/machines.cc simulation/network.cc simulation/officer.cc
          simulation/people.cc
          simulation/run.cc simulation/saboteur.cc simulation/schemas.cc simulation/server.cc
          simulation/settle.cc simulation/strikes.cc simulation/tablet.cc
          simulation/virtual_disk.cc simulation/virtual_transport.cc simulation/virtual_vfs.cc
          simulation/withdrawals.cc simulation/world.cc
  DEPS sync_device sync_hub domain_errors product_protos
  PRIVATE_DEPS SQLite::SQLite3)

zoufang_program(zoufang-sim
  SOURCES simulation/main.cc
  DEPS simulation CLI11::CLI11 nlohmann_json::nlohmann_json)

# A few hundred runs of every fault at once; the longer ones are started by hand.
add_test(NAME simulation_seeds_test COMMAND zoufang-sim --seeds=300 --first=1)
set_tests_properties(simulation_seeds_test PROPERTIES LABELS simulation TIMEOUT 600)

# Each fault alone, each run played twice: the same seed gives the same trace.
add_test(NAME simulation_each_fault_test COMMAND zoufang-sim --seeds=8 --first=1 --each --twice)
set_tests_properties(simulation_each_fault_test PROPERTIES LABELS simulation TIMEOUT 600)

zoufang_test(simulation_test LABEL simulation SOURCES simulation/simulation_test.cc DEPS simulation)
zoufang_test(sabotage_test LABEL simulation SOURCES simulation/sabotage_test.cc DEPS simulation)
