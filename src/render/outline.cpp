// render/outline: a line of one colour around the person, as around a sticker. Its place comes from the exact distance
// to the person (Felzenszwalb and Huttenlocher 2012). It lies behind the person's own soft edge.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "render/kinds.h"
#include "render/named_colour.h"

namespace segme {
namespace {

constexpr float kPerson = 0.5F;
constexpr float kFar = 1e12F;  // squared distance where nobody is

class Outline final : public Renderer {
 public:
  static constexpr std::string_view kName = "outline";
  struct Options {
    std::string colour = "white";
    float width = 1.0F;
    void describe(auto& visit) {
      visit("colour", colour, "colour of the line: '#rrggbb' or a name", "");
      visit("width", width, "width of the line, in hundredths of the longer side", 0.05F, 20.0F);
    }
  };
  explicit Outline(const Options& options) : options_(options), colour_(parse_colour(options.colour)) {}
  [[nodiscard]] Role role() const override { return {.changes = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  void measure(const Matte& matte);
  void lower_envelope(float* values, std::size_t count, std::size_t step);

  Options options_;
  std::array<std::uint8_t, 3> colour_;
  Buffer<float> squared_, line_, border_;
  Buffer<int> place_;
};

/// values[i] becomes the least of values[k] + (i - k)^2 over all k.
void Outline::lower_envelope(float* values, std::size_t count, std::size_t step) {
  float* f = line_.data();
  float* z = border_.data();
  int* v = place_.data();
  for (std::size_t i = 0; i < count; ++i) f[i] = values[i * step];
  const auto size = static_cast<int>(count);
  const auto crossing = [&](int a, int b) {
    const auto x = static_cast<float>(a);
    const auto y = static_cast<float>(b);
    return (f[b] + y * y - (f[a] + x * x)) / (2 * (y - x));
  };
  int last = 0;
  v[0] = 0;
  z[0] = -std::numeric_limits<float>::infinity();
  for (int i = 1; i < size; ++i) {
    float at = crossing(v[last], i);
    while (at <= z[last] && last > 0) at = crossing(v[--last], i);
    if (at > z[last]) ++last;
    v[last] = i;
    z[last] = last == 0 ? -std::numeric_limits<float>::infinity() : at;
  }
  for (int i = 0, k = 0; i < size; ++i) {
    while (k < last && z[k + 1] < static_cast<float>(i)) ++k;
    const auto away = static_cast<float>(i - v[k]);
    values[static_cast<std::size_t>(i) * step] = std::min(kFar, f[v[k]] + away * away);
  }
}

/// squared_ = the squared distance of each pixel to the person.
void Outline::measure(const Matte& matte) {
  const auto width = static_cast<std::size_t>(matte.width());
  const auto height = static_cast<std::size_t>(matte.height());
  squared_.resize(matte.size());
  line_.resize(std::max(width, height));
  border_.resize(std::max(width, height) + 1);
  place_.resize(std::max(width, height));
  for (std::size_t i = 0; i < matte.size(); ++i) squared_.data()[i] = matte.data()[i] >= kPerson ? 0 : kFar;
  for (std::size_t x = 0; x < width; ++x) lower_envelope(squared_.data() + x, height, width);
  for (std::size_t y = 0; y < height; ++y) lower_envelope(squared_.data() + y * width, width, 1);
}

void Outline::draw(const Scene& scene, Image& picture) {
  measure(scene.matte);
  const float width = options_.width / 100 * static_cast<float>(std::max(picture.width(), picture.height()));
  const auto channels = static_cast<std::size_t>(picture.channels());
  for (std::size_t i = 0; i < scene.matte.size(); ++i) {
    const float line = std::clamp(width + 0.5F - std::sqrt(squared_.data()[i]), 0.0F, 1.0F);
    const float seen = line * (1 - scene.matte.data()[i]);
    if (seen <= 0) continue;
    std::uint8_t* pixel = picture.data() + i * channels;
    if (channels == 4) {
      const float own = static_cast<float>(pixel[3]) / 255;
      const float both = own + line * (1 - own);
      for (std::size_t c = 0; c < 3; ++c) {
        const float mixed = static_cast<float>(pixel[c]) * own + static_cast<float>(colour_[c]) * line * (1 - own);
        pixel[c] = static_cast<std::uint8_t>(std::min(255.0F, mixed / both + 0.5F));
      }
      pixel[3] = static_cast<std::uint8_t>(both * 255 + 0.5F);
      continue;
    }
    // Where the person's soft edge is, what lay behind it is taken out; where nobody is, what is in the picture.
    const bool edge = scene.background != nullptr && scene.matte.data()[i] > 0;
    const std::uint8_t* behind = edge ? scene.background->data() + 3 * i : pixel;
    for (std::size_t c = 0; c < channels; ++c) {
      const float step = static_cast<float>(colour_[std::min<std::size_t>(c, 2)]) - static_cast<float>(behind[c]);
      pixel[c] = static_cast<std::uint8_t>(std::clamp(static_cast<float>(pixel[c]) + seen * step + 0.5F, 0.0F, 255.0F));
    }
  }
}

}  // namespace

const RendererKind outline_renderer = make_kind<Renderer, Outline>("a line of one colour around the person");

}  // namespace segme
