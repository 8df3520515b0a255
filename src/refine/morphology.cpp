// refine/morphology: makes the person a little larger or smaller, and its edge softer, in pixels of the matte as it
// arrives. Grey-scale dilation and erosion with a square, one axis after the other; the feather is two box blurs (a
// tent).
#include <algorithm>

#include "refine/kinds.h"

namespace segme {
namespace {

class Morphology final : public Refiner {
 public:
  static constexpr std::string_view kName = "morphology";
  struct Options {
    int grow = 0;
    int feather = 0;
    void describe(auto& visit) {
      visit("grow", grow, "pixels added around the person; negative: taken away", -64, 64);
      visit("feather", feather, "half width of the soft edge that is added, in pixels", 0, 64);
    }
  };
  explicit Morphology(const Options& options) : options_(options) {}

  void refine(const Frame&, Matte& matte) override {
    const int radius = options_.grow < 0 ? -options_.grow : options_.grow;
    if (radius > 0) both_axes(matte, [&](int count) { extreme(count, radius); });
    if (options_.feather > 0) {
      for (int round = 0; round < 2; ++round) both_axes(matte, [&](int count) { average(count, options_.feather); });
    }
  }

 private:
  template <class Filter>
  void both_axes(Matte& matte, Filter filter);
  void extreme(int count, int radius);
  void average(int count, int radius);

  Options options_;
  Buffer<float> line_, result_;  // one row or column, before and after
};

/// Runs `filter` (line_ -> result_) on every row, then on every column.
template <class Filter>
void Morphology::both_axes(Matte& matte, Filter filter) {
  const auto run = [&](float* first, int count, std::ptrdiff_t step) {
    line_.resize(static_cast<std::size_t>(count));
    result_.resize(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) line_.data()[i] = first[i * step];
    filter(count);
    for (int i = 0; i < count; ++i) first[i * step] = result_.data()[i];
  };
  for (int y = 0; y < matte.height(); ++y) run(matte.row(y), matte.width(), 1);
  for (int x = 0; x < matte.width(); ++x) run(matte.data() + x, matte.height(), matte.width());
}

void Morphology::extreme(int count, int radius) {
  const bool grow = options_.grow > 0;
  const float* line = line_.data();
  for (int i = 0; i < count; ++i) {
    const float* first = line + std::max(0, i - radius);
    const float* last = line + std::min(count, i + radius + 1);
    result_.data()[i] = grow ? *std::max_element(first, last) : *std::min_element(first, last);
  }
}

/// The mean of the samples that exist, so that the picture's border does not darken.
void Morphology::average(int count, int radius) {
  const float* line = line_.data();
  double sum = 0;
  int inside = 0;
  for (int i = 0; i < std::min(radius, count); ++i, ++inside) sum += static_cast<double>(line[i]);
  for (int i = 0; i < count; ++i) {
    if (i + radius < count) {
      sum += static_cast<double>(line[i + radius]);
      ++inside;
    }
    if (i - radius - 1 >= 0) {
      sum -= static_cast<double>(line[i - radius - 1]);
      --inside;
    }
    result_.data()[i] = std::min(1.0F, std::max(0.0F, static_cast<float>(sum / inside)));
  }
}

}  // namespace

extern constexpr RefinerKind morphology_refiner =
    make_kind<Refiner, Morphology>("dilates or erodes (grow), feathers: grows, shrinks or softens the matte");

}  // namespace segme
