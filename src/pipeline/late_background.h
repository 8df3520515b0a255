// pipeline/late_background: a background that somebody else has to answer for first. It is opened on a thread of its
// own, and frames go on before black until it is there.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <stop_token>

#include "base/aside.h"
#include "render/background.h"

namespace segme {

class LateBackground final : public Background {
 public:
  /// The token is asked to stop when nobody wants it any more: whatever waits then must end.
  using Open = std::function<std::unique_ptr<Background>(const std::stop_token& stop)>;
  /// Begins to open it at once.
  explicit LateBackground(Open open);

  /// @throws what opening it threw, what it throws
  const Image& draw(const Frame& frame, const Matte& matte) override;

 private:
  struct Awaited {
    std::unique_ptr<Background> background;  // both are written before the work has ended
    std::exception_ptr failure;
  };
  std::unique_ptr<Background> there_;
  Image black_;
  std::shared_ptr<Awaited> awaited_ = std::make_shared<Awaited>();
  std::unique_ptr<Aside> opening_;
};

}  // namespace segme
