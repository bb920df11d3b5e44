#include "server/storage/write_queue.h"

#include <utility>

#include "sync/base/errors.h"
#include "sync/base/log.h"

namespace zoufang::storage {

WriteQueue::WriteQueue(std::unique_ptr<sql::Database> database, int64_t checkpoint_pages,
                       std::function<void()> after_commit)
    : checkpoint_pages_(checkpoint_pages),
      after_commit_(std::move(after_commit)),
      database_(std::move(database)),
      thread_([this] { Work(); }) {}

WriteQueue::~WriteQueue() { Close(); }

absl::Status WriteQueue::Run(Body body) {
  Job job{.body = body, .status = absl::OkStatus(), .done = {}};
  {
    absl::MutexLock lock(&mu_);
    if (closing_) return base::Shutdown();
    waiting_.push_back(&job);
  }
  job.done.WaitForNotification();
  return job.status;
}

size_t WriteQueue::depth() const {
  absl::MutexLock lock(&mu_);
  return waiting_.size();
}

void WriteQueue::Close() {
  {
    absl::MutexLock lock(&mu_);
    closing_ = true;
  }
  if (thread_.joinable()) thread_.join();
  database_.reset();
}

void WriteQueue::Work() {
  while (true) {
    std::vector<Job*> batch;
    {
      absl::MutexLock lock(&mu_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return closing_ || !waiting_.empty();
      };
      mu_.Await(absl::Condition(&ready));
      if (waiting_.empty()) return;
      batch.swap(waiting_);
    }
    Commit(batch);
  }
}

void WriteQueue::Commit(const std::vector<Job*>& batch) {
  const absl::Status committed = database_->Write([&] { return RunAll(batch); });
  for (Job* job : batch) {
    if (!committed.ok() && job->status.ok()) job->status = committed;
    job->done.Notify();  // The job is its caller's again: it may be gone.
  }
  if (committed.ok()) after_commit_();
  if (database_->wal_pages() < checkpoint_pages_) return;
  const absl::Status checkpointed = database_->Checkpoint();
  if (!checkpointed.ok()) {
    base::Log(base::Severity::kWarning, "checkpoint_failed",
              {{"message", std::string(checkpointed.message())}});
  }
}

absl::Status WriteQueue::RunAll(const std::vector<Job*>& batch) {
  for (Job* job : batch) {
    job->status = database_->Savepoint([&] { return job->body(*database_); });
    // SQLite gave the whole transaction up (disk full, I/O error): nothing of this batch stands.
    if (!database_->in_transaction()) {
      return job->status.ok() ? base::SqlFailed(0, "the transaction ended early") : job->status;
    }
  }
  return absl::OkStatus();
}

}  // namespace zoufang::storage
