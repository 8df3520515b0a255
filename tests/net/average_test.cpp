// net/average: the mean, and that only what is of one net has one.
#include "net/average.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segme::net {
namespace {

Weights weights(float a, float b) { return {{"x.weight", {{2}, {a, b}}}, {"x.running_mean", {{1}, {a - b}}}}; }

TEST(net_average, is_the_mean_of_every_number) {
  const NamedWeights sets[] = {{"a", weights(1, 5)}, {"b", weights(3, 6)}, {"c", weights(5, 1)}};
  const Weights mean = average(sets);
  ASSERT_EQ(mean.size(), 2U);
  EXPECT_EQ(mean.at("x.weight").values, (std::vector<float>{3, 4}));
  EXPECT_EQ(mean.at("x.weight").shape, (std::vector<std::int64_t>{2}));
  EXPECT_EQ(mean.at("x.running_mean").values, (std::vector<float>{-1}));
}

TEST(net_average, weights_of_different_nets_have_none) {
  Weights more = weights(1, 2);
  more["y.weight"] = {{1}, {1}};
  Weights other = weights(1, 2);
  other["x.weight"].shape = {2, 1};
  Weights renamed = weights(1, 2);
  renamed["y.weight"] = renamed["x.weight"];
  renamed.erase("x.weight");
  for (const Weights& wrong : {more, other, renamed, Weights{}}) {
    const NamedWeights sets[] = {{"first", weights(1, 2)}, {"second", wrong}};
    try {
      static_cast<void>(average(sets));
      FAIL() << "they differ";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      EXPECT_NE(std::string(error.what()).find("'second'"), std::string::npos) << error.what();
    }
  }
  EXPECT_THROW(static_cast<void>(average({})), Error);
}

}  // namespace
}  // namespace segme::net
