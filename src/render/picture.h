// render/picture: another picture behind the person.
#pragma once

#include <string_view>

#include "render/background.h"
#include "render/lay_out.h"

namespace segme {

class Picture final : public Background {
 public:
  static constexpr std::string_view kName = "picture";
  struct Options {
    Fit fit = Fit::fill;
    void describe(auto& visit) {
      visit("fit", fit, "fill: covers and crops; fit: whole, on black; centre: as large as it is", "fill|fit|centre");
    }
  };
  /// Without a picture there is nothing to show: @throws Error(usage) that says how to give one.
  explicit Picture(const Options& options);
  /// background: RGB, any size.
  Picture(Image background, Fit fit);
  const Image& draw(const Frame& frame, const Matte& matte) override;
  [[nodiscard]] bool still() const override { return true; }

 private:
  Options options_;
  Image background_, laid_out_, scaled_;
  double pixel_aspect_ = 1;
};

}  // namespace segme
