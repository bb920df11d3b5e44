// A tablet whose pulls are looked at one by one.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/support/device_world.h"

namespace zoufang::testing {

class CheckpointTest : public DeviceWorld {
 protected:
  static Fields InA(const std::string& keep) { return {{"area_code", "1"}, {"keep", keep}}; }
  static Fields InB(const std::string& keep) { return {{"area_code", "2"}, {"keep", keep}}; }
  void MustPull() {
    const absl::Status pulled = Pull();
    ASSERT_TRUE(pulled.ok()) << pulled;
    CheckScreen();
  }
  void MustSave(const std::string& sql) {
    const absl::Status saved = Save(sql);
    ASSERT_TRUE(saved.ok()) << saved;
  }
};

}  // namespace zoufang::testing
