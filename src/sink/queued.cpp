// sink/queued: see queued.h. Pictures are copied into a ring whose memory is kept, so a warm queue allocates nothing.
#include "sink/queued.h"

#include <algorithm>
#include <utility>

#include "base/workers.h"

namespace segme {

Queued::Queued(std::unique_ptr<Sink> sink, std::size_t room, WhenFull when_full)
    : sink_(std::move(sink)), when_full_(when_full), ring_(room) {
  SEGME_CHECK(sink_ != nullptr && room >= 1);
  writer_ = start_thread([this] { work(); });
}

Queued::~Queued() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    count_ = 0;
  }
  changed_.notify_all();
  if (writer_.joinable()) writer_.join();
}

void Queued::work() {
  Entry entry;
  try {
    while (take(entry)) sink_->show(entry.picture, entry.seconds);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    failed_ = true;
  }
  changed_.notify_all();
}

/// Waits for a picture; false when no more will come.
bool Queued::take(Entry& entry) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return count_ > 0 || closed_; });
    if (count_ == 0) return false;
    std::swap(entry, ring_[first_]);
    first_ = (first_ + 1) % ring_.size();
    --count_;
  }
  changed_.notify_all();
  return true;
}

void Queued::rethrow() {
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Queued::show(const Image& picture, double seconds) {
  {
    std::unique_lock lock(mutex_);
    if (when_full_ == WhenFull::wait) changed_.wait(lock, [this] { return count_ < ring_.size() || failed_; });
    if (failed_) return rethrow();
    if (count_ == ring_.size()) {
      ++dropped_;
      return;
    }
    Entry& entry = ring_[(first_ + count_) % ring_.size()];
    entry.picture.resize(picture.width(), picture.height(), picture.channels());
    std::copy_n(picture.data(), picture.size(), entry.picture.data());
    entry.seconds = seconds;
    ++count_;
  }
  changed_.notify_all();
}

void Queued::finish() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  if (writer_.joinable()) writer_.join();
  const bool well = !failed_;
  rethrow();
  if (well) sink_->finish();
}

std::int64_t Queued::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace segme
