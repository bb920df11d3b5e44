#include "server/http/upstream_stream.h"

namespace zoufang::http {

UpstreamStream::UpstreamStream(Upstream& upstream, const UpstreamCall& call) {
  upstream.Prepare(call, context_);
  const grpc::Slice slice(call.request);
  request_ = grpc::ByteBuffer(&slice, 1);
  upstream.stub().PrepareBidiStreamingCall(&context_, call.path, grpc::StubOptions(), this);
  AddHold();  // Next starts reads, outside of reactions.
  StartWriteLast(&request_, grpc::WriteOptions());
  StartRead(&read_);
  StartCall();
}

UpstreamStream::~UpstreamStream() {
  bool reading = true;
  {
    absl::MutexLock lock(&mu_);
    leaving_ = true;
    reading = !idle_ && !arrived_;
  }
  context_.TryCancel();
  if (!reading) StartRead(&read_);
  done_.WaitForNotification();
}

UpstreamStream::Turn UpstreamStream::Next(absl::Duration wait) {
  if (idle_) {
    idle_ = false;
    StartRead(&read_);
  }
  absl::MutexLock lock(&mu_);
  const auto something = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return arrived_ || ended_; };
  if (!mu_.AwaitWithTimeout(absl::Condition(&something), wait)) return Turn::kNothingYet;
  if (!arrived_) return Turn::kEnd;
  arrived_ = false;
  message_ = BytesOf(read_);
  read_.Clear();
  idle_ = true;
  return Turn::kMessage;
}

void UpstreamStream::OnReadDone(bool ok) {
  if (!ok) return RemoveHold();
  {
    absl::MutexLock lock(&mu_);
    arrived_ = true;
    if (!leaving_) return;
  }
  StartRead(&read_);  // Of a cancelled call: it fails soon, which lets the hold go.
}

void UpstreamStream::OnDone(const grpc::Status& status) {
  {
    absl::MutexLock lock(&mu_);
    end_ = AnswerOf(status, context_);
    ended_ = true;
  }
  done_.Notify();  // This may be gone from here on.
}

}  // namespace zoufang::http
