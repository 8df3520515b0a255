// pipeline/late_background: see late_background.h.
#include "pipeline/late_background.h"

#include <utility>

namespace segme {

LateBackground::LateBackground(Open open)
    : opening_(std::make_unique<Aside>([awaited = awaited_, how = std::move(open)](const std::stop_token& stop) {
        try {
          awaited->background = how(stop);
        } catch (...) {
          awaited->failure = std::current_exception();
        }
      })) {}

const Image& LateBackground::draw(const Frame& frame, const Matte& matte) {
  if (opening_ && opening_->done_within({})) {
    opening_.reset();
    if (awaited_->failure) std::rethrow_exception(std::exchange(awaited_->failure, nullptr));
    there_ = std::move(awaited_->background);
    SEGME_CHECK(there_ != nullptr);
  }
  if (there_) return there_->draw(frame, matte);
  if (black_.width() != frame.image.width() || black_.height() != frame.image.height()) {
    black_.resize(frame.image.width(), frame.image.height(), 3);
    black_.fill(0);
  }
  return black_;
}

}  // namespace segme
