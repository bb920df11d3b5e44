#include "sync/device/grpc_transport.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::device {
namespace {

using sync::v1::PullPage;
using sync::v1::RepairPage;
using sync::v1::SnapshotPage;
using sync::v1::WatchReply;

constexpr absl::Duration kAttachDeadline = absl::Seconds(60);
constexpr absl::Duration kPushDeadline = absl::Seconds(60);
// A piece of a file is 256 KiB; the last one waits for the server to check the whole.
constexpr absl::Duration kUploadDeadline = absl::Minutes(2);
constexpr absl::Duration kPullDeadline = absl::Minutes(3);
constexpr absl::Duration kDigestDeadline = absl::Seconds(60);
// A whole city on a slow line; what has arrived is staged, so that the next call goes on from
// there.
constexpr absl::Duration kSnapshotDeadline = absl::Minutes(15);
constexpr absl::Duration kWatchDeadline = absl::Minutes(30);

constexpr int kMaxReceiveBytes = 32
                                 << 20;  // A pull's page is about 1 MiB, one row at most 256 KiB.
constexpr int kMaxSendBytes = 16 << 20;  // An attach names the whole chain.
constexpr int kMaxReconnectMs = 10'000;
// Finds a dead line under an open Watch; servers refuse pings more often than every 5 minutes.
constexpr int kKeepaliveMs = 6 * 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 20'000;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::FileMissing(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetMaxSendMessageSize(kMaxSendBytes);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  return arguments;
}

// Reads a stream to its end, or until `take` refuses; then the rest is cancelled.
template <typename Message, typename Take>
absl::Status ReadAll(grpc::ClientContext& context, grpc::ClientReader<Message>& reader, Take take) {
  Message message;
  absl::Status taken;
  while (taken.ok() && reader.Read(&message)) taken = take(message);
  if (!taken.ok()) context.TryCancel();
  const grpc::Status finished = reader.Finish();
  return taken.ok() ? FromGrpc(finished) : taken;
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return base::StatusFromDetails(static_cast<absl::StatusCode>(status.error_code()),
                                 status.error_message(), status.error_details());
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(absl::string_view server,
                                                           absl::string_view ca_file) {
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!ca_file.empty()) {
    grpc::SslCredentialsOptions options;
    ASSIGN_OR_RETURN(options.pem_root_certs, ReadFile(std::string(ca_file)));
    credentials = grpc::SslCredentials(options);
  }
  return grpc::CreateCustomChannel(std::string(server), credentials, Arguments());
}

absl::StatusOr<std::unique_ptr<GrpcTransport>> GrpcTransport::Connect(
    const Enrollment& enrollment) {
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                   MakeChannel(enrollment.server, enrollment.ca_file));
  return std::make_unique<GrpcTransport>(std::move(channel), enrollment.token);
}

GrpcTransport::GrpcTransport(std::shared_ptr<grpc::Channel> channel, absl::string_view token)
    : channel_(std::move(channel)),
      stub_(sync::v1::SyncService::NewStub(channel_)),
      files_(v1::AttachmentService::NewStub(channel_)),
      authorization_(absl::StrCat("Bearer ", token)) {}

void GrpcTransport::Prepare(grpc::ClientContext& context, absl::Duration deadline) const {
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(deadline));
  context.AddMetadata("authorization", authorization_);
}

absl::StatusOr<sync::v1::AttachReply> GrpcTransport::Attach(
    const sync::v1::AttachRequest& request) {
  grpc::ClientContext context;
  Prepare(context, kAttachDeadline);
  sync::v1::AttachReply reply;
  RETURN_IF_ERROR(FromGrpc(stub_->Attach(&context, request, &reply)));
  return reply;
}

absl::StatusOr<sync::v1::PushReply> GrpcTransport::Push(const sync::v1::PushRequest& request) {
  grpc::ClientContext context;
  Prepare(context, kPushDeadline);
  sync::v1::PushReply reply;
  RETURN_IF_ERROR(FromGrpc(stub_->Push(&context, request, &reply)));
  return reply;
}

absl::StatusOr<sync::v1::SurrenderReply> GrpcTransport::Surrender(
    const sync::v1::SurrenderRequest& request) {
  grpc::ClientContext context;
  Prepare(context, kPushDeadline);
  sync::v1::SurrenderReply reply;
  RETURN_IF_ERROR(FromGrpc(stub_->Surrender(&context, request, &reply)));
  return reply;
}

absl::Status GrpcTransport::Snapshot(const sync::v1::SnapshotRequest& request,
                                     absl::FunctionRef<absl::Status(const SnapshotPage&)> take) {
  grpc::ClientContext context;
  Prepare(context, kSnapshotDeadline);
  const auto reader = stub_->Snapshot(&context, request);
  return ReadAll(context, *reader, take);
}

absl::StatusOr<std::vector<PullPage>> GrpcTransport::Pull(const sync::v1::PullRequest& request) {
  grpc::ClientContext context;
  Prepare(context, kPullDeadline);
  std::vector<PullPage> pages;
  const auto reader = stub_->Pull(&context, request);
  RETURN_IF_ERROR(ReadAll(context, *reader, [&pages](PullPage& page) {
    pages.push_back(std::move(page));
    return absl::OkStatus();
  }));
  return pages;
}

absl::StatusOr<sync::v1::DigestReply> GrpcTransport::Digest(
    const sync::v1::DigestRequest& request) {
  grpc::ClientContext context;
  Prepare(context, kDigestDeadline);
  sync::v1::DigestReply reply;
  RETURN_IF_ERROR(FromGrpc(stub_->Digest(&context, request, &reply)));
  return reply;
}

absl::StatusOr<std::vector<RepairPage>> GrpcTransport::Repair(
    const sync::v1::RepairRequest& request) {
  grpc::ClientContext context;
  Prepare(context, kPullDeadline);
  std::vector<RepairPage> pages;
  const auto reader = stub_->Repair(&context, request);
  RETURN_IF_ERROR(ReadAll(context, *reader, [&pages](RepairPage& page) {
    pages.push_back(std::move(page));
    return absl::OkStatus();
  }));
  return pages;
}

absl::StatusOr<UploadProgress> GrpcTransport::BeginUpload(absl::string_view row_id) {
  grpc::ClientContext context;
  Prepare(context, kUploadDeadline);
  v1::BeginUploadRequest request;
  request.set_attachment_id(std::string(row_id));
  v1::UploadStatus reply;
  RETURN_IF_ERROR(FromGrpc(files_->BeginUpload(&context, request, &reply)));
  return UploadProgress{reply.received_bytes(), reply.stored()};
}

absl::StatusOr<UploadProgress> GrpcTransport::WriteChunk(absl::string_view row_id, int64_t offset,
                                                         absl::string_view data) {
  grpc::ClientContext context;
  Prepare(context, kUploadDeadline);
  v1::WriteChunkRequest request;
  request.set_attachment_id(std::string(row_id));
  request.set_offset(offset);
  request.set_data(std::string(data));
  v1::UploadStatus reply;
  RETURN_IF_ERROR(FromGrpc(files_->WriteChunk(&context, request, &reply)));
  return UploadProgress{reply.received_bytes(), reply.stored()};
}

absl::Status GrpcTransport::Watch(absl::string_view install_id,
                                  absl::FunctionRef<bool(const WatchReply&)> take) {
  grpc::ClientContext context;
  Prepare(context, kWatchDeadline);
  {
    absl::MutexLock lock(&mu_);
    if (std::exchange(watch_cancelled_, false)) return FromGrpc(grpc::Status::CANCELLED);
    watching_ = &context;
  }
  sync::v1::WatchRequest request;
  request.set_install_id(std::string(install_id));
  const auto reader = stub_->Watch(&context, request);
  WatchReply reply;
  bool wanted = true;
  while (wanted && reader->Read(&reply)) wanted = take(reply);
  if (!wanted) context.TryCancel();
  const absl::Status ended = FromGrpc(reader->Finish());
  absl::MutexLock lock(&mu_);
  watching_ = nullptr;
  watch_cancelled_ = false;
  return wanted ? ended : absl::OkStatus();
}

void GrpcTransport::CancelWatch() {
  absl::MutexLock lock(&mu_);
  if (watching_ == nullptr) {
    watch_cancelled_ = true;
  } else {
    watching_->TryCancel();
  }
}

void GrpcTransport::NetworkChanged() {
  grpc::experimental::ChannelResetConnectionBackoff(channel_.get());
}

}  // namespace zoufang::device
