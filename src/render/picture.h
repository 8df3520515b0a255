// render/picture: the person in front of another picture.
#pragma once

#include <string>

#include "render/blend.h"
#include "render/renderer.h"

namespace segme {

class Picture : public Renderer {
 public:
  static constexpr std::string_view kName = "picture";
  struct Options {
    std::string fit = "fill";
    bool estimate = true;
    void describe(auto& visit) {
      visit("fit", fit, "fill: covers and crops; fit: whole, on black; centre: as large as it is", "fill|fit|centre");
      visit("estimate", estimate, "estimate the person's own colours at the edge");
    }
  };
  /// Without a picture it cannot render: @throws Error(usage) that says how to give one.
  explicit Picture(const Options& options);
  /// background: RGB, any size. fit: fill | fit | centre.
  Picture(Image background, const std::string& fit);
  void render(const Frame& frame, const Matte& matte, Image& picture) override;

 private:
  Options options_;
  Image background_, laid_out_, scaled_;
  Composer composer_;
};

}  // namespace segme
