// render/kernels: the fast loops give what the plain ones give, and Lab is Lab.
#include "render/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace segme {
namespace {

/// Rows of every length up to some vectors, and one long one.
const std::vector<std::size_t> kLengths = {0, 1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 33, 64, 100, 1280};

std::vector<std::uint8_t> bytes(std::size_t count, std::uint32_t seed) {
  std::vector<std::uint8_t> result(count);
  for (auto& value : result) {
    seed = seed * 1664525U + 1013904223U;
    value = static_cast<std::uint8_t>(seed >> 24U);
  }
  return result;
}

std::vector<float> mattes(std::size_t count) {
  std::vector<float> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    result[i] = i % 5 == 0 ? 0.0F : i % 5 == 1 ? 1.0F : static_cast<float>((i * 37) % 101) / 100;
  }
  return result;
}

void expect_near(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b, int most) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], most) << i << " of " << a.size();
}

TEST(kernels, fast_blend_overlay_and_screen_are_plain_ones) {
  const float colour[3] = {114.3F, 3.0F, 250.0F};
  for (const std::size_t n : kLengths) {
    const auto front = bytes(3 * n, 1), back = bytes(3 * n, 2);
    const auto matte = mattes(n);
    std::vector<std::uint8_t> plain(3 * n), fast(3 * n);
    plain_render_kernels.blend(front.data(), back.data(), matte.data(), n, plain.data());
    fast_render_kernels().blend(front.data(), back.data(), matte.data(), n, fast.data());
    expect_near(plain, fast, 1);  // a half may be rounded either way
    for (std::size_t i = 0; i < 3 * n; ++i) {
      if (matte[i / 3] == 0) {
        ASSERT_EQ(fast[i], back[i]);
      }
      if (matte[i / 3] == 1) {
        ASSERT_EQ(fast[i], front[i]);
      }
    }
    plain_render_kernels.overlay(front.data(), matte.data(), colour, n, plain.data());
    fast_render_kernels().overlay(front.data(), matte.data(), colour, n, fast.data());
    expect_near(plain, fast, 1);
    plain = fast = front;
    plain_render_kernels.screen(back.data(), matte.data(), n, plain.data());
    fast_render_kernels().screen(back.data(), matte.data(), n, fast.data());
    expect_near(plain, fast, 1);
  }
}

TEST(kernels, fast_own_colours_are_plain_ones_at_every_scale) {
  for (const std::size_t n : kLengths) {
    for (const float scale : {1.0F, 0.5F, 1.0F / 6, 0.01F}) {
      const auto size = static_cast<std::size_t>(std::ceil(static_cast<float>(n) * scale)) + 1 + kLevelPad;
      const auto seen = bytes(3 * n, 1), coarse = bytes(6 * size, 5);
      const std::vector<float> planes(coarse.begin(), coarse.end());
      std::vector<std::int32_t> columns(n);
      std::vector<float> parts(n);
      for (std::size_t x = 0; x < n; ++x) {
        const float at = static_cast<float>(x) * scale;
        columns[x] = static_cast<std::int32_t>(at);
        parts[x] = at - std::floor(at);
      }
      LevelRow level{{}, columns.data(), parts.data()};
      for (std::size_t p = 0; p < 6; ++p) level.planes[p] = planes.data() + p * size;
      const auto matte = mattes(n);
      std::vector<std::uint8_t> plain(3 * n), fast(3 * n);
      plain_render_kernels.own_colours(seen.data(), matte.data(), level, n, plain.data());
      fast_render_kernels().own_colours(seen.data(), matte.data(), level, n, fast.data());
      expect_near(plain, fast, 1);
      for (std::size_t i = 0; i < 3 * n; ++i) {
        const float a = matte[i / 3];
        if (a == 0 || a == 1) {
          ASSERT_EQ(fast[i], seen[i]);
        }
      }
    }
  }
}

TEST(kernels, own_colours_explain_what_is_seen) {
  const std::uint8_t seen[] = {100, 60, 200};
  const float matte[] = {0.5F}, parts[] = {0.5F};
  const std::int32_t columns[] = {1};
  // At column 1.5: a person of 160, 40, 180 before 40, 80, 200; what is seen has 0, 0 and 10 more than half of both.
  const std::vector<std::vector<float>> planes = {{9, 150, 170}, {9, 40, 40}, {9, 180, 180},
                                                  {9, 40, 40},   {9, 70, 90}, {9, 200, 200}};
  LevelRow level{{}, columns, parts};
  for (std::size_t p = 0; p < 6; ++p) level.planes[p] = planes[p].data();
  std::uint8_t out[3] = {};
  plain_render_kernels.own_colours(seen, matte, level, 1, out);
  EXPECT_EQ(out[0], 160);
  EXPECT_EQ(out[1], 40);
  EXPECT_EQ(out[2], 185);  // half of the difference is the person's
}

TEST(kernels, fast_smooth_step_is_the_plain_one) {
  for (const std::size_t n : kLengths) {
    const auto matte = mattes(n);
    std::vector<float> plain(n), fast(n);
    plain_render_kernels.smooth_step(matte.data(), 0.3F, 0.2F, n, plain.data());
    fast_render_kernels().smooth_step(matte.data(), 0.3F, 0.2F, n, fast.data());
    for (std::size_t i = 0; i < n; ++i) ASSERT_NEAR(plain[i], fast[i], 1e-6F);
  }
}

struct Planes {
  explicit Planes(std::size_t n) : values(3 * n), row{values.data(), values.data() + n, values.data() + 2 * n} {}
  std::vector<float> values;
  LabRow row;
};

TEST(kernels, fast_lab_is_plain_lab) {
  for (const std::size_t n : kLengths) {
    const auto colours = bytes(3 * n, 3);
    Planes plain(n), fast(n);
    plain_render_kernels.to_lab(colours.data(), n, plain.row);
    fast_render_kernels().to_lab(colours.data(), n, fast.row);
    for (std::size_t i = 0; i < 3 * n; ++i) ASSERT_NEAR(plain.values[i], fast.values[i], 0.01F);
    const float scale[3] = {1.3F, 0.4F, 2.0F}, offset[3] = {-10, 20, -3};
    std::vector<std::uint8_t> plain_bytes(3 * n), fast_bytes(3 * n);
    plain_render_kernels.from_lab(plain.row, scale, offset, n, plain_bytes.data());
    fast_render_kernels().from_lab(fast.row, scale, offset, n, fast_bytes.data());
    expect_near(plain_bytes, fast_bytes, 1);
  }
}

TEST(kernels, every_grey_and_many_colours_come_back_from_lab) {
  std::vector<std::uint8_t> colours;
  for (int v = 0; v < 256; ++v) colours.insert(colours.end(), 3, static_cast<std::uint8_t>(v));
  for (int r = 0; r < 256; r += 17) {
    for (int g = 0; g < 256; g += 17) {
      for (int b = 0; b < 256; b += 17) {
        for (const int v : {r, g, b}) colours.push_back(static_cast<std::uint8_t>(v));
      }
    }
  }
  const std::size_t n = colours.size() / 3;
  Planes planes(n);
  fast_render_kernels().to_lab(colours.data(), n, planes.row);
  const float scale[3] = {1, 1, 1}, offset[3] = {0, 0, 0};
  std::vector<std::uint8_t> back(3 * n);
  fast_render_kernels().from_lab(planes.row, scale, offset, n, back.data());
  expect_near(colours, back, 1);
}

TEST(kernels, lab_of_known_colours_is_right) {
  // White, red and blue as CIE 15 has them for sRGB.
  const std::vector<std::uint8_t> colours = {255, 255, 255, 255, 0, 0, 0, 0, 255};
  const float wanted[3][3] = {{100, 0, 0}, {53.24F, 80.09F, 67.20F}, {32.30F, 79.19F, -107.86F}};
  Planes planes(3);
  fast_render_kernels().to_lab(colours.data(), 3, planes.row);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(planes.row.lightness[i], wanted[i][0], 0.1F);
    EXPECT_NEAR(planes.row.a[i], wanted[i][1], 0.15F);
    EXPECT_NEAR(planes.row.b[i], wanted[i][2], 0.15F);
  }
}

}  // namespace
}  // namespace segme
