// net/ranges: the very numbers come back, by name, and a text that lacks one is refused with the node that it lacks.
#include "net/ranges.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "net/builder.h"
#include "net/writers.h"

namespace segme::net {
namespace {

Graph two_nodes() {
  Builder b("two", {3, 4, 4});
  b.activation(Op::relu, "r", b.conv("c", 0, 2, {.kernel = 3, .bias = true}));
  return std::move(b).finish();
}

TEST(net_ranges, come_back_bit_for_bit_also_for_the_net_in_one_row) {
  const std::vector<Range> ranges{{0, 255}, {-0.1F, 1.0F / 3}, {0, 1e-20F}};
  const std::string text = ranges_text(two_nodes(), ranges);
  EXPECT_EQ(read_ranges(two_nodes(), text, "x"), ranges);
  std::vector<Range> longer = ranges;
  longer.emplace_back();
  EXPECT_EQ(read_ranges(flattened(two_nodes()), text, "x"), longer);
}

TEST(net_ranges, of_another_net_or_no_ranges_are_refused) {
  for (const char* text : {R"({"input":[0,1],"c":[0,1]})", R"({"input":[0,1],"c":[0,1],"r":[2,1]})",
                           R"({"input":[0,1],"c":[0,1],"r":["0",1]})", R"({"input":[0,1],"c":[0,1],"r":[1]})", "no"}) {
    try {
      read_ranges(two_nodes(), text, "run/best.safetensors");
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      EXPECT_NE(std::string(error.what()).find("best.safetensors"), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace segme::net
