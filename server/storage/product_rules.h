// What follows from writes by the product's rules: links and tasks.
#pragma once

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "sync/hub/observer.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/task.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::storage {

// Two visits of one organisation that began on one day (Asia/Shanghai) name each other, whoever
// logged them, and make a task; they are never merged. Two organisations with one credit code make
// a task. Each pair makes one task for good: one that was closed does not come again. An oral
// complaint that a tablet brings becomes a case, once. Steps of cases are put into the outbox. A
// new conflict item names the two authors.
class ProductRules : public hub::Observer {
 public:
  // `catalogue` outlives it; `complaint_clock` names the profile that new cases run under;
  // `channels` are told of the steps of cases.
  ProductRules(const schema::Catalogue& catalogue, std::string complaint_clock,
               std::vector<std::string> channels)
      : catalogue_(catalogue),
        complaint_clock_(std::move(complaint_clock)),
        channels_(std::move(channels)) {}

  absl::Status AfterWrite(const hub::Written& row, hub::FollowUps& follow_ups) override;

  // True once after notifications were queued. From any thread.
  bool TakeQueued() { return queued_.exchange(false); }

 private:
  absl::Status LinkSameDay(const std::string& visit_id, hub::FollowUps& follow_ups);
  absl::Status Link(const v1::Visit& visit, const v1::Visit& other, hub::FollowUps& follow_ups);
  absl::Status MakeCase(const std::string& oral_id, hub::FollowUps& follow_ups);
  absl::Status NameAuthors(const std::string& conflict_id, hub::FollowUps& follow_ups);
  absl::Status TellOthers(const std::string& event_id, hub::FollowUps& follow_ups);
  absl::Status ReportTwins(const std::string& organization_id, hub::FollowUps& follow_ups);
  // Adds the edit that makes the task, unless it was made.
  absl::Status AddTask(v1::Task task, hub::FollowUps& follow_ups,
                       std::vector<sync::v1::Edit>& edits);

  const schema::Catalogue& catalogue_;
  const std::string complaint_clock_;
  const std::vector<std::string> channels_;
  std::atomic<bool> queued_ = false;
};

}  // namespace zoufang::storage
