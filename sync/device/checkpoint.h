// Applies what a pull brought (protocol T10).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "sync/device/context.h"
#include "sync/device/device_state.h"
#include "sync/device/held.h"
#include "sync/device/image_writer.h"
#include "sync/device/inclusions.h"
#include "sync/device/scopes.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

// One checkpoint, in one write transaction without capture, after `applied` was found on the own
// chain and everything captured was folded:
//
//   scopes withdrawn, granted, unknown  ->  removals  ->  rows  ->  cursors, included, digests
//   ->  end of transit  ->  screens  ->  forgetting
//
// Images first and screens last, because what a screen shows depends on where its row's image ends
// up.
class CheckpointApply {
 public:
  CheckpointApply(const Context& context, DeviceState& state, ScopeSet& scopes, HeldIndex& held,
                  const std::vector<sync::v1::PullPage>& pages);
  absl::Status Run();

  // Scopes whose rows differ from the server's; they are repaired from now on, or taken anew when
  // a repair did not help.
  const std::vector<std::string>& differing() const { return differing_; }

 private:
  // A scope whose images become the server's rows as of `head`.
  struct Part {
    Scope* scope;
    const sync::v1::ScopeHead* head;
    bool anew;  // From staging.
  };

  absl::Status ChangeScopes();
  absl::Status Withdraw();
  absl::Status Invalidate();
  absl::Status ChooseParts();
  absl::Status WriteImages();
  absl::Status RemoveRows(const Part& part);
  absl::Status PutRows(const Part& part);
  absl::Status PutStaged(const Part& part);
  absl::Status Advance();
  absl::Status RebuildScreens(const Inclusions& before);
  absl::Status ForgetIncluded();

  const Context& context_;
  DeviceState& state_;
  ScopeSet& scopes_;
  HeldIndex& held_;
  const std::vector<sync::v1::PullPage>& pages_;
  const sync::v1::Checkpoint& checkpoint_;
  const int64_t rolled_;
  ImageWriter images_;
  RowPageReader reader_;
  std::vector<Part> parts_;
  std::vector<std::string> differing_;
};

}  // namespace zoufang::device
