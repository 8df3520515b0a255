// render/cutout: see cutout.cpp.
#pragma once

#include "render/foreground.h"
#include "render/renderer.h"

namespace segme {

class Cutout final : public Renderer {
 public:
  static constexpr std::string_view kName = "cutout";
  struct Options {
    bool estimate = true;
    void describe(auto& visit) { visit("estimate", estimate, "estimate the person's own colours at the edge"); }
  };
  explicit Cutout(const Options& options) : options_(options) {}
  void draw(const Scene& scene, Image& picture) override;

 private:
  Options options_;
  ForegroundEstimator estimator_;
  Image colours_;
};

}  // namespace segme
