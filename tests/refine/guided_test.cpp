// refine/guided: a known person in, a coarse matte of it, and the known matte must come out again.
#include "refine/guided.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "base/resize.h"
#include "capture/synthetic.h"

namespace segme {
namespace {

struct Scene {
  Frame frame;
  Matte truth;
};

Scene scene(int width, int height, int seed, const std::string& background) {
  Synthetic::Options options;
  options.width = width;
  options.height = height;
  options.seed = seed;
  options.background = *find_named<Synthetic::Ground>(background);
  Synthetic synthetic(options);
  Scene result;
  synthetic.next(result.frame);
  result.truth = synthetic.truth();
  return result;
}

/// What a good net would say at its own size: the truth averaged, and a little blurred.
Matte coarse(const Matte& truth, int side) {
  Matte half, result;
  resize_matte(truth, side / 2, side / 2, half);
  resize_matte(half, side, side, result);
  return result;
}

double error(const Matte& matte, const Matte& truth) {
  double sum = 0;
  for (std::size_t i = 0; i < truth.size(); ++i)
    sum += std::abs(static_cast<double>(matte.data()[i] - truth.data()[i]));
  return sum / static_cast<double>(truth.size());
}

Matte refined(const std::string& how, const Frame& frame, const Matte& matte) {
  Matte result = matte;
  make_refiner(how)->refine(frame, result);
  return result;
}

/// The models as a shader applies them: mixed between four cell centres.
Matte applied(const std::vector<float>& models, const Guided::Grid& grid, const Image& image) {
  Matte result(image.width(), image.height());
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const double across = (x + 0.5) / (2 * grid.factor) - 0.5, down = (y + 0.5) / (2 * grid.factor) - 0.5;
      double value = 0;
      for (int corner = 0; corner < 4; ++corner) {
        const int column = static_cast<int>(std::floor(across)) + corner % 2;
        const int row = static_cast<int>(std::floor(down)) + corner / 2;
        const double weight = (1 - std::abs(across - column)) * (1 - std::abs(down - row));
        const float* model = models.data() + 4 * (std::clamp(row, 0, grid.cell_rows - 1) * grid.cells +
                                                  std::clamp(column, 0, grid.cells - 1));
        const std::uint8_t* colour = image.row(y) + 3 * x;
        value += weight * (model[0] * colour[0] + model[1] * colour[1] + model[2] * colour[2] + model[3]);
      }
      result.row(y)[x] = static_cast<float>(std::clamp(value, 0.0, 1.0));
    }
  }
  return result;
}

/// The working picture: each pixel the rounded mean of what it covers.
Image reduced(const Image& image, const Guided::Grid& grid) {
  Image result(grid.work_width, grid.work_height, 3);
  for (int y = 0; y < grid.work_height; ++y) {
    for (int x = 0; x < grid.work_width; ++x) {
      for (int c = 0; c < 3; ++c) {
        int sum = 0, count = 0;
        for (int v = y * grid.factor; v < std::min((y + 1) * grid.factor, image.height()); ++v) {
          for (int u = x * grid.factor; u < std::min((x + 1) * grid.factor, image.width()); ++u, ++count) {
            sum += image.row(v)[3 * u + c];
          }
        }
        result.row(y)[3 * x + c] = static_cast<std::uint8_t>((sum + count / 2) / count);
      }
    }
  }
  return result;
}

TEST(guided, models_that_are_applied_elsewhere_give_the_same_matte) {
  for (const auto& [width, height] : {std::pair{720, 1280}, {1279, 717}, {300, 200}, {61, 37}}) {
    const Scene known = scene(width, height, 2, "texture");
    const Matte small = coarse(known.truth, 96);
    Guided guided{Guided::Options{}};
    const Guided::Grid grid = guided.grid(width, height);
    std::vector<float> models(4 * static_cast<std::size_t>(grid.cells) * static_cast<std::size_t>(grid.cell_rows), 9);
    for (int round = 0; round < 2; ++round) {  // the second one finds the buffers of the first
      guided.fit(reduced(known.frame.image, grid), grid, small, models.data());
      const Matte wanted = refined("guided", known.frame, small);
      EXPECT_LT(error(applied(models, grid, known.frame.image), wanted), 0.1 / 255) << width << " x " << height;
    }
  }
}

TEST(guided, brings_back_the_known_matte_much_better_than_interpolation) {
  for (const char* background : {"flat", "gradient", "texture"}) {
    for (const int seed : {1, 2, 3}) {
      const Scene known = scene(960, 720, seed, background);
      const Matte small = coarse(known.truth, 192);
      const double blind = error(refined("upsample", known.frame, small), known.truth);
      const double guided = error(refined("guided", known.frame, small), known.truth);
      EXPECT_LT(guided, 0.4 * blind) << background << " " << seed;
    }
  }
}

TEST(guided, brings_back_hair_that_the_coarse_matte_has_lost) {
  const Scene known = scene(1280, 960, 2, "gradient");
  const Matte small = coarse(known.truth, 128);    // strands are 3 pixels wide, coarse pixels 10
  const auto contrast = [&](const Matte& matte) {  // how much of the truth's variation is in the matte, near the edge
    double both = 0, own = 0;
    for (int y = 1; y < matte.height(); ++y) {
      for (int x = 1; x < matte.width(); ++x) {
        const auto step = static_cast<double>(known.truth.row(y)[x] - known.truth.row(y)[x - 1]);
        both += step * static_cast<double>(matte.row(y)[x] - matte.row(y)[x - 1]);
        own += step * step;
      }
    }
    return both / own;
  };
  EXPECT_LT(contrast(refined("upsample", known.frame, small)), 0.2);
  EXPECT_GT(contrast(refined("guided", known.frame, small)), 0.6);
}

TEST(guided, keeps_a_perfect_matte_perfect) {
  for (const int seed : {1, 2}) {
    const Scene known = scene(640, 480, seed, "texture");
    EXPECT_LT(error(refined("guided", known.frame, known.truth), known.truth), 2e-4);
  }
}

TEST(guided, inside_stays_1_and_outside_stays_0) {
  const Scene known = scene(640, 480, 4, "noise");
  const Matte small = coarse(known.truth, 128);
  const Matte matte = refined("guided", known.frame, small);
  const int far = 30;  // pixels from the edge: 6 coarse ones
  int wrong = 0;
  for (int y = far; y < 480 - far; ++y) {
    for (int x = far; x < 640 - far; ++x) {
      bool inside = true, outside = true;
      for (int dy = -far; dy <= far && (inside || outside); dy += 5) {
        for (int dx = -far; dx <= far; dx += 5) {
          inside = inside && known.truth.row(y + dy)[x + dx] == 1;
          outside = outside && known.truth.row(y + dy)[x + dx] == 0;
        }
      }
      if ((inside && matte.row(y)[x] != 1) || (outside && matte.row(y)[x] != 0)) ++wrong;
    }
  }
  EXPECT_EQ(wrong, 0);
}

/// A frame without any edge can guide nothing: the result may not be worse than interpolation.
TEST(guided, on_a_flat_frame_does_no_harm) {
  Scene known = scene(400, 300, 1, "flat");
  const Matte small = coarse(known.truth, 128);
  known.frame.image.fill(128);
  const double blind = error(refined("upsample", known.frame, small), known.truth);
  EXPECT_LT(error(refined("guided", known.frame, small), known.truth), 1.1 * blind);
}

TEST(guided, a_matte_that_is_no_number_counts_as_nobody) {
  Frame frame;
  frame.image.resize(40, 30, 3);
  frame.image.fill(77);
  Matte matte(8, 8);
  matte.fill(std::nanf(""));
  make_refiner("guided")->refine(frame, matte);
  for (std::size_t i = 0; i < matte.size(); ++i) ASSERT_EQ(matte.data()[i], 0);
}

TEST(guided, the_fast_loops_give_what_the_plain_ones_give) {
  for (const int width : {33, 320, 1300}) {
    const Scene known = scene(width, width * 3 / 4, 3, "texture");
    for (const Matte& input : {coarse(known.truth, 64), known.truth}) {
      Matte plain = input, fast = input;
      Guided(Guided::Options{}, plain_guided_kernels).refine(known.frame, plain);
      Guided(Guided::Options{}, fast_guided_kernels()).refine(known.frame, fast);
      float worst = 0;
      for (std::size_t i = 0; i < plain.size(); ++i)
        worst = std::max(worst, std::abs(plain.data()[i] - fast.data()[i]));
      EXPECT_LT(worst, 0.02F) << width;  // least squares magnify the last digit of a float where colours hardly differ
      EXPECT_LT(error(fast, plain), 1e-5) << width;
    }
  }
}

}  // namespace
}  // namespace segme
