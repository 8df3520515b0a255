// net/builder: the shape and padding of every kind of node, and the refusal of shapes that do not fit.
#include "net/builder.h"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

namespace segme::net {
namespace {

TEST(net_builder, a_transposed_convolution_doubles_and_crops_as_tensorflow_does) {
  Builder b("tiny", {4, 5, 7});
  const int same = b.transposed_conv("same", 0, 8, {.kernel = 3, .stride = 2});
  const int valid = b.transposed_conv("valid", 0, 8, {.kernel = 3, .stride = 2, .same = false});
  const int four = b.transposed_conv("four", 0, 8, {.kernel = 4, .stride = 2, .padding = Padding{1, 1, 1, 1}});
  const int two = b.transposed_conv("two", 0, 8, {.kernel = 2, .stride = 2});
  EXPECT_EQ(b.shape(same), (Shape{8, 10, 14}));
  EXPECT_EQ(b.shape(valid), (Shape{8, 11, 15}));
  EXPECT_EQ(b.shape(four), (Shape{8, 10, 14}));
  EXPECT_EQ(b.shape(two), (Shape{8, 10, 14}));
  const Graph graph = std::move(b).finish();
  EXPECT_EQ(graph.nodes[1].padding, (Padding{0, 0, 1, 1}));  // nothing at the top and left
  EXPECT_EQ(graph.nodes[2].padding, (Padding{}));
  EXPECT_EQ(graph.nodes[4].padding, (Padding{}));
  EXPECT_EQ(weight_specs(graph)[0].shape, (std::vector<std::int64_t>{4, 8, 3, 3}));
}

TEST(net_builder, a_convolution_can_be_dilated_oblong_and_padded_by_hand) {
  Builder b("tiny", {3, 20, 32});
  const int dilated = b.conv("dilated", 0, 2, {.kernel = 3, .dilation = 4});
  const int oblong = b.conv("oblong", 0, 2, {.kernel = 1, .stride = 1, .kernel_width = 16, .stride_x = 16});
  const int padded = b.conv("padded", 0, 2, {.kernel = 3, .stride = 2, .padding = Padding{1, 1, 1, 1}});
  const int valid = b.conv("valid", 0, 2, {.kernel = 3, .same = false});
  EXPECT_EQ(b.shape(dilated), (Shape{2, 20, 32}));
  EXPECT_EQ(b.shape(oblong), (Shape{2, 20, 2}));
  EXPECT_EQ(b.shape(padded), (Shape{2, 10, 16}));
  EXPECT_EQ(b.shape(valid), (Shape{2, 18, 30}));
  const Graph graph = std::move(b).finish();
  EXPECT_EQ(graph.nodes[1].padding, (Padding{4, 4, 4, 4}));
  EXPECT_EQ(weight_specs(graph)[1].shape, (std::vector<std::int64_t>{2, 3, 1, 16}));
}

TEST(net_builder, every_other_kind_has_its_shape) {
  Builder b("tiny", {6, 8, 4});
  EXPECT_EQ(b.shape(b.max_pool("m", 0, 2, 2)), (Shape{6, 4, 2}));
  EXPECT_EQ(b.shape(b.average_pool("a", 0, 3, 1)), (Shape{6, 6, 2}));
  EXPECT_EQ(b.shape(b.channel_max("c", 0)), (Shape{1, 8, 4}));
  EXPECT_EQ(b.shape(b.shuffle("s", 0, 3)), (Shape{6, 8, 4}));
  EXPECT_EQ(b.shape(b.slice("l", 0, 2, 5)), (Shape{3, 8, 4}));
  EXPECT_EQ(b.shape(b.pad("p", 0, 1, 2)), (Shape{9, 8, 4}));
  EXPECT_EQ(b.shape(b.transpose("t", 0)), (Shape{4, 6, 8}));
  EXPECT_EQ(b.shape(b.reshape("r1", 0, {192})), (Shape{1, 1, 192}));
  EXPECT_EQ(b.shape(b.reshape("r2", 0, {48, 4})), (Shape{1, 48, 4}));
  EXPECT_EQ(b.shape(b.resize_like("z", b.global_average("g", 0), 0)), (Shape{6, 8, 4}));
  EXPECT_EQ(b.shape(b.dropout("d", 0, 0.3F)), (Shape{6, 8, 4}));
  EXPECT_EQ(b.shape(b.activation(Op::complement, "k", 0)), (Shape{6, 8, 4}));
}

TEST(net_builder, refuses_shapes_that_do_not_fit) {
  const std::pair<const char*, std::function<void(Builder&)>> wrong[] = {
      {"channels that the groups do not divide", [](Builder& b) { b.conv("x", 0, 4, {.groups = 4}); }},
      {"a kernel larger than the picture", [](Builder& b) { b.conv("x", 0, 4, {.kernel = 9, .same = false}); }},
      {"no channels", [](Builder& b) { b.conv("x", 0, 0); }},
      {"a transposed kernel smaller than its stride",
       [](Builder& b) { b.transposed_conv("x", 0, 4, {.kernel = 1, .stride = 2}); }},
      {"a crop of everything",
       [](Builder& b) {
         b.transposed_conv("x", 0, 4, {.kernel = 2, .stride = 1, .padding = Padding{9, 0, 0, 0}});
       }},
      {"a mean too few",
       [](Builder& b) {
         b.affine("x", 0, {1, 2}, {1, 2, 3, 4, 5, 6});
       }},
      {"a sum of unequal shapes", [](Builder& b) { b.add("x", 0, b.slice("s", 0, 0, 1)); }},
      {"a difference of unequal shapes", [](Builder& b) { b.subtract("x", 0, b.max_pool("m", 0, 2, 2)); }},
      {"a gate of another size", [](Builder& b) { b.multiply("x", 0, b.max_pool("m", 0, 2, 2)); }},
      {"joined pictures of other sizes", [](Builder& b) { b.concat("x", 0, b.max_pool("m", 0, 2, 2)); }},
      {"a pool larger than the picture", [](Builder& b) { b.average_pool("x", 0, 9, 9); }},
      {"groups that do not divide", [](Builder& b) { b.shuffle("x", 0, 4); }},
      {"a slice behind the end", [](Builder& b) { b.slice("x", 0, 3, 7); }},
      {"an empty slice", [](Builder& b) { b.slice("x", 0, 3, 3); }},
      {"a negative pad", [](Builder& b) { b.pad("x", 0, -1, 0); }},
      {"another number of values",
       [](Builder& b) {
         b.reshape("x", 0, {8, 8});
       }},
      {"all dropped", [](Builder& b) { b.dropout("x", 0, 1.0F); }},
      {"a resize to nothing", [](Builder& b) { b.resize("x", 0, 0, 4); }},
      {"a name twice", [](Builder& b) { b.slice("input", 0, 0, 1); }},
      {"a node that is not there", [](Builder& b) { b.batch_norm("x", 5); }},
      {"a kind that is no activation", [](Builder& b) { b.activation(Op::add, "x", 0); }},
  };
  for (const auto& [what, build] : wrong) {
    Builder b("tiny", {6, 8, 4});
    EXPECT_THROW(build(b), std::logic_error) << what;
  }
}

}  // namespace
}  // namespace segme::net
