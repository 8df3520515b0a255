// render/kuwahara: paints: around each pixel lie four squares that share it as a corner; it takes the mean colour of
// the one whose colours vary least, so that areas become flat and edges stay (Kuwahara 1976). Contrast is raised
// before. Sums over squares come from running sums, so a large radius costs as little as a small one.
#include <algorithm>
#include <limits>

#include "render/kinds.h"

namespace segme {
namespace {

constexpr std::size_t kSums = 6;  // three channels, and their squares

/// The rows of the squares above a pixel, or below it: sums of each column, and totals from the left edge on. Sums wrap
/// around; the differences that are taken of them are right all the same.
struct Band {
  Buffer<std::uint32_t> columns, totals;
  int rows = 0;

  void clear(int width) {
    columns.resize(static_cast<std::size_t>(width) * kSums);
    totals.resize(static_cast<std::size_t>(width + 1) * kSums);
    std::fill_n(columns.data(), columns.size(), 0U);
    std::fill_n(totals.data(), kSums, 0U);
    rows = 0;
  }
  /// A row joins (sign 1) or leaves (-1); rows outside the picture do nothing.
  void move(const Image& image, int y, int sign) {
    if (y < 0 || y >= image.height()) return;
    rows += sign;
    const std::uint8_t* pixel = image.row(y);
    std::uint32_t* sums = columns.data();
    for (int x = 0; x < image.width(); ++x, pixel += image.channels(), sums += kSums) {
      for (std::size_t c = 0; c < 3; ++c) {
        const auto value = static_cast<std::uint32_t>(pixel[c]);
        sums[c] += sign > 0 ? value : 0U - value;
        sums[3 + c] += sign > 0 ? value * value : 0U - value * value;
      }
    }
  }
  void total() {
    for (std::size_t i = 0; i < columns.size(); ++i) totals.data()[kSums + i] = totals.data()[i] + columns.data()[i];
  }
};

class Kuwahara final : public Renderer {
 public:
  static constexpr std::string_view kName = "kuwahara";
  struct Options {
    int radius = 4;
    float contrast = 1.5F;
    void describe(auto& visit) {
      visit("radius", radius, "side of the squares less one, in pixels", 1, 32);
      visit("contrast", contrast, "about the middle grey, before painting; 1 = as it is", 0.0F, 4.0F);
    }
  };
  explicit Kuwahara(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.changes = true}; }
  void draw(const Scene&, Image& picture) override;

 private:
  void raise_contrast(Image& picture) const;
  Options options_;
  Image before_;
  Band bands_[2];  // above, below
};

void Kuwahara::raise_contrast(Image& picture) const {
  std::uint8_t curve[256];
  for (int v = 0; v < 256; ++v) {
    const float value = (static_cast<float>(v) - 127.5F) * options_.contrast + 127.5F;
    curve[v] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
  }
  const auto step = static_cast<std::size_t>(picture.channels());
  for (std::size_t at = 0; at < picture.size(); at += step) {
    for (std::size_t c = 0; c < 3; ++c) picture.data()[at + c] = curve[picture.data()[at + c]];
  }
}

/// Writes the mean of columns [first, last] of a band where its colours vary less than `least` so far.
void choose(const Band& band, int first, int last, double& least, std::uint8_t* pixel) {
  const std::uint32_t* begin = band.totals.data() + static_cast<std::size_t>(first) * kSums;
  const std::uint32_t* end = band.totals.data() + static_cast<std::size_t>(last + 1) * kSums;
  const double scale = 1.0 / ((last - first + 1) * band.rows);
  double variance = 0, mean[3];
  for (std::size_t c = 0; c < 3; ++c) {
    mean[c] = scale * (end[c] - begin[c]);
    variance += scale * (end[3 + c] - begin[3 + c]) - mean[c] * mean[c];
  }
  if (variance >= least) return;
  least = variance;
  for (std::size_t c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(mean[c] + 0.5);
}

void Kuwahara::draw(const Scene&, Image& picture) {
  raise_contrast(picture);
  before_ = picture;
  const int radius = options_.radius;
  for (Band& band : bands_) band.clear(picture.width());
  for (int y = 0; y < radius; ++y) bands_[1].move(before_, y, 1);
  for (int y = 0; y < picture.height(); ++y) {
    bands_[0].move(before_, y, 1);
    bands_[0].move(before_, y - radius - 1, -1);
    bands_[1].move(before_, y + radius, 1);
    bands_[1].move(before_, y - 1, -1);
    for (Band& band : bands_) band.total();
    std::uint8_t* pixel = picture.row(y);
    for (int x = 0; x < picture.width(); ++x, pixel += picture.channels()) {
      double least = std::numeric_limits<double>::infinity();
      for (const Band& band : bands_) {
        choose(band, std::max(0, x - radius), x, least, pixel);
        choose(band, x, std::min(x + radius, picture.width() - 1), least, pixel);
      }
    }
  }
}

}  // namespace

const RendererKind kuwahara_renderer = make_kind<Renderer, Kuwahara>("a painting: flat areas, firm edges");

}  // namespace segme
