#include "tests/simulation/network.h"

namespace zoufang::simulation {

absl::string_view NameOf(Call call) {
  switch (call) {
    case Call::kAttach:
      return "attach";
    case Call::kPush:
      return "push";
    case Call::kSnapshot:
      return "snapshot";
    case Call::kPull:
      return "pull";
    case Call::kDigest:
      return "digest";
    case Call::kRepair:
      return "repair";
    case Call::kSurrender:
      return "surrender";
  }
  return "";
}

const std::string& Request::install_id() const {
  switch (call) {
    case Call::kAttach:
      return attach.install_id();
    case Call::kPush:
      return push.install_id();
    case Call::kSnapshot:
      return snapshot.install_id();
    case Call::kDigest:
      return digest.install_id();
    case Call::kRepair:
      return repair.install_id();
    case Call::kSurrender:
      return surrender.install_id();
    case Call::kPull:
      break;
  }
  return pull.install_id();
}

}  // namespace zoufang::simulation
