// capture/newest: see newest.h.
#include "capture/newest.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace segme {

/// What the reading thread works with; it may outlive the Newest.
struct Newest::Reading {
  void run(const Open& open, const std::stop_token& stop);
  void tell(bool Reading::*what);

  Mailbox<Arrival> mailbox;
  std::exception_ptr failure;  // written before the mailbox closes, read after
  std::mutex mutex;
  std::condition_variable changed;
  bool opened = false;  // the source is open
  bool over = false;    // no more comes
};

void Newest::Reading::tell(bool Reading::*what) {
  {
    const std::lock_guard lock(mutex);
    this->*what = true;
  }
  changed.notify_all();
}

void Newest::Reading::run(const Open& open, const std::stop_token& stop) {
  try {
    const std::unique_ptr<Capture> source = open(stop);
    SEGME_CHECK(source != nullptr);
    tell(&Reading::opened);
    Arrival arrival;
    while (source->next(arrival.frame)) {
      arrival.arrived = std::chrono::steady_clock::now();
      if (!mailbox.put(arrival)) break;
    }
  } catch (...) {
    failure = std::current_exception();
  }
  mailbox.close();
  tell(&Reading::over);
}

Newest::Newest(std::unique_ptr<Capture> source)
    : Newest([held = std::make_shared<std::unique_ptr<Capture>>(std::move(source))](const std::stop_token&) {
        return std::move(*held);
      }) {}

Newest::Newest(Open open)
    : reading_(std::make_shared<Reading>()),
      reader_([reading = reading_, how = std::move(open)](const std::stop_token& stop) { reading->run(how, stop); }) {}

Newest::~Newest() { reading_->mailbox.close(); }

bool Newest::opened_within(std::chrono::milliseconds most) {
  std::unique_lock lock(reading_->mutex);
  reading_->changed.wait_for(lock, most, [this] { return reading_->opened || reading_->over; });
  if (!reading_->opened && reading_->over) rethrow();
  return reading_->opened;
}

void Newest::rethrow() {
  if (reading_->failure) std::rethrow_exception(std::exchange(reading_->failure, nullptr));
}

bool Newest::next(Frame& frame) {
  if (reading_->mailbox.take(taken_)) {
    std::swap(frame, taken_.frame);  // the old one's memory goes round
    return true;
  }
  rethrow();
  return false;
}

Taken Newest::next_for(Frame& frame, std::chrono::milliseconds most) {
  const Taken taken = reading_->mailbox.take_for(taken_, most);
  if (taken == Taken::thing) std::swap(frame, taken_.frame);
  if (taken == Taken::end) rethrow();
  return taken;
}

std::int64_t Newest::dropped() const { return reading_->mailbox.replaced(); }

}  // namespace segme
