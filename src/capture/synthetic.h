// capture/synthetic: a drawn person (head, neck, shoulders, arms, hair-thin strands) whose matte is known exactly.
// Truth for the tests of every stage: image = truth * foreground + (1 - truth) * background.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/choice.h"
#include "capture/capture.h"

namespace segme {

class Synthetic final : public Capture {
 public:
  static constexpr std::string_view kName = "synthetic";
  enum class Ground { flat, gradient, texture, noise };
  struct Options {
    int width = 320;
    int height = 240;
    int frames = 1;
    int people = 1;
    int seed = 1;
    float motion = 0.0f;
    Ground background = Ground::gradient;
    void describe(auto& visit) {
      visit("width", width, "width of the frames, in pixels", 1, 16384);
      visit("height", height, "height of the frames, in pixels", 1, 16384);
      visit("frames", frames, "how many frames", 0, 1'000'000'000);
      visit("people", people, "how many people; the first is much the largest", 0, 3);
      visit("seed", seed, "another seed is another person in another room", 0, 1'000'000'000);
      visit("motion", motion, "widest step of the first person from frame to frame, in parts of the height", 0.0f,
            1.0f);
      visit("background", background, "what is behind; noise differs in every frame", "flat|gradient|texture|noise");
    }
  };

  explicit Synthetic(const Options& options);
  /// The next frame, 30 a second. The same options give the same frames.
  bool next(Frame& frame) override;
  /// The matte of the last frame, area-sampled on 8 x 8 points a pixel.
  [[nodiscard]] const Matte& truth() const { return truth_; }
  /// What the last frame was mixed from; the foreground has a colour at every pixel, also where the truth is 0.
  [[nodiscard]] const Image& foreground_colours() const { return foreground_; }
  [[nodiscard]] const Image& background() const { return background_; }

 private:
  using Colour = std::array<float, 3>;
  void draw_person(float centre, float size, std::uint64_t person);
  void draw_hair(float x, float y, float radius, float size, const Colour& colour, std::uint64_t person);
  void draw_ellipse(float x, float y, float radius_x, float radius_y, const Colour& colour);
  void draw_line(float x0, float y0, float x1, float y1, float radius, const Colour& colour);
  template <class Distance>
  void draw(float left, float top, float right, float bottom, const Colour& colour, Distance distance);
  void paint_background();
  void compose(Image& image) const;

  Options options_;
  std::int64_t number_ = 0;
  std::vector<std::uint64_t> covered_;  // a bit for each of the 8 x 8 points of a pixel
  Matte truth_;
  Image foreground_;
  Image background_;
};

template <>
struct NamesOf<Synthetic::Ground> {
  static constexpr std::array<std::string_view, 4> all = {"flat", "gradient", "texture", "noise"};
};

}  // namespace segme
