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
    Frame frame;
    while (source_->next(frame) && mailbox_.put(frame)) {
    }
  } catch (...) {
    failure_ = std::current_exception();
  }
  mailbox_.close();
}

bool Newest::next(Frame& frame) {
  if (mailbox_.take(frame)) return true;
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  return false;
}

}  // namespace segme
