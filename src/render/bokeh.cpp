// render/bokeh: the original behind the person as a lens with a wide aperture shows it: each point becomes a disc, and
// bright points shine (they count more, as light does before it becomes an 8-bit picture). The person's colours are
// kept out, each pixel counts as much as it is background. Rows of the disc are differences of running totals.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/resize.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr float kRadius = 8;     // of the disc, in pixels of the size it is computed at: rounder is not seen
constexpr float kLeast = 1e-3F;  // weight of a pixel that is all person
constexpr std::size_t kPlanes = 4;

class Bokeh final : public Background {
 public:
  static constexpr std::string_view kName = "bokeh";
  struct Options {
    float strength = 2.0F;
    float highlights = 0.6F;
    void describe(auto& visit) {
      visit("strength", strength, "radius of the disc in hundredths of the longer side", 0.1F, 10.0F);
      visit("highlights", highlights, "how much bright points shine", 0.0F, 1.0F);
    }
  };
  explicit Bokeh(const Options& options);
  const Image& draw(const Frame& frame, const Matte& matte) override;

 private:
  void fill_totals();
  void blur_row(int y, int radius);
  Options options_;
  std::array<float, 256> weights_{};  ///< what a brightness counts
  Image small_, blurred_, background_;
  Matte small_matte_;
  Buffer<double> totals_;  ///< of each row, from its left edge on; a float would lose the small weights
  std::vector<int> half_widths_;
};

Bokeh::Bokeh(const Options& options) : options_(options) {
  // White counts up to 30 times as much as middle grey.
  for (std::size_t v = 0; v < 256; ++v) {
    const float bright = static_cast<float>(v) / 255;
    weights_[v] = 1 + 30 * options.highlights * std::pow(bright, 8.0F);
  }
}

void Bokeh::fill_totals() {
  const int width = small_.width();
  totals_.resize(static_cast<std::size_t>(width + 1) * static_cast<std::size_t>(small_.height()) * kPlanes);
  double* total = totals_.data();
  for (int y = 0; y < small_.height(); ++y) {
    std::fill_n(total, kPlanes, 0.0);
    const std::uint8_t* pixel = small_.row(y);
    const float* matte = small_matte_.row(y);
    for (int x = 0; x < width; ++x, pixel += 3, total += kPlanes) {
      const int brightest = std::max({pixel[0], pixel[1], pixel[2]});
      const float weight = (1 - matte[x]) * weights_[static_cast<std::size_t>(brightest)] + kLeast;
      for (std::size_t c = 0; c < 3; ++c) {
        total[kPlanes + c] = total[c] + static_cast<double>(weight * static_cast<float>(pixel[c]));
      }
      total[kPlanes + 3] = total[3] + static_cast<double>(weight);
    }
    total += kPlanes;
  }
}

void Bokeh::blur_row(int y, int radius) {
  const int width = small_.width();
  const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(width + 1) * static_cast<std::ptrdiff_t>(kPlanes);
  const int first = std::max(0, y - radius);
  const int last = std::min(y + radius, small_.height() - 1);
  std::uint8_t* out = blurred_.row(y);
  for (int x = 0; x < width; ++x, out += 3) {
    double sum[kPlanes] = {};
    for (int row = first; row <= last; ++row) {
      const int half = half_widths_[static_cast<std::size_t>(std::abs(row - y))];
      const double* totals = totals_.data() + row * stride;
      const double* begin = totals + std::max(0, x - half) * static_cast<std::ptrdiff_t>(kPlanes);
      const double* end = totals + std::min(x + half + 1, width) * static_cast<std::ptrdiff_t>(kPlanes);
      for (std::size_t c = 0; c < kPlanes; ++c) sum[c] += end[c] - begin[c];
    }
    const double scale = 1 / sum[3];
    for (std::size_t c = 0; c < 3; ++c) {
      out[c] = static_cast<std::uint8_t>(std::clamp(sum[c] * scale + 0.5, 0.0, 255.0));
    }
  }
}

const Image& Bokeh::draw(const Frame& frame, const Matte& matte) {
  const Image& image = frame.image;
  const float shown_width = static_cast<float>(image.width() * frame.pixel_aspect);
  const float radius = options_.strength / 100 * std::max(shown_width, static_cast<float>(image.height()));
  const float reduce = std::max(1.0F, radius / kRadius);
  const int width = std::max(1, static_cast<int>(std::lround(shown_width / reduce)));
  const int height = std::max(1, static_cast<int>(std::lround(static_cast<float>(image.height()) / reduce)));
  resize_area(image, width, height, small_);
  resize_matte(matte, width, height, small_matte_);
  fill_totals();
  const float small_radius = std::max(1.0F, radius / reduce);
  const int rows = static_cast<int>(small_radius);
  half_widths_.resize(static_cast<std::size_t>(rows) + 1);
  for (int dy = 0; dy <= rows; ++dy) {
    const auto off = static_cast<float>(dy);
    half_widths_[static_cast<std::size_t>(dy)] = static_cast<int>(std::sqrt(small_radius * small_radius - off * off));
  }
  blurred_.resize(width, height, 3);
  for (int y = 0; y < height; ++y) blur_row(y, rows);
  resize_area(blurred_, image.width(), image.height(), background_);
  return background_;
}

}  // namespace

const BackgroundKind bokeh_background =
    make_kind<Background, Bokeh>("the original through a wide lens: discs of light, without the person's colours");

}  // namespace segme
