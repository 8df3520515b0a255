// refine/hysteresis: faint values stay where they touch certain ones (Canny 1986, for edges). Hair is kept and a faint
// blob elsewhere is not, which no single threshold can do.
#include <algorithm>

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
  void flood(const Matte& matte, int first);
  Options options_;
  Buffer<std::uint8_t> kept_;
  Buffer<int> waiting_;  // pixels that are kept and whose neighbours have not been asked
};

void Hysteresis::flood(const Matte& matte, int first) {
  const int width = matte.width();
  std::size_t count = 0;
  const auto keep = [&](bool inside, int at) {
    if (!inside || kept_.data()[at] != 0 || matte.data()[at] < options_.low) return;
    kept_.data()[at] = 1;
    waiting_.data()[count++] = at;
  };
  keep(true, first);
  while (count > 0) {
    const int at = waiting_.data()[--count];
    const int x = at % width;
    const int y = at / width;
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        const bool inside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < matte.height();
        keep(inside, at + dy * width + dx);
      }
    }
  }
}

void Hysteresis::refine(const Frame&, Matte& matte) {
  kept_.resize(matte.size());
  waiting_.resize(matte.size());  // each pixel waits at most once
  std::fill_n(kept_.data(), matte.size(), std::uint8_t{0});
  for (std::size_t i = 0; i < matte.size(); ++i) {
    if (matte.data()[i] >= options_.high && kept_.data()[i] == 0) flood(matte, static_cast<int>(i));
  }
  for (std::size_t i = 0; i < matte.size(); ++i) {
    if (kept_.data()[i] == 0) matte.data()[i] = 0;
  }
}

}  // namespace

extern constexpr RefinerKind hysteresis_refiner =
    make_kind<Refiner, Hysteresis>("keeps faint values only where they touch certain ones");

}  // namespace segme
