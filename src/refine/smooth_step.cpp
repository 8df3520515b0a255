// refine/smooth_step: steepens a soft matte: 0 up to `low`, 1 from `high` on, a smooth ramp (3t^2 - 2t^3) or a straight
// one between.
#include <algorithm>

#include "refine/kinds.h"

namespace segme {
namespace {

class SmoothStep final : public Refiner {
 public:
  static constexpr std::string_view kName = "smooth_step";
  struct Options {
    float low = 0.1F;
    float high = 0.9F;
    bool straight = false;
    void describe(auto& visit) {
      visit("low", low, "values up to this become 0", 0.0F, 1.0F);
      visit("high", high, "values from this on become 1; must be more than low", 0.0F, 1.0F);
      visit("straight", straight, "a straight ramp between them");
    }
  };
  explicit SmoothStep(const Options& options) : options_(options) {
    if (!(options.low < options.high)) {
      throw Error(ExitCode::usage, "smooth_step: low is not less than high. Give for example low=0.1,high=0.9.");
    }
  }

  void refine(const Frame&, Matte& matte) override {
    const float low = options_.low;
    const float width = options_.high - options_.low;
    float* values = matte.data();
    for (std::size_t i = 0; i < matte.size(); ++i) {
      const float t = std::min(1.0F, std::max(0.0F, (values[i] - low) / width));
      values[i] = options_.straight ? t : t * t * (3 - 2 * t);
    }
  }

 private:
  Options options_;
};

}  // namespace

extern constexpr RefinerKind smooth_step_refiner =
    make_kind<Refiner, SmoothStep>("makes the edge firmer: a smooth ramp between two values");

}  // namespace segme
