#include "server/storage/reader_pool.h"

#include <utility>

#include "sync/base/errors.h"

namespace zoufang::storage {

ReaderPool::ReaderPool(std::vector<std::unique_ptr<sql::Database>> readers)
    : size_(readers.size()), idle_(std::move(readers)) {}

ReaderPool::~ReaderPool() { Close(); }

absl::Status ReaderPool::Run(absl::FunctionRef<absl::Status(sql::Database&)> body) {
  std::unique_ptr<sql::Database> reader;
  {
    absl::MutexLock lock(&mu_);
    const auto free = [this]()
                          ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return closed_ || !idle_.empty(); };
    mu_.Await(absl::Condition(&free));
    if (closed_) return base::Shutdown();
    reader = std::move(idle_.back());
    idle_.pop_back();
  }
  absl::Status result = reader->Read([&] { return body(*reader); });
  absl::MutexLock lock(&mu_);
  idle_.push_back(std::move(reader));
  return result;
}

void ReaderPool::Close() {
  absl::MutexLock lock(&mu_);
  if (closed_) return;
  closed_ = true;
  const auto all_back = [this]()
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return idle_.size() == size_; };
  mu_.Await(absl::Condition(&all_back));
  idle_.clear();
}

}  // namespace zoufang::storage
