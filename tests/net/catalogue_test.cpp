// net/catalogue: every net's parameters, multiplications and shapes against published tables or sums worked out by
// hand.
#include "net/catalogue.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "net/count.h"
#include "net/fold.h"

namespace segme::net {
namespace {

struct Published {
  const NetKind* kind;
  std::int64_t parameters;         ///< batch norms count four a channel; 0: not published
  std::int64_t parameters_folded;  ///< 0: not published
  double million_macs;             ///< to the last digit given; 0: not published
};

constexpr Published kPublished[] = {
    {&mobile_unet_deconv, 3'648'561, 3'620'617, 526.4},
    {&mobile_unet_bilinear, 3'648'561, 3'620'617, 2'019.8},
    {&mnv3_unet_wm10, 2'578'449, 2'552'241, 550.0},
    {&mnv3_unet_wm05, 1'216'293, 1'192'213, 221.8},
    {&prisma, 923'057, 923'057, 1'097.5},
    {&slim, 347'570, 347'570, 296.5},
    {&portrait_video, 0, 2'064'050, 364.9},
    {&mnv3_seg, 0, 940'122, 147.5},
    {&sinet, 0, 0, 0},
    {&deeplab_dm05, 709'442, 683'474, 0},
    {&transfer1, 10, 10, 0},
    {&transfer2, 27, 27, 0},
    {&transfer3, 148, 148, 0},
    {&transfer4, 54, 54, 0},
    {&transfer5, 45, 45, 0},
    {&transfer6, 45, 45, 0},
    {&transfer7, 28, 28, 0},
};

Graph folded(const Graph& graph) {
  Weights none;
  return fold_batch_norms(graph, none);
}

/// Parameters of the nodes whose names begin with `prefix` and go on with '_' or end there.
std::int64_t block_parameters(const Graph& graph, const std::string& prefix) {
  std::int64_t sum = 0;
  for (const Node& node : graph.nodes) {
    if (node.name == prefix || node.name.starts_with(prefix + "_")) sum += count_parameters(graph, node);
  }
  return sum;
}

const Node& find(const Graph& graph, const std::string& name) {
  for (const Node& node : graph.nodes) {
    if (node.name == name) return node;
  }
  throw std::out_of_range(name);
}

TEST(net_catalogue, has_the_published_sizes) {
  for (const Published& wanted : kPublished) {
    const Cost cost = count(wanted.kind->make(wanted.kind->size));
    SCOPED_TRACE(std::string(wanted.kind->name));
    if (wanted.parameters != 0) {
      EXPECT_EQ(cost.parameters, wanted.parameters);
    }
    if (wanted.parameters_folded != 0) {
      EXPECT_EQ(cost.parameters_folded, wanted.parameters_folded);
    }
    if (wanted.million_macs != 0) {
      EXPECT_NEAR(static_cast<double>(cost.macs) / 1e6, wanted.million_macs, 0.05);
    }
  }
}

TEST(net_catalogue, has_the_published_shares_that_are_not_trained) {
  const auto not_trained = [](const NetKind& kind) {
    const Cost cost = count(kind.make(kind.size));
    return cost.parameters - cost.parameters_trained;
  };
  EXPECT_EQ(not_trained(mobile_unet_deconv), 17'968);
  EXPECT_EQ(not_trained(mnv3_unet_wm10), 13'104);
  EXPECT_EQ(not_trained(mnv3_unet_wm05), 12'040);
  EXPECT_EQ(not_trained(prisma), 0);
  EXPECT_EQ(count(sinet.make(sinet.size)).parameters_trained, 86'910);
}

TEST(net_catalogue, lists_every_net_once_and_all_are_checked) {
  std::vector<std::string_view> names;
  for (const NetKind* kind : all_nets()) {
    for (const std::string_view other : names) EXPECT_NE(kind->name, other);
    names.push_back(kind->name);
    EXPECT_EQ(&find_net(kind->name), kind);
    EXPECT_EQ(kind->make(kind->size).name, kind->name);
  }
  // And portrait and portrait_fine: see graph_test; portrait_fast and portrait_steady: see narrow_test.
  EXPECT_EQ(names.size(), std::size(kPublished) + 4);
  EXPECT_THROW(find_net("nonsense"), Error);
}

TEST(net_catalogue, blocks_of_the_mobile_unet_have_their_published_sizes) {
  const Graph plain = mobile_unet_deconv.make(128);
  const Graph graph = folded(plain);
  EXPECT_EQ(block_parameters(graph, "Conv1"), 448);
  EXPECT_EQ(block_parameters(graph, "expanded_conv"), 296);
  const std::pair<int, std::int64_t> blocks[] = {
      {1, 1'696},  {2, 4'144},   {3, 4'144},   {4, 4'144},   {5, 4'144},   {6, 5'696},   {7, 14'432},  {8, 14'432},
      {9, 14'432}, {10, 17'520}, {11, 30'864}, {12, 30'864}, {13, 40'112}, {14, 82'160}, {15, 82'160}, {16, 120'640}};
  for (const auto& [number, size] : blocks) {
    EXPECT_EQ(block_parameters(graph, "block_" + std::to_string(number)), size) << number;
  }
  EXPECT_EQ(block_parameters(plain, "block_16"), 124'000);
  const std::int64_t decoder[] = {737'792, 1'843'456, 405'632, 129'088, 32'288};
  for (std::size_t i = 0; i < std::size(decoder); ++i) {
    EXPECT_EQ(block_parameters(graph, "conv2d_transpose_" + std::to_string(i + 1)), decoder[i]);
    EXPECT_EQ(block_parameters(folded(mobile_unet_bilinear.make(128)), "conv2d_" + std::to_string(i + 1)), decoder[i]);
  }
  EXPECT_EQ(find(graph, "concatenate_1").shape, (Shape{800, 8, 8}));
  EXPECT_EQ(find(graph, "concatenate_2").shape, (Shape{352, 16, 16}));
  EXPECT_EQ(find(graph, "concatenate_3").shape, (Shape{224, 32, 32}));
  EXPECT_EQ(find(graph, "concatenate_4").shape, (Shape{112, 64, 64}));
}

TEST(net_catalogue, the_bilinear_decoder_costs_four_times_the_transposed_one) {
  const auto decoder = [](const Graph& graph, const std::string& name) {
    std::int64_t sum = 0;
    for (int i = 1; i <= 5; ++i) sum += count_macs(graph, find(graph, name + std::to_string(i)));
    return sum;
  };
  EXPECT_EQ(decoder(mobile_unet_bilinear.make(128), "conv2d_"),
            4 * decoder(mobile_unet_deconv.make(128), "conv2d_transpose_"));
}

TEST(net_catalogue, blocks_of_the_mobilenet_v3_unets_have_their_published_sizes) {
  struct Sizes {
    const char* name;
    std::int64_t wm10, wm05;
  };
  constexpr Sizes kSizes[] = {{"stem", 448, 448},
                              {"first", 432, 296},
                              {"block_1", 3'696, 2'244},
                              {"block_2", 5'216, 3'092},
                              {"block_3", 7'240, 4'148},
                              {"block_4", 21'880, 12'260},
                              {"block_5", 21'880, 12'260},
                              {"block_6", 11'928, 6'624},
                              {"block_7", 15'456, 8'520},
                              {"block_8", 44'736, 23'952},
                              {"block_9", 117'024, 61'680},
                              {"block_10", 117'024, 61'680},
                              {"last", 55'872, 28'224},
                              {"decoder_1", 1'327'360, 663'680},
                              {"decoder_2", 626'816, 239'680},
                              {"decoder_3", 129'088, 46'112},
                              {"decoder_4", 39'200, 14'992},
                              {"decoder_5", 6'928, 2'312},
                              {"logit", 17, 9}};
  const Graph wm10 = folded(mnv3_unet_wm10.make(224));
  const Graph wm05 = folded(mnv3_unet_wm05.make(224));
  for (const Sizes& sizes : kSizes) {
    EXPECT_EQ(block_parameters(wm10, sizes.name), sizes.wm10) << sizes.name;
    EXPECT_EQ(block_parameters(wm05, sizes.name), sizes.wm05) << sizes.name;
  }
}

TEST(net_catalogue, blocks_of_prisma_have_their_published_sizes) {
  const Graph graph = prisma.make(256);
  const std::int64_t down[] = {224, 2'336, 18'496, 73'856, 147'584};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(block_parameters(graph, "down_" + std::to_string(i + 1)), down[i]);
  const std::int64_t up[] = {147'584, 73'792, 18'464, 2'312};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(block_parameters(graph, "up_" + std::to_string(i + 1)), up[i]);
  EXPECT_EQ(block_parameters(graph, "block_1"), 288);
  EXPECT_EQ(block_parameters(graph, "block_2"), 2'688);
  EXPECT_EQ(block_parameters(graph, "block_3"), 9'472);
  EXPECT_EQ(block_parameters(graph, "block_4"), 35'328);
  EXPECT_EQ(block_parameters(graph, "block_23"), 288);
  EXPECT_EQ(find(graph, "block_11_add").shape, (Shape{128, 16, 16}));
}

TEST(net_catalogue, deeplab_costs_what_its_published_form_does_when_kernels_are_filled_with_zeros) {
  const Graph graph = deeplab_dm05.make(513);
  double macs = 0;
  double depthwise = 0;
  std::int64_t zeros = 0;
  for (const Node& node : graph.nodes) {
    double of_node = static_cast<double>(count_macs(graph, node));
    if (node.dilation > 1) {  // published with 5x5 and 9x9 kernels
      const int side = 2 * node.dilation + 1;
      of_node *= side * side / 9.0;
      zeros += std::int64_t{node.shape.channels} * (side * side - 9);
    }
    macs += of_node;
    if (node.groups > 1) depthwise += of_node;
  }
  EXPECT_EQ(zeros, 129'792);
  EXPECT_NEAR(macs / 1e6, 3'346, 0.5);
  EXPECT_NEAR(depthwise / 1e6, 706, 0.5);
  EXPECT_EQ(find(graph, "block_16_project").shape, (Shape{160, 65, 65}));
}

TEST(net_catalogue, learnt_nets_turn_a_picture_into_a_matte_of_its_size) {
  for (const NetKind* kind : all_nets()) {
    if (kind->constants != nullptr) continue;
    for (const int size : {kind->size, 64, 96}) {
      const Graph graph = kind->make(size);
      SCOPED_TRACE(std::string(kind->name) + " at " + std::to_string(size));
      EXPECT_EQ(graph.input_shape(), (Shape{kind == &portrait_video || kind == &portrait_steady ? 4 : 3, size, size}));
      EXPECT_EQ(graph.output_shape(), (Shape{1, size, size}));
      EXPECT_EQ(graph.nodes.back().name, "matte");
      EXPECT_EQ(find(graph, "logit").shape, (Shape{1, size, size}));
      EXPECT_GT(count(graph).macs, 0);
    }
  }
}

TEST(net_catalogue, transfer_nets_have_their_shapes_and_constants) {
  struct Case {
    const NetKind* kind = nullptr;
    Shape input, output;
  };
  constexpr Case kCases[] = {{&transfer1, {1, 256, 256}, {1, 256, 256}},  {&transfer2, {1, 256, 256}, {1, 256, 16}},
                             {&transfer3, {4, 256, 256}, {4, 256, 256}},  {&transfer4, {4, 256, 256}, {1, 256, 16}},
                             {&transfer5, {1, 1, 196'608}, {1, 256, 16}}, {&transfer6, {4, 256, 256}, {1, 256, 16}},
                             {&transfer7, {4, 256, 256}, {4, 256, 256}}};
  for (const Case& wanted : kCases) {
    SCOPED_TRACE(std::string(wanted.kind->name));
    const Graph graph = wanted.kind->make(wanted.kind->size);
    EXPECT_EQ(graph.input_shape(), wanted.input);
    EXPECT_EQ(graph.output_shape(), wanted.output);
    const Weights weights = wanted.kind->constants(graph);
    for (const WeightSpec& spec : weight_specs(graph)) {
      ASSERT_TRUE(weights.contains(spec.name));
      const Tensor& tensor = weights.at(spec.name);
      EXPECT_EQ(tensor.shape, spec.shape);
      float sum = 0;
      for (const float value : tensor.values) sum += value;
      // One tap; or 2^7 + ... + 2^-8 = 2^8 - 2^-8; biases are zero.
      const float expected = spec.name == "copy.weight"   ? 1.0F
                             : spec.name == "pack.weight" ? 256.0F - 1.0F / 256
                                                          : 0.0F;
      EXPECT_EQ(sum, expected) << spec.name;
    }
  }
}

}  // namespace
}  // namespace segme::net
