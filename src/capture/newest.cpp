// capture/newest: see newest.h.
#include "capture/newest.h"

namespace segme {

Newest::Newest(std::unique_ptr<Capture> source) : source_(std::move(source)) {
  SEGME_CHECK(source_ != nullptr);
  reader_ = std::thread([this] { read_source(); });
}

Newest::~Newest() {
  mailbox_.close();
  reader_.join();
}

void Newest::read_source() {
  try {
    Arrival arrival;
    while (source_->next(arrival.frame)) {
      arrival.arrived = std::chrono::steady_clock::now();
      if (!mailbox_.put(arrival)) break;
    }
  } catch (...) {
    failure_ = std::current_exception();
  }
  mailbox_.close();
}

void Newest::rethrow() {
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

bool Newest::next(Frame& frame) {
  if (mailbox_.take(taken_)) {
    std::swap(frame, taken_.frame);  // the old one's memory goes round
    return true;
  }
  rethrow();
  return false;
}

Taken Newest::next_for(Frame& frame, std::chrono::milliseconds most) {
  const Taken taken = mailbox_.take_for(taken_, most);
  if (taken == Taken::thing) std::swap(frame, taken_.frame);
  if (taken == Taken::end) rethrow();
  return taken;
}

}  // namespace segme
