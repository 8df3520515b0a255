// refine: what every refiner of the table must do, whatever it is for.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "capture/synthetic.h"
#include "refine/refiner.h"

namespace segme {
namespace {

struct Size {
  int width, height;
};
constexpr Size kFrames[] = {{1, 1}, {2, 3}, {1, 64}, {65, 1}, {33, 17}, {320, 241}, {641, 480}};
constexpr Size kMattes[] = {{1, 1}, {5, 3}, {16, 16}, {64, 48}, {700, 500}};

Frame noisy_frame(Size size) {
  Frame frame;
  frame.image.resize(size.width, size.height, 3);
  for (std::size_t i = 0; i < frame.image.size(); ++i) {
    frame.image.data()[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 13U);
  }
  return frame;
}

Matte wavy_matte(Size size) {
  Matte matte(size.width, size.height);
  for (std::size_t i = 0; i < matte.size(); ++i) {
    matte.data()[i] = static_cast<float>(0.5 + 0.5 * std::sin(0.37 * static_cast<double>(i)));
  }
  return matte;
}

/// Calls visit(name, refiner, frame, size of the matte) for every refiner at every pair of sizes.
template <class Visit>
void for_all(Visit visit) {
  for (const RefinerKind* kind : all_refiners()) {
    for (const Size frame_size : kFrames) {
      const Frame frame = noisy_frame(frame_size);
      for (const Size matte_size : kMattes) {
        const auto refiner = kind->make("");
        SCOPED_TRACE(std::string(kind->name) + ", frame " + std::to_string(frame_size.width) + " x " +
                     std::to_string(frame_size.height) + ", matte " + std::to_string(matte_size.width) + " x " +
                     std::to_string(matte_size.height));
        visit(std::string(kind->name), *refiner, frame, matte_size);
      }
    }
  }
}

TEST(refine_laws, a_matte_stays_between_0_and_1) {
  for_all([](const std::string&, Refiner& refiner, const Frame& frame, Size size) {
    Matte matte = wavy_matte(size);
    refiner.refine(frame, matte);
    const auto outside =
        std::find_if(matte.data(), matte.data() + matte.size(), [](float v) { return !(v >= 0 && v <= 1); });
    EXPECT_EQ(outside, matte.data() + matte.size());
  });
}

TEST(refine_laws, a_matte_keeps_its_size_or_gets_the_frames) {
  for_all([](const std::string& name, Refiner& refiner, const Frame& frame, Size size) {
    Matte matte = wavy_matte(size);
    refiner.refine(frame, matte);
    const bool enlarges = name == "guided" || name == "upsample";
    EXPECT_EQ(matte.width(), enlarges ? frame.image.width() : size.width);
    EXPECT_EQ(matte.height(), enlarges ? frame.image.height() : size.height);
  });
}

TEST(refine_laws, all_person_stays_all_person_and_none_stays_none) {
  for_all([](const std::string&, Refiner& refiner, const Frame& frame, Size size) {
    for (const float value : {0.0F, 1.0F}) {
      Matte matte(size.width, size.height);
      matte.fill(value);
      refiner.refine(frame, matte);
      float worst = 0;
      for (std::size_t i = 0; i < matte.size(); ++i) worst = std::max(worst, std::abs(matte.data()[i] - value));
      EXPECT_LT(worst, 1e-4F);
    }
  });
}

TEST(refine_laws, the_frame_is_not_changed_by_any_refiner) {
  for_all([](const std::string&, Refiner& refiner, const Frame& frame, Size size) {
    const Image before = frame.image;
    Matte matte = wavy_matte(size);
    refiner.refine(frame, matte);
    ASSERT_TRUE(std::equal(before.data(), before.data() + before.size(), frame.image.data()));
  });
}

TEST(refine_laws, after_reset_a_refiner_is_as_new) {
  for (const RefinerKind* kind : all_refiners()) {
    const Frame first = noisy_frame({90, 70});
    const Frame second = noisy_frame({64, 48});
    const auto used = kind->make("");
    Matte matte = wavy_matte({32, 32});
    used->refine(first, matte);
    used->reset();
    Matte again = wavy_matte({24, 24});
    used->refine(second, again);
    Matte fresh = wavy_matte({24, 24});
    kind->make("")->refine(second, fresh);
    ASSERT_EQ(again.size(), fresh.size()) << kind->name;
    EXPECT_TRUE(std::equal(fresh.data(), fresh.data() + fresh.size(), again.data())) << kind->name;
  }
}

/// The centre of mass of a matte, in parts of its size.
std::pair<double, double> centre(const Matte& matte) {
  double sum = 0, x_sum = 0, y_sum = 0;
  for (int y = 0; y < matte.height(); ++y) {
    for (int x = 0; x < matte.width(); ++x) {
      const auto value = static_cast<double>(matte.row(y)[x]);
      sum += value;
      x_sum += value * (x + 0.5);
      y_sum += value * (y + 0.5);
    }
  }
  return {x_sum / sum / matte.width(), y_sum / sum / matte.height()};
}

/// A bright disc in the middle of a dark picture, with the soft matte of a net.
TEST(refine_laws, a_centred_disc_stays_centred) {
  for (const RefinerKind* kind : all_refiners()) {
    for (const Size size : {Size{256, 256}, Size{512, 384}, Size{1040, 780}}) {
      const auto disc = [](int x, int y, int width, int height) {
        const double dx = (x + 0.5) / width - 0.5, dy = ((y + 0.5) / height - 0.5);
        return std::sqrt(dx * dx + dy * dy);
      };
      Frame frame;
      frame.image.resize(size.width, size.height, 3);
      for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < 3 * size.width; ++x) {
          frame.image.row(y)[x] = disc(x / 3, y, size.width, size.height) < 0.3 ? 200 : 40;
        }
      }
      Matte matte(64, 64);
      for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x) {
          matte.row(y)[x] = static_cast<float>(1 / (1 + std::exp(60 * (disc(x, y, 64, 64) - 0.3))));
        }
      }
      kind->make("")->refine(frame, matte);
      const auto [x, y] = centre(matte);
      EXPECT_NEAR(x, 0.5, 2e-4) << kind->name << " " << size.width;
      EXPECT_NEAR(y, 0.5, 2e-4) << kind->name << " " << size.width;
    }
  }
}

TEST(refine_laws, an_unknown_refiner_or_option_is_refused_with_what_there_is) {
  for (const char* text : {"gided", "guided:radios=6", "guided:radius=0", "guided:radius=x", "upsample:method=best"}) {
    try {
      make_refiner(text);
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::usage) << text;
      EXPECT_GT(std::string(error.what()).size(), 20U);
    }
  }
}

}  // namespace
}  // namespace segme
