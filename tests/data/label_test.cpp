// data/label: what is taught lies between truth and net, and nets that see somebody else are not believed.
#include "data/label.h"

#include <gtest/gtest.h>

namespace segme::data {
namespace {

Matte matte_of(std::initializer_list<float> values) {
  Matte matte(static_cast<int>(values.size()), 1);
  std::copy(values.begin(), values.end(), matte.data());
  return matte;
}

TEST(label, is_truth_and_net_in_their_shares) {
  const Matte truth = matte_of({0, 1, 1, 1, 0.5F});
  const Matte said = matte_of({0.2F, 1, 0.6F, 1, 1});
  const std::optional<Matte> mixed = mix_labels(truth, said, 0.25F, 0.8);
  ASSERT_TRUE(mixed.has_value());
  const float wanted[] = {0.05F, 1, 0.9F, 1, 0.625F};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_FLOAT_EQ(mixed->data()[i], wanted[i]) << i;
  for (const float share : {0.0F, 1.0F}) {
    const std::optional<Matte> one = mix_labels(truth, said, share, 0.8);
    ASSERT_TRUE(one.has_value());
    const Matte& same = share == 0 ? truth : said;
    for (std::size_t i = 0; i < 5; ++i) EXPECT_FLOAT_EQ(one->data()[i], same.data()[i]) << i;
  }
}

TEST(label, there_is_none_where_both_see_somebody_else) {
  const Matte truth = matte_of({1, 1, 1, 1, 0, 0});
  const Matte most = matte_of({1, 1, 1, 0, 0, 0});   // IoU 3/4
  const Matte other = matte_of({0, 0, 0, 0, 1, 1});  // 0
  EXPECT_TRUE(mix_labels(truth, most, 0.5F, 0.75).has_value());
  EXPECT_FALSE(mix_labels(truth, most, 0.5F, 0.76).has_value());
  EXPECT_FALSE(mix_labels(truth, other, 0.5F, 0.1).has_value());
  EXPECT_TRUE(mix_labels(truth, other, 0.5F, 0).has_value());
  const Matte nobody = matte_of({0, 0, 0, 0, 0, 0});
  EXPECT_TRUE(mix_labels(nobody, nobody, 0.5F, 0.8).has_value());
}

}  // namespace
}  // namespace segme::data
