// render/shadow: the shadow that the person throws: soft, as of a wall close behind, or contact, a flat dark place
// where the person touches the ground. Behind the person of a composite the background gets darker; a cut-out gets
// black with alpha. Where the matte is one nothing changes.
#include <algorithm>
#include <cmath>
#include <string>

#include "base/resize.h"
#include "render/box_blur.h"
#include "render/kinds.h"

namespace segme {
namespace {

constexpr float kSigma = 3;      // of the blur at the size it is computed at: it can show nothing finer
constexpr float kPerson = 0.5F;  // from this value on a pixel throws a contact shadow
constexpr float kFoot = 0.12F;   // of the person's height: what is so near to the lowest pixel stands on the ground
constexpr float kFlat = 0.015F;  // of the person's height: half the height of a contact shadow

class Shadow final : public Renderer {
 public:
  static constexpr std::string_view kName = "shadow";
  enum class Kind { soft, contact };
  struct Options {
    Kind kind = Kind::soft;
    float strength = 0.5F;
    float width = 2.0F;
    float right = 1.5F;
    float down = 2.0F;
    void describe(auto& visit) {
      visit("kind", kind, "soft: falls on a wall behind; contact: lies on the ground", "soft|contact");
      visit("strength", strength, "how dark it is", 0.0F, 1.0F);
      visit("width", width, "how soft its edge is, in hundredths of the longer side", 0.1F, 20.0F);
      visit("right", right, "how far it moves to the right, in hundredths of the longer side", -50.0F, 50.0F);
      visit("down", down, "how far it moves down, in hundredths of the longer side", -50.0F, 50.0F);
    }
  };
  explicit Shadow(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.changes = true}; }
  void draw(const Scene& scene, Image& picture) override;

 private:
  void mark_moved(int right, int down);
  void mark_feet();
  void darken(const Scene& scene, Image& picture) const;

  Options options_;
  Matte small_, dark_, full_;
  Buffer<float> planes_;
  BoxBlur box_blur_;
};

/// dark_ = small_, moved.
void Shadow::mark_moved(int right, int down) {
  for (int y = 0; y < dark_.height(); ++y) {
    for (int x = 0; x < dark_.width(); ++x) {
      const int from_x = x - right;
      const int from_y = y - down;
      const bool inside = from_x >= 0 && from_y >= 0 && from_x < small_.width() && from_y < small_.height();
      dark_.row(y)[x] = inside ? small_.row(from_y)[from_x] : 0;
    }
  }
}

/// dark_ = flat places below the lowest pixels of the person.
void Shadow::mark_feet() {
  dark_.fill(0);
  int top = small_.height();
  int bottom = -1;
  const auto person = [&](int x, int y) { return small_.row(y)[x] >= kPerson; };
  for (int y = 0; y < small_.height(); ++y) {
    for (int x = 0; x < small_.width(); ++x) {
      if (!person(x, y)) continue;
      top = std::min(top, y);
      bottom = y;
    }
  }
  const auto height = static_cast<float>(bottom - top + 1);
  const int highest = bottom - static_cast<int>(kFoot * height);
  const int half = std::max(1, static_cast<int>(std::lround(kFlat * height)));
  for (int x = 0; x < small_.width() && bottom >= 0; ++x) {
    int foot = bottom;
    while (foot >= std::max(0, highest) && !person(x, foot)) --foot;
    if (foot < std::max(0, highest)) continue;
    for (int y = std::max(0, foot - half); y <= std::min(foot + half, dark_.height() - 1); ++y) dark_.row(y)[x] = 1;
  }
}

void Shadow::darken(const Scene& scene, Image& picture) const {
  const auto channels = static_cast<std::size_t>(picture.channels());
  for (std::size_t i = 0; i < full_.size(); ++i) {
    const float dark = options_.strength * full_.data()[i];
    const float matte = scene.matte.data()[i];
    std::uint8_t* pixel = picture.data() + i * channels;
    if (dark <= 0 || matte >= 1) continue;
    if (channels == 4) {
      const float own = static_cast<float>(pixel[3]) / 255;
      const float both = own + dark * (1 - own);
      for (std::size_t c = 0; c < 3; ++c) {
        pixel[c] = static_cast<std::uint8_t>(static_cast<float>(pixel[c]) * own / std::max(both, 1e-6F) + 0.5F);
      }
      pixel[3] = static_cast<std::uint8_t>(both * 255 + 0.5F);
      continue;
    }
    const std::uint8_t* behind = scene.background != nullptr ? scene.background->data() + 3 * i : nullptr;
    for (std::size_t c = 0; c < channels; ++c) {
      const auto light = static_cast<float>(behind != nullptr && c < 3 ? behind[c] : pixel[c]);
      const float darker = static_cast<float>(pixel[c]) - (1 - matte) * dark * light;
      pixel[c] = static_cast<std::uint8_t>(std::clamp(darker + 0.5F, 0.0F, 255.0F));
    }
  }
}

void Shadow::draw(const Scene& scene, Image& picture) {
  const float shown_width = static_cast<float>(picture.width() * scene.frame.pixel_aspect);
  const float longer = std::max(shown_width, static_cast<float>(picture.height()));
  const float sigma = options_.width / 100 * longer;
  const float reduce = std::max(1.0F, sigma / kSigma);
  const int width = std::max(1, static_cast<int>(std::lround(shown_width / reduce)));
  const int height = std::max(1, static_cast<int>(std::lround(static_cast<float>(picture.height()) / reduce)));
  resize_matte(scene.matte, width, height, small_);
  dark_.resize(width, height);
  const auto moved = [&](float hundredths) {
    return static_cast<int>(std::lround(hundredths / 100 * longer / reduce));
  };
  if (options_.kind == Kind::contact) {
    mark_feet();
  } else {
    mark_moved(moved(options_.right), moved(options_.down));
  }
  planes_.resize(dark_.size() * BoxBlur::kPlanes);
  std::fill_n(planes_.data(), planes_.size(), 0.0F);
  for (std::size_t i = 0; i < dark_.size(); ++i) planes_.data()[BoxBlur::kPlanes * i] = dark_.data()[i];
  box_blur_.run(planes_.data(), width, height, std::max(0.1F, sigma / reduce));
  for (std::size_t i = 0; i < dark_.size(); ++i) {
    dark_.data()[i] = std::clamp(planes_.data()[BoxBlur::kPlanes * i], 0.0F, 1.0F);
  }
  resize_matte(dark_, picture.width(), picture.height(), full_);
  darken(scene, picture);
}

}  // namespace

const RendererKind shadow_renderer = make_kind<Renderer, Shadow>("the shadow that the person throws");

}  // namespace segme
