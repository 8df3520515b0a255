// net/blocks: what several families of the catalogue are built of.
#pragma once

#include <string>

#include "net/builder.h"

namespace segme::net {

/// Convolution NAME, batch norm NAME_BN.
int conv_bn(Builder& b, const std::string& name, int from, int channels, const ConvOptions& options = {});

/// The block of MobileNetV2 and V3: 1x1 to `expand` channels (0: left out), 3x3 depthwise, 1x1 to `channels` without an
/// activation, each with a batch norm; the input is added where shapes allow.
struct InvertedResidual {
  int expand = 0, channels = 0, stride = 1, dilation = 1;
  Op activation = Op::relu;
  bool bias = false;       ///< convolutions have one, although a batch norm follows
  bool symmetric = false;  ///< zeros on all four sides (PyTorch) instead of TensorFlow's SAME
};

/// Nodes of a block that others read.
struct InvertedResidualNodes {
  int expanded = 0;  ///< after the activation of the expansion: where U-Nets take their skips
  int output = 0;
};

/// Adds the block; nodes are NAME_expand, NAME_expand_BN, NAME_expand_relu, NAME_depthwise, ..., NAME_add.
InvertedResidualNodes inverted_residual(Builder& b, const std::string& name, int from, const InvertedResidual& block);

/// PortraitNet's decoder block: ReLU([depthwise 3x3, ReLU, 1x1, ReLU, depthwise 3x3, ReLU, 1x1] + [1x1]), a batch norm
/// after each convolution.
int transition(Builder& b, const std::string& name, int from, int channels, bool bias);

/// Ends a net that has two logits a pixel, background and person: node "logit" is their difference, "matte" its
/// sigmoid, which is softmax's share of the person. Nets with one and with two logits are so learnt alike.
void finish_two_logits(Builder& b, int logits);

/// x / 255 for every channel.
int unit_range(Builder& b, int from);

}  // namespace segme::net
