// refine/hysteresis: faint values stay where they touch certain ones (Canny 1986, for edges). Hair is kept and a faint
// blob elsewhere is not, which no single threshold can do.
#include <algorithm>
#include <vector>

#include "base/components.h"
#include "refine/kinds.h"

namespace segme {
namespace {

class Hysteresis final : public Refiner {
 public:
  static constexpr std::string_view kName = "hysteresis";
  struct Options {
    float low = 0.1F;
    float high = 0.7F;
    void describe(auto& visit) {
      visit("low", low, "values from this on stay where they touch a high one, pixel by pixel; others become 0", 0.0F,
            1.0F);
      visit("high", high, "values from this on are certain; must be more than low", 0.0F, 1.0F);
    }
  };
  explicit Hysteresis(const Options& options) : options_(options) {
    if (!(options.low < options.high)) {
      throw Error(ExitCode::usage, "hysteresis: low is not less than high. Give for example low=0.1,high=0.7.");
    }
  }
  void refine(const Frame&, Matte& matte) override;

 private:
  Options options_;
  Components components_;  // of what is not below low
  std::vector<bool> certain_;
};

void Hysteresis::refine(const Frame&, Matte& matte) {
  float* const values = matte.data();
  const auto faint = [&](int pixel) { return values[pixel] >= options_.low; };
  components_.find(matte.width(), matte.height(), true, faint);
  certain_.assign(components_.count(), false);
  components_.for_runs([&](const Components::Run& run, std::size_t first) {
    const float* const begin = values + first;
    const bool any = std::any_of(begin, begin + (run.end - run.begin), [&](float v) { return v >= options_.high; });
    if (any) certain_[static_cast<std::size_t>(run.component)] = true;
  });
  std::size_t done = 0;  // what is in no run, or in one that touches nothing certain, goes
  components_.for_runs([&](const Components::Run& run, std::size_t first) {
    if (!certain_[static_cast<std::size_t>(run.component)]) return;
    std::fill(values + done, values + first, 0.0F);
    done = first + static_cast<std::size_t>(run.end - run.begin);
  });
  std::fill(values + done, values + matte.size(), 0.0F);
}

}  // namespace

extern constexpr RefinerKind hysteresis_refiner =
    make_kind<Refiner, Hysteresis>("keeps faint values only where they touch certain ones");

}  // namespace segme
