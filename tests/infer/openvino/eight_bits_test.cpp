// infer/openvino/eight_bits: a net rounded to 8 bits says nearly what it said; int8 files of others take real values.
#include "infer/openvino/eight_bits.h"

#include <gtest/gtest.h>
#include <openvino/openvino.hpp>
#include <openvino/opsets/opset8.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace segme {
namespace {

namespace op = ov::opset8;

constexpr std::size_t kChannels = 3, kOutputs = 5, kSide = 9;

std::vector<float> random_values(std::size_t count, float largest) {
  std::mt19937 random(3);
  std::uniform_real_distribution<float> any(-largest, largest);
  std::vector<float> values(count);
  std::generate(values.begin(), values.end(), [&] { return any(random); });
  return values;
}

/// input -> 3x3 convolution; with `bytes`, the input and the output are signed bytes that stand for -2..2.
std::shared_ptr<ov::Model> convolution(bool bytes) {
  const auto input = std::make_shared<op::Parameter>(bytes ? ov::element::i8 : ov::element::f32,
                                                     ov::Shape{1, kChannels, kSide, kSide});
  const auto number = [](float value) { return op::Constant::create(ov::element::f32, {}, {value}); };
  ov::Output<ov::Node> x = input;
  if (bytes) {
    x = std::make_shared<op::Convert>(x, ov::element::f32);
    x = std::make_shared<op::FakeQuantize>(x, number(-128), number(127), number(-2), number(2), 256);
  }
  const auto weights = op::Constant::create(ov::element::f32, {kOutputs, kChannels, 3, 3},
                                            random_values(kOutputs * kChannels * 9, 0.3F));
  x = std::make_shared<op::Convolution>(x, weights, ov::Strides{1, 1}, ov::CoordinateDiff{1, 1},
                                        ov::CoordinateDiff{1, 1}, ov::Strides{1, 1});
  if (bytes) {
    x = std::make_shared<op::FakeQuantize>(x, number(-4), number(4), number(-128), number(127), 256);
    x = std::make_shared<op::Convert>(x, ov::element::i8);
  }
  return std::make_shared<ov::Model>(ov::OutputVector{x}, ov::ParameterVector{input});
}

ov::Tensor picture() {
  ov::Tensor made(ov::element::f32, {1, kChannels, kSide, kSide});
  const std::vector<float> values = random_values(made.get_size(), 2.0F);
  std::copy(values.begin(), values.end(), made.data<float>());
  return made;
}

std::vector<float> run(const std::shared_ptr<ov::Model>& net) {
  ov::InferRequest request =
      ov::Core().compile_model(net, "CPU", ov::hint::inference_precision(ov::element::f32)).create_infer_request();
  request.set_input_tensor(picture());
  request.infer();
  const ov::Tensor output = request.get_output_tensor();
  return {output.data<float>(), output.data<float>() + output.get_size()};
}

double farthest(const std::vector<float>& a, const std::vector<float>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(static_cast<double>(a[i] - b[i])));
  return a.size() == b.size() ? most : 1e9;
}

std::size_t roundings(const ov::Model& net) {
  std::size_t count = 0;
  for (const auto& node : net.get_ops()) count += std::dynamic_pointer_cast<op::FakeQuantize>(node) ? 1 : 0;
  return count;
}

TEST(eight_bits, a_rounded_net_says_nearly_the_same_and_not_exactly) {
  const auto plain = convolution(false);
  const auto rounded = convolution(false);
  round_to_eight_bits(rounded, {picture()});
  EXPECT_EQ(roundings(*rounded), 2U);
  const double error = farthest(run(plain), run(rounded));
  EXPECT_GT(error, 0.0);
  EXPECT_LT(error, 0.05);
  round_to_eight_bits(rounded, {picture()});
  EXPECT_EQ(roundings(*rounded), 2U);  // once is enough
}

TEST(eight_bits, a_net_of_bytes_takes_and_gives_real_values) {
  const auto net = convolution(true);
  take_real_values(*net);
  EXPECT_EQ(net->input().get_element_type(), ov::element::f32);
  EXPECT_EQ(net->output().get_element_type(), ov::element::f32);
  EXPECT_LT(farthest(run(convolution(false)), run(net)), 0.08);  // steps of 4/255 and 8/255
}

TEST(eight_bits, a_widened_net_has_no_rounding_left_and_says_nearly_the_same) {
  const auto net = convolution(true);
  take_real_values(*net);
  widen_to_floats(*net);
  EXPECT_EQ(roundings(*net), 0U);
  EXPECT_LT(farthest(run(convolution(false)), run(net)), 1e-4);
}

TEST(eight_bits, a_net_whose_roundings_cannot_be_compiled_is_compiled_in_floats_and_that_is_told) {
  const auto net = convolution(true);
  take_real_values(*net);
  int calls = 0;
  const auto compile = [&] {
    ++calls;
    if (roundings(*net) > 0) throw std::runtime_error("no kernel");
  };
  EXPECT_TRUE(compile_or_widen(*net, compile));
  EXPECT_EQ(calls, 2);
  EXPECT_FALSE(compile_or_widen(*net, compile));
  EXPECT_EQ(calls, 3);
}

TEST(eight_bits, what_fails_for_another_reason_is_tried_once) {
  const auto floats = convolution(false);
  int calls = 0;
  const auto fail = [&] {
    ++calls;
    throw std::runtime_error("no kernel");
  };
  EXPECT_THROW(compile_or_widen(*floats, fail), std::runtime_error);
  EXPECT_EQ(calls, 1);
  const auto bytes = convolution(true);
  take_real_values(*bytes);
  EXPECT_THROW(compile_or_widen(*bytes, [] { throw std::bad_alloc(); }), std::bad_alloc);
  EXPECT_EQ(roundings(*bytes), 2U);
}

}  // namespace
}  // namespace segme
