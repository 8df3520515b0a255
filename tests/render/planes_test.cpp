// render: what is drawn in the planes of a video is what is drawn in RGB and stored then, in every kind of colours; and
// where only the person is, nothing is touched.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "render/picture.h"
#include "render/renderer.h"

namespace segme {
namespace {

struct Stored {
  Stored(int w, int h)
      : width(w), height(h), bytes(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3 / 2, 77) {}
  template <class Byte>
  Planes420<Byte> planes() {
    std::uint8_t* const u = bytes.data() + static_cast<std::ptrdiff_t>(width) * height;
    return {bytes.data(), u, u + static_cast<std::ptrdiff_t>(width) * height / 4, width, width / 2, width / 2};
  }
  int width, height;
  std::vector<std::uint8_t> bytes;
};

/// Colours that change from place to place, all of them such as RGB has even where four pixels share their chroma.
Image picture(int width, int height) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = image.row(y) + std::ptrdiff_t{3} * x;
      pixel[0] = static_cast<std::uint8_t>(120 + 50 * std::sin(0.3 * x + 0.1 * y));
      pixel[1] = static_cast<std::uint8_t>(120 + 40 * std::sin(0.2 * y - 0.1 * x));
      pixel[2] = static_cast<std::uint8_t>(120 + 50 * std::cos(0.2 * x + 0.2 * y));
    }
  }
  return image;
}

/// Person to the right of a slope, nobody to its left, soft between.
Matte slope(int width, int height) {
  Matte matte(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float at = 0.1F * (static_cast<float>(x) - 0.4F * static_cast<float>(width) - 0.5F * static_cast<float>(y));
      matte.row(y)[x] = std::min(1.0F, std::max(0.0F, at));
    }
  }
  return matte;
}

constexpr Colours kKinds[] = {
    {ColourMatrix::bt601, false, true}, {ColourMatrix::bt601, true, true},   {ColourMatrix::bt709, false, true},
    {ColourMatrix::bt709, true, true},  {ColourMatrix::bt2020, false, true},
};
constexpr std::pair<int, int> kSizes[] = {{2, 2}, {62, 4}, {64, 64}, {250, 98}};

/// A frame, a matte and what a chain draws of them, in both ways.
struct Drawn {
  Drawn(int width, int height, const Colours& colours, Renderer& renderer, const Matte& matte)
      : source(width, height), in_planes(width, height), in_rgb(width, height) {
    write_yuv420(picture(width, height), colours, source.planes<std::uint8_t>());
    Frame frame;
    read_yuv420(source.planes<const std::uint8_t>(), width, height, colours, frame.image);
    renderer.draw_planes({frame, matte},
                         {{source.planes<const std::uint8_t>(), width, height, colours, {}, {}}, nullptr, false},
                         in_planes.planes<std::uint8_t>());
    Image drawn;
    renderer.render(frame, matte, drawn);
    write_yuv420(drawn, colours, in_rgb.planes<std::uint8_t>());
  }
  [[nodiscard]] int farthest() const {
    int most = 0;
    for (std::size_t i = 0; i < in_rgb.bytes.size(); ++i) {
      most = std::max(most, std::abs(in_rgb.bytes[i] - in_planes.bytes[i]));
    }
    return most;
  }
  Stored source, in_planes, in_rgb;
};

std::vector<std::unique_ptr<Renderer>> in_planes() {
  std::vector<std::unique_ptr<Renderer>> all;
  all.push_back(make_renderer("alpha", std::make_shared<Picture>(picture(33, 21), Fit::fit)));  // on black
  all.push_back(make_renderer("alpha:estimate=off", std::make_shared<Picture>(picture(40, 90), Fit::fill)));
  all.push_back(make_renderer("colour:value=#c01060"));
  all.push_back(make_renderer("blur"));
  return all;
}

TEST(planes, are_drawn_as_rgb_is_in_every_kind_of_colours_and_size) {
  for (const Colours& colours : kKinds) {
    for (const auto& [width, height] : kSizes) {
      for (const auto& renderer : in_planes()) {
        ASSERT_TRUE(renderer->draws_planes());
        EXPECT_EQ(Drawn(width, height, colours, *renderer, slope(width, height)).farthest(), 0)
            << width << "x" << height << ", matrix " << static_cast<int>(colours.matrix) << ", " << colours.full_range;
      }
    }
  }
}

TEST(planes, of_a_person_stay_as_they_are_and_nothing_of_a_frame_without_one_stays) {
  Matte matte(64, 32);
  const auto renderer = make_renderer("alpha", std::make_shared<Picture>(picture(64, 32), Fit::fill));
  matte.fill(1);
  const Drawn person(64, 32, kKinds[0], *renderer, matte);
  EXPECT_EQ(person.in_planes.bytes, person.source.bytes);
  matte.fill(0);
  const Drawn nobody(64, 32, kKinds[0], *renderer, matte);
  Stored behind(64, 32);
  write_yuv420(picture(64, 32), kKinds[0], behind.planes<std::uint8_t>());
  EXPECT_EQ(nobody.in_planes.bytes, behind.bytes);
}

/// Planes of 10 bits with so many pixels a sample of chroma.
struct Deep {
  Deep(int width, int height, unsigned right, unsigned down) : across(right), below(down) {
    const int wide = (width + (1 << across) - 1) >> across, high = (height + (1 << below) - 1) >> below;
    luma.resize(static_cast<std::size_t>(width * height));
    for (auto& chroma : chromas) chroma.resize(static_cast<std::size_t>(wide * high));
    strides[0] = width;
    strides[1] = strides[2] = wide;
  }
  template <class Sample>
  DeepPlanes<Sample> planes() {
    return {{luma.data(), chromas[0].data(), chromas[1].data()}, {strides[0], strides[1], strides[2]}, across, below};
  }
  unsigned across, below;
  std::vector<std::uint16_t> luma, chromas[2];
  std::ptrdiff_t strides[3] = {};
};

constexpr std::pair<unsigned, unsigned> kLayouts[] = {{1, 1}, {1, 0}, {0, 0}};  // 4:2:0, 4:2:2, 4:4:4

/// A ramp of 10 bits, a step a pixel, and the 8-bit frame that it looks like.
void ramp(int width, int height, Deep& stored, Frame& frame) {
  frame.image.resize(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int luma = 200 + x + y;
      stored.luma[static_cast<std::size_t>(y * width + x)] = static_cast<std::uint16_t>(luma);
      std::fill_n(frame.image.row(y) + 3 * x, 3, static_cast<std::uint8_t>(std::lround((luma - 64) * 255.0 / 876)));
    }
  }
  for (auto& chroma : stored.chromas) std::fill(chroma.begin(), chroma.end(), std::uint16_t{512});
}

TEST(deep_planes, of_a_person_keep_their_ten_bits_and_edges_are_mixed_in_ten_bits) {
  for (const auto& [from_right, from_down] : kLayouts) {
    for (const auto& [right, down] : kLayouts) {
      constexpr int kWidth = 70, kHeight = 33;
      Deep source(kWidth, kHeight, from_right, from_down), out(kWidth, kHeight, right, down);
      Frame frame;
      ramp(kWidth, kHeight, source, frame);
      Matte matte(kWidth, kHeight);
      matte.fill(1);
      for (int y = 0; y < kHeight; ++y) {
        std::fill_n(matte.row(y) + 32, 16, 0.25F);
        std::fill_n(matte.row(y) + 48, 22, 0.0F);
      }
      const StoredPicture stored{{}, kWidth, kHeight, kKinds[4], {}, source.planes<const std::uint16_t>()};
      const auto renderer = make_renderer("alpha:estimate=off", make_background_kind("colour:value=#ffffff"));
      renderer->draw_deep({frame, matte}, {stored, nullptr, false}, out.planes<std::uint16_t>());
      for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
          const int is = out.luma[static_cast<std::size_t>(y * kWidth + x)], was = 200 + x + y;
          const double wanted = x < 32 ? was : x < 48 ? 0.25 * was + 0.75 * 940 : 940;
          ASSERT_NEAR(is, wanted, x < 32 ? 0 : 0.51) << x << ", " << y;
        }
      }
      for (const auto& chroma : out.chromas) {
        for (const std::uint16_t value : chroma) ASSERT_EQ(value, 512);
      }
    }
  }
}

TEST(deep_planes, have_the_colours_that_eight_bits_have) {
  for (const Colours& colours : kKinds) {
    constexpr int kWidth = 66, kHeight = 34;
    Deep source(kWidth, kHeight, 1, 1), out(kWidth, kHeight, 1, 1);
    Frame frame;
    ramp(kWidth, kHeight, source, frame);
    Matte matte(kWidth, kHeight);
    matte.fill(0);
    const auto renderer = make_renderer("alpha", std::make_shared<Picture>(picture(kWidth, kHeight), Fit::fill));
    renderer->draw_deep({frame, matte},
                        {{{}, kWidth, kHeight, colours, {}, source.planes<const std::uint16_t>()}, nullptr, false},
                        out.planes<std::uint16_t>());
    Stored eight(kWidth, kHeight);
    write_yuv420(picture(kWidth, kHeight), colours, eight.planes<std::uint8_t>());
    const auto wanted = eight.planes<const std::uint8_t>();
    const double scale = colours.full_range ? 1023.0 / 255 : 4;
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        ASSERT_NEAR(out.luma[static_cast<std::size_t>(y * kWidth + x)], wanted.y[y * wanted.y_stride + x] * scale, 4);
        if (x % 2 != 0 || y % 2 != 0) continue;
        const auto at = static_cast<std::size_t>(y / 2 * out.strides[1] + x / 2);
        const double middle = colours.full_range ? 512 - 128 * scale : 0;
        ASSERT_NEAR(out.chromas[0][at], wanted.u[y / 2 * wanted.u_stride + x / 2] * scale + middle, 4);
        ASSERT_NEAR(out.chromas[1][at], wanted.v[y / 2 * wanted.v_stride + x / 2] * scale + middle, 4);
      }
    }
  }
}

/// Values that are no colour: RGB would cut them.
TEST(planes, of_a_person_keep_values_that_rgb_cannot_hold) {
  Stored source(32, 2), out(32, 2);
  std::fill(source.bytes.begin(), source.bytes.end(), std::uint8_t{250});
  Frame frame;
  read_yuv420(source.planes<const std::uint8_t>(), 32, 2, kKinds[0], frame.image);
  Matte matte(32, 2);
  matte.fill(1);
  const auto renderer = make_renderer("colour");
  renderer->draw_planes({frame, matte},
                        {{source.planes<const std::uint8_t>(), 32, 2, kKinds[0], {}, {}}, nullptr, false},
                        out.planes<std::uint8_t>());
  EXPECT_EQ(out.bytes, source.bytes);
}

TEST(planes, are_made_anew_for_a_background_when_size_or_colours_change) {
  const auto renderer = make_renderer("alpha", std::make_shared<Picture>(picture(64, 32), Fit::fill));
  for (int round = 0; round < 2; ++round) {
    for (const Colours& colours : kKinds) {
      for (const int width : {32, 64}) {
        EXPECT_EQ(Drawn(width, 32, colours, *renderer, slope(width, 32)).farthest(), 0);
      }
    }
  }
}

/// A picture that is drawn on again, with another matte, is what a new one would be: nothing of the old one stays.
TEST(planes, that_are_drawn_on_again_are_what_new_ones_are) {
  for (const char* chain : {"alpha", "blur"}) {
    const auto make = [&] {
      const bool blur = std::string_view(chain) == "blur";
      return make_renderer(chain, blur ? nullptr : std::make_shared<Picture>(picture(128, 64), Fit::fill));
    };
    const auto kept = make();
    Stored source(128, 64), again(128, 64);
    write_yuv420(picture(128, 64), kKinds[0], source.planes<std::uint8_t>());
    Frame frame;
    read_yuv420(source.planes<const std::uint8_t>(), 128, 64, kKinds[0], frame.image);
    const StoredPicture stored{source.planes<const std::uint8_t>(), 128, 64, kKinds[0], {}, {}};
    for (int step = 0; step < 8; ++step) {
      Matte matte(128, 64);
      for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 128; ++x) {
          const int away = std::abs(x - 16 * step) + y;
          matte.row(y)[x] = step == 5 ? 1.0F : std::clamp(0.1F * static_cast<float>(40 - away), 0.0F, 1.0F);
        }
      }
      kept->draw_planes({frame, matte}, {stored, nullptr, step > 0}, again.planes<std::uint8_t>());
      Stored fresh(128, 64);
      make()->draw_planes({frame, matte}, {stored, nullptr, false}, fresh.planes<std::uint8_t>());
      EXPECT_EQ(again.bytes, fresh.bytes) << chain << ", step " << step;
    }
  }
}

TEST(planes, are_for_chains_that_only_lay_the_person_over_something) {
  const auto behind = std::make_shared<Picture>(picture(8, 8), Fit::fill);
  EXPECT_TRUE(make_renderer("", behind)->draws_planes());
  EXPECT_FALSE(make_renderer("alpha,sepia", behind)->draws_planes());
  EXPECT_FALSE(make_renderer("colour_transfer", behind)->draws_planes());
  EXPECT_FALSE(make_renderer("matte_view")->draws_planes());
  EXPECT_FALSE(make_renderer("cutout")->draws_planes());
}

}  // namespace
}  // namespace segme
