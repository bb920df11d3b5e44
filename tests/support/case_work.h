// Complaints through the real stubs, for tests.
#pragma once

#include <string>
#include <utility>

#include "tests/support/server_fixture.h"

namespace zoufang::testing {

using Complaints = v1::ComplaintService::Stub;
using CaseAnswer = absl::StatusOr<v1::ComplaintDetails>;

// Files cases as a citizen and works on them as staff, who reads before acting.
class CaseWork {
 public:
  explicit CaseWork(TestServer& server) : server_(server) {}

  v1::FileComplaintRequest NewComplaint(const std::string& organization_id) {
    v1::FileComplaintRequest request;
    v1::Complaint& complaint = *request.mutable_complaint();
    complaint.set_kind(v1::COMPLAINT_KIND_DISPUTE);
    complaint.set_organization_id(organization_id);
    complaint.set_category("强制入会");
    complaint.set_narrative("要求缴费后才办理业务");
    complaint.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::FileComplaintResponse> File(const v1::FileComplaintRequest& request) {
    return Call(server_.complaints(), &Complaints::FileComplaint, request);
  }
  // The id of the case with this number, among those that the caller sees.
  std::string IdOf(const std::string& number, const std::string& token) {
    const auto list =
        Call(server_.complaints(), &Complaints::ListComplaints, v1::ListComplaintsRequest(), token);
    if (!list.ok()) return "";
    for (const auto& item : list->items()) {
      if (item.complaint().number() == number) return item.complaint().id();
    }
    return "";
  }
  CaseAnswer Get(const std::string& id, const std::string& token) {
    v1::GetComplaintRequest request;
    request.set_id(id);
    return Call(server_.complaints(), &Complaints::GetComplaint, request, token);
  }
  std::string EtagOf(const std::string& id, const std::string& token) {
    const CaseAnswer details = Get(id, token);
    return details.ok() ? details->etag() : "unknown";
  }
  // A request about the case as it is now.
  template <typename Request>
  Request About(const std::string& id, const std::string& token) {
    Request request;
    request.set_id(id);
    request.set_etag(EtagOf(id, token));
    request.set_request_id(server_.NewId());
    return request;
  }
  // Takes a step for which nothing more is to be said, or what `fill` says.
  template <typename Request, typename Method, typename Fill>
  CaseAnswer Take(Method method, const std::string& id, const std::string& token, Fill fill) {
    auto request = About<Request>(id, token);
    fill(request);
    return Call(server_.complaints(), method, request, token);
  }
  CaseAnswer Accept(const std::string& id, const std::string& token) {
    return Take<v1::AcceptComplaintRequest>(&Complaints::AcceptComplaint, id, token, [](auto&) {});
  }
  CaseAnswer Investigate(const std::string& id, const std::string& token) {
    return Take<v1::InvestigateComplaintRequest>(&Complaints::InvestigateComplaint, id, token,
                                                 [](auto&) {});
  }
  CaseAnswer Decide(const std::string& id, const std::string& token) {
    return Take<v1::DecideComplaintRequest>(
        &Complaints::DecideComplaint, id, token, [](auto& request) {
          request.set_outcome(v1::COMPLAINT_OUTCOME_SUBSTANTIATED);
          request.set_basis("《社会团体登记管理条例》第三十条");
        });
  }
  CaseAnswer Notify(const std::string& id, const std::string& token) {
    return Take<v1::NotifyComplaintRequest>(&Complaints::NotifyComplaint, id, token, [](auto&) {});
  }
  CaseAnswer Close(const std::string& id, const std::string& token) {
    return Take<v1::CloseComplaintRequest>(&Complaints::CloseComplaint, id, token, [](auto&) {});
  }
  // Accepted to closed.
  CaseAnswer BringToItsEnd(const std::string& id, const std::string& token) {
    for (auto step :
         {&CaseWork::Accept, &CaseWork::Investigate, &CaseWork::Decide, &CaseWork::Notify}) {
      const CaseAnswer answer = (this->*step)(id, token);
      if (!answer.ok()) return answer;
    }
    return Close(id, token);
  }
  absl::StatusOr<v1::ComplaintStatus> Status(const v1::FileComplaintResponse& filed) {
    return Call(server_.complaints(), &Complaints::GetComplaintStatus, ProofOf(filed));
  }
  static v1::GetComplaintStatusRequest ProofOf(const v1::FileComplaintResponse& filed) {
    v1::GetComplaintStatusRequest proof;
    proof.set_number(filed.number());
    proof.set_secret(filed.secret());
    return proof;
  }
  absl::StatusOr<v1::ComplaintMessage> WriteAsCitizen(const v1::FileComplaintResponse& filed,
                                                      const std::string& text) {
    v1::AddComplaintMessageRequest request;
    *request.mutable_reporter() = ProofOf(filed);
    request.set_text(text);
    request.set_request_id(server_.NewId());
    return Call(server_.complaints(), &Complaints::AddComplaintMessage, request);
  }

 private:
  TestServer& server_;
};

}  // namespace zoufang::testing
