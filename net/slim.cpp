// net/slim: a net of narrow bottlenecks for 512 x 512: quarter size after two convolutions, per-channel PReLU, no batch
// norm, a decoder that adds bilinear and transposed-convolution paths.
#include <string>

#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

int prelu(Builder& b, const std::string& name, int x) { return b.activation(Op::prelu, name, x); }

/// What stands in the middle of an encoder's bottleneck.
struct Middle {
  enum Kind { separable_depthwise, separable_5, dense } kind = separable_depthwise;
  int dilation = 1;
};

/// One bottleneck whose input has its PReLU already; PReLU(input) and pooled input are what the decoder reads.
struct Bottleneck {
  int narrow = 0, channels = 0;
  bool halve = false;
  Middle middle = {};
};

int separable(Builder& b, const std::string& name, int x, int kernel) {
  const int channels = b.shape(x).channels;
  return b.conv(name + "_pointwise", b.depthwise(name + "_depthwise", x, kernel), channels, {.bias = true});
}

/// Sets `pooled` where the block halves the size.
int bottleneck(Builder& b, const std::string& name, int x, const Bottleneck& block, int* pooled) {
  const int step = block.halve ? 2 : 1;
  int y = b.conv(name + "_narrow", x, block.narrow, {.kernel = step, .stride = step, .bias = true});
  y = prelu(b, name + "_narrow_prelu", y);
  switch (block.middle.kind) {
    case Middle::separable_depthwise:
      y = prelu(b, name + "_separable_prelu", separable(b, name + "_separable", y, 3));
      y = b.depthwise(name + "_depthwise", y, 3, 1, true);
      break;
    case Middle::separable_5: y = separable(b, name + "_separable", y, 5); break;
    case Middle::dense:
      y = b.conv(name + "_dense", y, block.channels, {.kernel = 3, .dilation = block.middle.dilation, .bias = true});
      break;
  }
  y = prelu(b, name + "_middle_prelu", y);
  y = b.conv(name + "_wide", y, block.channels, {.bias = true});
  if (block.halve) {
    x = *pooled = b.max_pool(name + "_pool", x, 2, 2);
    if (b.shape(x).channels != block.channels) x = b.conv(name + "_shortcut", x, block.channels, {.bias = true});
  }
  return b.add(name + "_add", y, x);
}

/// One level of the decoder: x (after PReLU) to twice its size and `channels` channels. `residual` is the encoder's
/// pooled tensor of x's size, `skip` (-1: none) what is joined at twice the size.
struct Level {
  int narrow, channels, narrow_after;
  int residual, skip;
};

int decode(Builder& b, const std::string& name, int x, const Level& level) {
  int y = prelu(b, name + "_narrow_prelu", b.conv(name + "_narrow", x, level.narrow, {.bias = true}));
  y = b.transposed_conv(name + "_up", y, 8, {.kernel = 3, .stride = 2, .bias = true});
  y = b.conv(name + "_wide", prelu(b, name + "_up_prelu", y), level.channels, {.bias = true});
  x = b.add(name + "_residual", b.conv(name + "_shortcut", x, level.channels, {.bias = true}), level.residual);
  x = b.resize(name + "_resize", x, b.shape(y).height, b.shape(y).width, Sampling::align_corners);
  x = prelu(b, name + "_prelu", b.add(name + "_add", x, y));
  if (level.skip >= 0) x = b.concat(name + "_concat", x, level.skip);
  const std::string after = name + "_after";
  y = prelu(b, after + "_narrow_prelu", b.conv(after + "_narrow", x, level.narrow_after, {.bias = true}));
  y = b.conv(after + "_conv", y, level.narrow_after, {.kernel = 3, .bias = true});
  y = b.conv(after + "_wide", prelu(b, after + "_prelu", y), level.channels, {.bias = true});
  if (level.skip >= 0) x = b.conv(after + "_shortcut", x, level.channels, {.bias = true});
  return b.add(after + "_add", x, y);
}

constexpr Middle kSeparable{Middle::separable_depthwise};
constexpr Middle kSeparable5{Middle::separable_5};
constexpr Middle dense(int dilation) { return {Middle::dense, dilation}; }

constexpr Bottleneck kEncoder[] = {{16, 64, true},
                                   {16, 64, false},
                                   {16, 64, false},
                                   {32, 128, true},
                                   {16, 128, false},
                                   {16, 128, false},
                                   {16, 128, false},
                                   {16, 128, false},
                                   {16, 128, true},
                                   {8, 128, false, kSeparable},
                                   {8, 128, false, dense(2)},
                                   {8, 128, false, kSeparable5},
                                   {8, 128, false, dense(4)},
                                   {8, 128, false, kSeparable},
                                   {8, 128, false, dense(8)},
                                   {8, 128, false, kSeparable},
                                   {8, 128, false, dense(2)},
                                   {8, 128, false, kSeparable5},
                                   {8, 128, false, dense(4)},
                                   {8, 128, false, kSeparable},
                                   {8, 128, false, dense(8)},
                                   {4, 128, false, dense(1)}};

Graph make(int size) {
  Builder b("slim", {3, size, size});
  const ConvOptions halving{.kernel = 2, .stride = 2, .bias = true, .same = false};
  int x = prelu(b, "stem_1_prelu", b.conv("stem_1", unit_range(b, 0), 8, halving));
  x = prelu(b, "stem_2_prelu", b.conv("stem_2", x, 32, halving));
  int pooled[std::size(kEncoder)] = {};
  int inputs[std::size(kEncoder) + 1] = {x};  // each after its PReLU
  for (std::size_t i = 0; i < std::size(kEncoder); ++i) {
    const std::string name = "block_" + std::to_string(i + 1);
    x = bottleneck(b, name, x, kEncoder[i], &pooled[i]);
    x = inputs[i + 1] = prelu(b, name + "_prelu", x);
  }
  x = decode(b, "decoder_1", x, {8, 128, 8, pooled[8], inputs[4]});
  x = decode(b, "decoder_2", prelu(b, "decoder_1_out_prelu", x), {8, 64, 4, pooled[3], inputs[1]});
  x = decode(b, "decoder_3", prelu(b, "decoder_2_out_prelu", x), {4, 32, 4, pooled[0], -1});
  x = b.transposed_conv("head", prelu(b, "decoder_3_out_prelu", x), 8, {.kernel = 2, .stride = 2, .bias = true});
  x = b.transposed_conv("logits", prelu(b, "head_prelu", x), 2, {.kernel = 2, .stride = 2, .bias = true});
  finish_two_logits(b, x);
  return std::move(b).finish();
}

}  // namespace

const NetKind slim{"slim", "narrow PReLU bottlenecks at a quarter of 512, 0.35 M parameters", 512, make};

}  // namespace segme::net
