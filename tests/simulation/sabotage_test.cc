// Each invariant of the simulator catches what is broken on purpose. The others are not listened
// to: one slip often breaks several.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "tests/simulation/run.h"
#include "tests/simulation/schemas.h"

namespace zoufang::simulation {
namespace {

// What goes wrong, and where.
struct Slips : Saboteur {
  bool Answers(Request& request, Reply& reply, Server& server) override {
    return answers && answers(request, reply, server);
  }
  void AfterServing(const Request& request, Reply& reply, Server& server) override {
    if (after_serving) after_serving(request, reply, server);
  }
  void AfterSave(Tablet& tablet) override {
    if (after_save) after_save(tablet);
  }
  void AfterTaking(const Request& request, Tablet& tablet) override {
    if (after_taking) after_taking(request, tablet);
  }
  absl::Time WakeAt(absl::Time told) override { return sleepless ? told : absl::InfiniteFuture(); }

  std::function<bool(Request&, Reply&, Server&)> answers;
  std::function<void(const Request&, Reply&, Server&)> after_serving;
  std::function<void(Tablet&)> after_save;
  std::function<void(const Request&, Tablet&)> after_taking;
  bool sleepless = true;
};

bool Notices(Invariant invariant, Slips& slips, absl::string_view faults) {
  constexpr uint64_t kMostSeeds = 40;
  for (uint64_t seed = 1; seed <= kMostSeeds; ++seed) {
    const RunOptions options = {.seed = seed,
                                .faults = *FaultSet::Parse(faults),
                                .all_at_once = true,
                                .saboteur = &slips,
                                .only = invariant};
    if (simulation::Run(options).violation.has_value()) return true;
  }
  return false;
}

// That the faults alone break nothing is what every other run shows.
void ExpectNoticed(Invariant invariant, Slips slips, absl::string_view faults = "none") {
  EXPECT_TRUE(Notices(invariant, slips, faults)) << NameOf(invariant);
}

void RunSql(Server& server, const std::string& sql) { static_cast<void>(server.db().Execute(sql)); }

void RunSql(Tablet& tablet, const std::string& sql) {
  static_cast<void>(tablet.ByOtherTool([&](sql::Database& db) { return db.Execute(sql); }));
}

// Past the capture, as no program does.
void Damage(Tablet& tablet, absl::string_view sql) {
  RunSql(tablet, absl::StrCat("BEGIN; UPDATE _capturing SET \"on\"=0; ", sql,
                              "; UPDATE _capturing SET \"on\"=1; COMMIT"));
}

Slips AfterEachPull(const std::function<void(Tablet&)>& slip) {
  Slips slips;
  slips.after_taking = [slip](const Request& request, Tablet& tablet) {
    if (request.call == Call::kPull) slip(tablet);
  };
  return slips;
}

Slips OnTheServerAfter(Call call, const std::string& sql) {
  Slips slips;
  slips.after_serving = [call, sql](const Request& request, Reply&, Server& server) {
    if (request.call == call) RunSql(server, sql);
  };
  return slips;
}

// Says that pushes are taken, and throws them away.
Slips AcknowledgesWithoutTheDeed() {
  Slips slips;
  slips.answers = [](Request& request, Reply& reply, Server&) {
    if (request.call != Call::kPush || request.push.mutations().empty()) return false;
    const auto& last = *request.push.mutations().rbegin();
    reply.push.set_status(sync::v1::PushReply::OK);
    reply.push.mutable_applied()->set_seq(last.seq());
    reply.push.mutable_applied()->set_hash(last.hash());
    for (const auto& mutation : request.push.mutations()) {
      auto& outcome = *reply.push.add_outcomes();
      outcome.set_uuid(mutation.uuid());
      outcome.add_edits()->set_verdict(sync::v1::EditOutcome::APPLIED);
    }
    return true;
  };
  return slips;
}

TEST(SabotageTest, NoEditLost) {
  ExpectNoticed(Invariant::kNoEditLost, AcknowledgesWithoutTheDeed());
}

TEST(SabotageTest, ExactlyOnce) {
  ExpectNoticed(Invariant::kExactlyOnce,
                OnTheServerAfter(Call::kPush, absl::StrCat("UPDATE visit SET ", kMinutes, "=",
                                                           kMinutes, "+1 WHERE ", kMinutes, ">0")));
}

TEST(SabotageTest, Convergence) {
  ExpectNoticed(Invariant::kConvergence, AfterEachPull([](Tablet& tablet) {
                  Damage(tablet, "UPDATE organization SET name='x'");
                }));
}

TEST(SabotageTest, NothingBlocks) {
  Slips slips;
  slips.answers = [](Request& request, Reply& reply, Server&) {
    if (request.call != Call::kPush) return false;
    reply.status = absl::InternalError("stuck");
    return true;
  };
  ExpectNoticed(Invariant::kNothingBlocks, slips);
}

TEST(SabotageTest, Confinement) {
  Slips slips;
  slips.after_serving = [](const Request&, Reply& reply, Server&) {
    for (auto& page : reply.pull) {
      for (auto& changes : *page.mutable_changes()) changes.set_scope("area:elsewhere");
    }
  };
  ExpectNoticed(Invariant::kConfinement, slips);
}

TEST(SabotageTest, Identity) {
  Slips slips;
  slips.after_taking = [](const Request&, Tablet& tablet) {
    RunSql(tablet, "UPDATE _device SET install_id='01a3185c-57d0-7647-ab17-d6695b9f5c40'");
  };
  ExpectNoticed(Invariant::kIdentity, slips);
}

TEST(SabotageTest, SavedMeansSaved) {
  Slips slips;
  slips.after_save = [](Tablet& tablet) { tablet.disk().LieAboutSyncs(); };
  ExpectNoticed(Invariant::kSavedMeansSaved, slips, "tablet-power-cut");
}

TEST(SabotageTest, ReporterProtection) {
  ExpectNoticed(Invariant::kReporterProtection, AfterEachPull([](Tablet& tablet) {
                  RunSql(tablet,
                         "INSERT OR IGNORE INTO _scope(name, state, seq, hash, included, digest,"
                         " row_count) VALUES ('cases', 1, 0, x'', -1, 0, 0)");
                }));
}

TEST(SabotageTest, CursorMonotonic) {
  ExpectNoticed(Invariant::kCursorMonotonic, AfterEachPull([](Tablet& tablet) {
                  RunSql(tablet, "UPDATE _scope SET seq=seq-1 WHERE seq>0 AND state=2");
                }));
}

TEST(SabotageTest, CursorNotAhead) {
  ExpectNoticed(Invariant::kCursorNotAhead, AfterEachPull([](Tablet& tablet) {
                  Damage(tablet, "UPDATE organization SET name='x'");
                }));
}

TEST(SabotageTest, LogGapless) {
  ExpectNoticed(Invariant::kLogGapless,
                OnTheServerAfter(Call::kPush,
                                 "DELETE FROM _log WHERE (scope, seq) IN (SELECT scope, max(seq)-1"
                                 " FROM _log GROUP BY scope HAVING count(*)>2)"));
}

TEST(SabotageTest, WholeMutations) {
  ExpectNoticed(Invariant::kWholeMutations, AfterEachPull([](Tablet& tablet) {
                  Damage(tablet,
                         "DELETE FROM visit_answer WHERE id=(SELECT min(id) FROM"
                         " visit_answer)");
                }));
}

TEST(SabotageTest, ReadYourWrites) {
  Slips slips;
  slips.after_save = [](Tablet& tablet) { Damage(tablet, "DELETE FROM visit"); };
  ExpectNoticed(Invariant::kReadYourWrites, slips);
}

TEST(SabotageTest, NoResurrection) {
  ExpectNoticed(Invariant::kNoResurrection,
                OnTheServerAfter(Call::kPull,
                                 "INSERT OR IGNORE INTO _grave SELECT id, 3, 1 FROM"
                                 " organization LIMIT 1"));
}

TEST(SabotageTest, PoisonIsolated) {
  ExpectNoticed(Invariant::kPoisonIsolated, AcknowledgesWithoutTheDeed());
}

// What is behind a mutation that is refused waits until the next push.
TEST(SabotageTest, PoisonIsolatedWithinAPush) {
  Slips slips;
  slips.after_serving = [](const Request& request, Reply& reply, Server&) {
    if (request.call != Call::kPush) return;
    auto& outcomes = *reply.push.mutable_outcomes();
    for (int i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].edits().empty()) continue;
      if (outcomes[i].edits(0).verdict() != sync::v1::EditOutcome::REJECTED) continue;
      return outcomes.DeleteSubrange(i + 1, outcomes.size() - i - 1);
    }
  };
  ExpectNoticed(Invariant::kPoisonIsolated, slips, "poison-refused");
}

TEST(SabotageTest, WakeUp) {
  Slips slips;
  slips.sleepless = false;
  ExpectNoticed(Invariant::kWakeUp, slips);
}

TEST(SabotageTest, PauseNotRefusal) {
  Slips slips;
  const auto tablets = std::make_shared<std::map<int, Tablet*>>();
  slips.after_save = [tablets](Tablet& tablet) { (*tablets)[tablet.n()] = &tablet; };
  slips.answers = [tablets](Request& request, Reply& reply, Server&) {
    const auto found = tablets->find(request.tablet);
    if (request.call != Call::kPush || found == tablets->end()) return false;
    reply.status = absl::UnauthenticatedError("signed out");
    RunSql(*found->second,
           "INSERT INTO _attention(uuid, edit, seq, verdict, entity, row_id, reason, message)"
           " VALUES (randomblob(16), 0, 0, 4, 4, 'x', 'REFUSED', '')");
    return true;
  };
  ExpectNoticed(Invariant::kPauseNotRefusal, slips);
}

TEST(SabotageTest, RevNamesContent) {
  ExpectNoticed(Invariant::kRevNamesContent,
                OnTheServerAfter(Call::kPush, "UPDATE organization SET name=name||'x'"));
}

TEST(SabotageTest, AcknowledgedReturns) {
  ExpectNoticed(Invariant::kAcknowledgedReturns, AcknowledgesWithoutTheDeed(), "server-restored");
}

TEST(SabotageTest, Attention) {
  ExpectNoticed(Invariant::kAttention,
                AfterEachPull([](Tablet& tablet) { RunSql(tablet, "DELETE FROM _attention"); }),
                "poison-refused");
}

TEST(SabotageTest, NoServerFault) {
  ExpectNoticed(Invariant::kNoServerFault,
                OnTheServerAfter(Call::kPull, "ALTER TABLE _parked RENAME TO lost"),
                "poison-refused");
}

TEST(SabotageTest, Repair) {
  Slips slips;
  slips.after_serving = [](const Request& request, Reply& reply, Server&) {
    if (request.call != Call::kDigest) return;
    for (auto& range : *reply.digest.mutable_digests()) range.set_digest(range.digest() + 1);
  };
  ExpectNoticed(Invariant::kRepair, slips);
}

TEST(SabotageTest, HandedIn) {
  Slips slips;
  slips.answers = [](Request& request, Reply&, Server&) {
    return request.call == Call::kSurrender;
  };
  ExpectNoticed(Invariant::kHandedIn, slips, "tablet-revoked");
}

TEST(SabotageTest, ReceivedTooFew) {
  ExpectNoticed(Invariant::kReceived, AfterEachPull([](Tablet& tablet) {
                  RunSql(tablet, "UPDATE _held SET makes=0; DELETE FROM _received");
                }));
}

TEST(SabotageTest, ReceivedTooMany) {
  ExpectNoticed(Invariant::kReceived, AfterEachPull([](Tablet& tablet) {
                  RunSql(tablet,
                         "INSERT INTO _received VALUES (5, 1) ON CONFLICT DO UPDATE"
                         " SET count=count+1");
                }));
}

}  // namespace
}  // namespace zoufang::simulation
