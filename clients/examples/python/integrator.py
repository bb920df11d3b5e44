#!/usr/bin/python3
"""A small integrator: is the server well, which organisations does it know, file a report.

  ZOUFANG_SERVER=host:port ZOUFANG_API_KEY=... [ZOUFANG_CA=ca.pem] integrator.py [QUERY]

Exits 0 when every step went as it should, else 1 with a sentence.
"""

import os
import sys
import uuid

import grpc

import client
import health_pb2
import health_pb2_grpc
from zoufang.v1 import (
    complaint_pb2,
    complaint_service_pb2,
    complaint_service_pb2_grpc,
    organization_service_pb2,
    organization_service_pb2_grpc,
)

SERVICES = (
    "zoufang.v1.OrganizationService",
    "zoufang.v1.ComplaintService",
    "zoufang.v1.VisitService",
    "zoufang.v1.AuthService",
)


class StepFailed(Exception):
    """The server answered otherwise than its protos promise; the message says how."""


def list_services(channel):
    """Health: each service by its full name, as a load balancer would ask."""
    stub = health_pb2_grpc.HealthStub(channel)
    for service in SERVICES:
        status = stub.Check(health_pb2.HealthCheckRequest(service=service)).status
        name = health_pb2.HealthCheckResponse.ServingStatus.Name(status)
        print(f"{service}: {name}")
        if name != "SERVING":
            raise StepFailed(f"{service} does not serve: {name}")


def search(organizations, query):
    """Search: any part of a name, pinyin, initials or a credit code; the best match first."""
    request = organization_service_pb2.SearchOrganizationsRequest(query=query, page_size=5)
    matches = organizations.SearchOrganizations(request).matches
    for match in matches:
        matched_by = organization_service_pb2.OrganizationMatch.MatchedBy.Name(match.matched_by)
        found = match.organization
        print(f"{found.credit_code}  {found.name}  ({matched_by})")
    if not matches:
        raise StepFailed(f"no organisation matches {query}")
    return matches[0].organization


def with_wrong_last_character(code):
    return code[:-1] + ("1" if code[-1] == "0" else "0")


def match(organizations, known):
    """BatchMatch: up to 500 names or codes, a verdict for each."""
    queries = [
        {"name": known.name, "credit_code": known.credit_code},
        {"name": known.name[:-1]},
        {"name": "齐鲁星际飞船驾驶员协会"},
        {"credit_code": with_wrong_last_character(known.credit_code)},
    ]
    request = organization_service_pb2.BatchMatchOrganizationsRequest(
        queries=[organization_service_pb2.MatchQuery(**query) for query in queries]
    )
    results = organizations.BatchMatchOrganizations(request).results
    for query, result in zip(queries, results):
        verdict = organization_service_pb2.MatchResult.Verdict.Name(result.verdict)
        print(f"{verdict}  {' '.join(query.values())}  {result.explanation}".rstrip())
    if len(results) != len(queries):
        raise StepFailed(f"{len(queries)} queries got {len(results)} results")


def file_twice(complaints, organization):
    """A request_id makes a create safe to repeat: the second call returns the first answer."""
    request = complaint_service_pb2.FileComplaintRequest(
        complaint=complaint_pb2.Complaint(
            kind=complaint_pb2.COMPLAINT_KIND_VIOLATION,
            organization_id=organization.id,
            category="fees",
            narrative="收费未公示。",
            reporter_mode=complaint_pb2.REPORTER_MODE_ANONYMOUS,
        ),
        request_id=str(uuid.uuid4()),
    )
    first, second = complaints.FileComplaint(request), complaints.FileComplaint(request)
    if (first.number, first.secret) != (second.number, second.secret):
        raise StepFailed(f"filed once, numbered twice: {first.number} and {second.number}")
    print(f"filed {first.number}, and again with the same request_id: {second.number}")
    # The secret is shown once and cannot be recovered: hand it to the citizen, keep it out of logs.
    status = complaints.GetComplaintStatus(
        complaint_service_pb2.GetComplaintStatusRequest(number=first.number, secret=first.secret)
    )
    print(f"status: {status.state_text}")


def show_typed_error(organizations):
    """Errors: decide by the reason, show a person the message, mark the fields that are named."""
    request = organization_service_pb2.SearchOrganizationsRequest(query="", division_prefix="37")
    try:
        organizations.SearchOrganizations(request)
    except grpc.RpcError as error:
        typed = client.TypedError(error)
        print(typed)
        for field, description in typed.violations:
            print(f"  {field}: {description}")
        return
    raise StepFailed("an empty query was not refused")


def run(channel, query):
    organizations = organization_service_pb2_grpc.OrganizationServiceStub(channel)
    complaints = complaint_service_pb2_grpc.ComplaintServiceStub(channel)
    list_services(channel)
    known = search(organizations, query)
    match(organizations, known)
    file_twice(complaints, known)
    show_typed_error(organizations)


def main():
    address, api_key = os.environ.get("ZOUFANG_SERVER"), os.environ.get("ZOUFANG_API_KEY")
    if not address or not api_key:
        return "set ZOUFANG_SERVER (host:port) and ZOUFANG_API_KEY (from zoufang account create)"
    try:
        with client.connect(address, api_key, os.environ.get("ZOUFANG_CA")) as channel:
            run(channel, sys.argv[1] if len(sys.argv) > 1 else "商会")
    except StepFailed as failed:
        return str(failed)
    except grpc.RpcError as error:
        return str(client.TypedError(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
