// refine/temporal_kernels: the fast loops give what the plain ones give, for rows of every length.
#include "refine/temporal_kernels.h"

#include <gtest/gtest.h>

#include <vector>

namespace segme {
namespace {

const std::vector<std::size_t> kLengths = {0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 63, 64, 100, 260};

/// The same numbers every time, 0..1.
class Numbers {
 public:
  explicit Numbers(std::uint32_t seed) : state_(seed) {}
  float next() {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<float>(state_ >> 8U) / static_cast<float>(1U << 24U);
  }
  std::vector<float> row(std::size_t count, float least, float most) {
    std::vector<float> values(count);
    for (float& value : values) value = least + (most - least) * next();
    return values;
  }

 private:
  std::uint32_t state_;
};

TEST(temporal_kernels, fast_looks_are_plain_ones) {
  Numbers numbers(1);
  for (const std::size_t n : kLengths) {
    std::vector<float> row(n);
    for (std::size_t i = 0; i < n; ++i) row[i] = i / 16 % 3 == 0 ? 0.001F : i / 16 % 3 == 1 ? 0.999F : numbers.next();
    std::vector<std::uint8_t> plain(n / 16 + 1, 0), fast(n / 16 + 1, 0);
    plain.front() = fast.front() = kSomePerson;  // what is there stays
    plain_temporal_kernels.look(row.data(), n, plain.data());
    fast_temporal_kernels().look(row.data(), n, fast.data());
    EXPECT_EQ(plain, fast) << n;
    if (n > 48) {
      EXPECT_EQ(fast[0], kUndecided);
      EXPECT_EQ(fast[1], kSomePerson);
      EXPECT_EQ(fast[2], kUndecided);
      EXPECT_EQ(fast[3], kLacksPerson);
    }
  }
}

TEST(temporal_kernels, fast_changes_are_plain_ones) {
  Numbers numbers(2);
  for (const std::size_t n : kLengths) {
    std::vector<std::uint8_t> now(3 * n), before(3 * n);
    for (auto& value : now) value = static_cast<std::uint8_t>(255 * numbers.next());
    for (auto& value : before) value = static_cast<std::uint8_t>(255 * numbers.next());
    std::vector<float> plain(n), fast(n);
    plain_temporal_kernels.change(now.data(), before.data(), n, plain.data());
    fast_temporal_kernels().change(now.data(), before.data(), n, fast.data());
    EXPECT_EQ(plain, fast) << n;
  }
}

TEST(temporal_kernels, fast_differences_and_boxes_are_plain_ones) {
  Numbers numbers(3);
  for (const std::size_t n : kLengths) {
    const std::vector<float> above = numbers.row(n + 2, 0, 1), here = numbers.row(n + 2, 0, 1),
                             below = numbers.row(n + 2, 0, 1);
    std::vector<float> plain(n), fast(n);
    plain_temporal_kernels.subtract(above.data(), here.data(), n, plain.data());
    fast_temporal_kernels().subtract(above.data(), here.data(), n, fast.data());
    EXPECT_EQ(plain, fast) << n;
    const float* const rows[3] = {above.data() + 1, here.data() + 1, below.data() + 1};
    plain_temporal_kernels.box(rows, n, plain.data());
    fast_temporal_kernels().box(rows, n, fast.data());
    for (std::size_t i = 0; i < n; ++i) ASSERT_NEAR(plain[i], fast[i], 1e-6F) << i << " of " << n;
  }
}

TEST(temporal_kernels, fast_mixing_is_plain_mixing) {
  Numbers numbers(4);
  for (const std::size_t n : kLengths) {
    const std::vector<float> changes = numbers.row(n, 0, 80), innovations = numbers.row(n, -1, 1),
                             leaps = numbers.row(n, -0.6F, 0.6F), priors = numbers.row(n, 0, 1);
    const std::vector<float> drifts = numbers.row(n, -0.3F, 0.3F), floors = numbers.row(n, 3, 30);
    struct Kept {
      std::vector<float> drifts, floors, given;
      float sum = 0;
    } plain{drifts, floors, std::vector<float>(n)}, fast = plain;
    const auto mix = [&](const TemporalKernels& kernels, Kept& kept) {
      kept.sum = kernels.mix({0.2F, 0.28F, 0.06F, 2.5F, n, changes.data(), innovations.data(), leaps.data(),
                              priors.data(), kept.drifts.data(), kept.floors.data(), kept.given.data()});
    };
    mix(plain_temporal_kernels, plain);
    mix(fast_temporal_kernels(), fast);
    for (std::size_t i = 0; i < n; ++i) {
      ASSERT_NEAR(plain.given[i], fast.given[i], 1e-5F) << i << " of " << n;
      ASSERT_NEAR(plain.drifts[i], fast.drifts[i], 1e-5F) << i << " of " << n;
      ASSERT_NEAR(plain.floors[i], fast.floors[i], 1e-4F) << i << " of " << n;
    }
    EXPECT_NEAR(plain.sum, fast.sum, 1e-3F * static_cast<float>(n));
  }
}

}  // namespace
}  // namespace segme
