// net/blocks: each block as a few calls of the builder.
#include "net/blocks.h"

namespace segme::net {

int conv_bn(Builder& b, const std::string& name, int from, int channels, const ConvOptions& options) {
  return b.batch_norm(name + "_BN", b.conv(name, from, channels, options));
}

InvertedResidualNodes inverted_residual(Builder& b, const std::string& name, int from, const InvertedResidual& block) {
  InvertedResidualNodes nodes;
  int x = from;
  if (block.expand != 0) {
    x = conv_bn(b, name + "_expand", x, block.expand, {.bias = block.bias});
    x = b.activation(block.activation, name + "_expand_relu", x);
  }
  nodes.expanded = x;
  const int channels = b.shape(x).channels;
  ConvOptions depthwise{
      .kernel = 3, .stride = block.stride, .dilation = block.dilation, .groups = channels, .bias = block.bias};
  if (block.symmetric) depthwise.padding = Padding{block.dilation, block.dilation, block.dilation, block.dilation};
  x = conv_bn(b, name + "_depthwise", x, channels, depthwise);
  x = b.activation(block.activation, name + "_depthwise_relu", x);
  x = conv_bn(b, name + "_project", x, block.channels, {.bias = block.bias});
  if (block.stride == 1 && b.shape(from) == b.shape(x)) x = b.add(name + "_add", x, from);
  nodes.output = x;
  return nodes;
}

int transition(Builder& b, const std::string& name, int from, int channels, bool bias) {
  const auto depthwise = [&](const std::string& part, int x) {
    const int width = b.shape(x).channels;
    x = conv_bn(b, name + part, x, width, {.kernel = 3, .groups = width, .bias = bias});
    return b.activation(Op::relu, name + part + "_relu", x);
  };
  int x = depthwise("_depthwise_1", from);
  x = conv_bn(b, name + "_conv_1", x, channels, {.bias = bias});
  x = b.activation(Op::relu, name + "_conv_1_relu", x);
  x = depthwise("_depthwise_2", x);
  x = conv_bn(b, name + "_conv_2", x, channels, {.bias = bias});
  const int shortcut = conv_bn(b, name + "_shortcut", from, channels, {.bias = bias});
  return b.activation(Op::relu, name + "_relu", b.add(name + "_add", x, shortcut));
}

void finish_two_logits(Builder& b, int logits) {
  const int background = b.slice("logit.background", logits, 0, 1);
  const int person = b.slice("logit.person", logits, 1, 2);
  b.activation(Op::sigmoid, "matte", b.subtract("logit", person, background));
}

int unit_range(Builder& b, int from) {
  const std::size_t channels = static_cast<std::size_t>(b.shape(from).channels);
  return b.affine("normalise", from, std::vector<float>(channels, 0.0F), std::vector<float>(channels, 1.0F / 255));
}

}  // namespace segme::net
