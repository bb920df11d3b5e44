#include "tests/simulation/saboteur.h"

namespace zoufang::simulation {

bool Saboteur::Answers(Request&, Reply&, Server&) { return false; }
void Saboteur::AfterServing(const Request&, Reply&, Server&) {}
void Saboteur::AfterBoot(Server&) {}
void Saboteur::AfterSave(Tablet&) {}
void Saboteur::AfterTaking(const Request&, Tablet&) {}
absl::Time Saboteur::WakeAt(absl::Time told) { return told; }
void Saboteur::BeforeReboot(Tablet&) {}

}  // namespace zoufang::simulation
