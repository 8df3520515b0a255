// net/latency: what counts as work, and that the estimate grows as nets do. What it is worth only measuring can tell.
#include "net/latency.h"

#include <gtest/gtest.h>

#include "net/builder.h"
#include "net/catalogue.h"
#include "net/fold.h"

namespace segme::net {
namespace {

TEST(net_latency, work_is_sorted_by_kind_and_fused_nodes_are_free) {
  Builder b("tiny", {4, 10, 10});
  int x = b.conv("dense", 0, 8, {.kernel = 3, .bias = true});
  x = b.activation(Op::relu, "relu", x);
  x = b.conv("pointwise", x, 8);
  x = b.depthwise("depthwise", x, 3);
  x = b.transposed_conv("transposed", x, 4, {.kernel = 2, .stride = 2});
  x = b.resize("resize", x, 10, 10);
  b.dropout("dropout", x, 0.5F);
  const Graph graph = std::move(b).finish();
  const auto amount = [&](std::size_t node, Work::Kind kind) { return work_of(graph, graph.nodes[node]).amount[kind]; };
  EXPECT_DOUBLE_EQ(amount(1, Work::dense), 100 * 4 * 8 * 9 / 1e6);
  EXPECT_DOUBLE_EQ(amount(1, Work::megabytes), 4 * (400 + 800 + 4 * 8 * 9 + 8) / 1e6);
  for (const double value : work_of(graph, graph.nodes[2]).amount) EXPECT_EQ(value, 0);
  EXPECT_DOUBLE_EQ(amount(3, Work::pointwise), 100 * 8 * 8 / 1e6);
  EXPECT_DOUBLE_EQ(amount(4, Work::depthwise), 100 * 8 * 9 / 1e6);
  EXPECT_EQ(amount(4, Work::dense), 0);
  EXPECT_DOUBLE_EQ(amount(5, Work::transposed), 100 * 8 * 4 * 4 / 1e6);
  EXPECT_DOUBLE_EQ(amount(6, Work::megabytes), 4 * (1600 + 400) / 1e6);
  EXPECT_EQ(amount(6, Work::nodes), 1);
  EXPECT_EQ(amount(7, Work::nodes), 0);
}

TEST(net_latency, the_whole_is_the_sum_of_the_folded_nodes) {
  for (const NetKind* kind : all_nets()) {
    const Graph graph = kind->make(kind->size);
    const Latency latency = estimate_latency(graph);
    Weights none;
    EXPECT_EQ(latency.nodes.size(), fold_batch_norms(graph, none).nodes.size());
    double sum = 0;
    for (const auto& [name, milliseconds] : latency.nodes) {
      EXPECT_GE(milliseconds, 0) << name;
      sum += milliseconds;
    }
    EXPECT_NEAR(latency.milliseconds, sum, 1e-9) << kind->name;
    EXPECT_GT(sum, 0) << kind->name;
  }
}

TEST(net_latency, more_work_takes_longer) {
  const auto milliseconds = [](const NetKind& kind, int size) {
    return estimate_latency(kind.make(size)).milliseconds;
  };
  EXPECT_LT(milliseconds(mnv3_unet_wm05, 224), milliseconds(mnv3_unet_wm10, 224));
  EXPECT_LT(2 * milliseconds(mobile_unet_deconv, 128), milliseconds(mobile_unet_bilinear, 128));
  EXPECT_LT(3 * milliseconds(prisma, 128), milliseconds(prisma, 256));
}

}  // namespace
}  // namespace segme::net
