// Makes SQLite work on virtual disks: a VFS over files named "/<machine>/<file>".
//
// Deterministic: the time stands still, sleeping returns at once, and SQLite's own randomness
// follows from a seed. For one thread.
#pragma once

#include <cstdint>
#include <string>

#include "tests/simulation/virtual_disk.h"

namespace zoufang::simulation {

// Registers it as the process's default, once. Call before the first database is opened.
void InstallVirtualVfs();

// Restarts SQLite's randomness.
void SeedSqlite(uint64_t seed);

// Gives a machine its disk while in scope; paths of other machines cannot be opened.
class Machine {
 public:
  Machine(std::string name, VirtualDisk& disk);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  std::string PathOf(const std::string& file) const { return "/" + name_ + "/" + file; }

 private:
  const std::string name_;
};

}  // namespace zoufang::simulation
