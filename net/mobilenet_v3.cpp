// net/mobilenet_v3: nets on MobileNetV3-small (Howard et al. 2019) in its "minimalistic" form: ReLU, 3x3 kernels and no
// squeeze-excite. mnv3_unet: transposed convolutions; its width multiplier is for projections and decoder only, the
// expansions stay. mnv3_seg: PortraitNet's transition blocks and half-pixel bilinear x2.
#include <string>

#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

struct Block {
  int expand, stride, channels;
};
constexpr Block kBlocks[] = {{72, 2, 24},  {88, 1, 24},  {96, 2, 40},  {240, 1, 40}, {240, 1, 40},
                             {120, 1, 48}, {144, 1, 48}, {288, 2, 96}, {576, 1, 96}, {576, 1, 96}};
constexpr int kStem = 16;
constexpr int kLast = 576;

struct Encoder {
  int skips[4] = {};  ///< at 1/16, 1/8, 1/4, 1/2
  int output = 0;     ///< kLast channels at 1/32, after the batch norm
};

/// `half`: half the channels after each projection.
Encoder encode(Builder& b, int x, bool half, bool bias) {
  const auto scaled = [&](int channels) { return half ? channels / 2 : channels; };
  Encoder made;
  x = conv_bn(b, "stem", x, kStem, {.kernel = 3, .stride = 2, .bias = bias});
  x = made.skips[3] = b.activation(Op::relu, "stem_relu", x);
  x = inverted_residual(b, "first", x, {.channels = scaled(16), .stride = 2, .bias = bias}).output;
  for (std::size_t i = 0; i < std::size(kBlocks); ++i) {
    const Block& block = kBlocks[i];
    const InvertedResidualNodes nodes = inverted_residual(
        b, "block_" + std::to_string(i + 1), x,
        {.expand = block.expand, .channels = scaled(block.channels), .stride = block.stride, .bias = bias});
    if (i == 0) made.skips[2] = nodes.expanded;
    if (i == 2) made.skips[1] = nodes.expanded;
    if (i == 7) made.skips[0] = nodes.expanded;
    x = nodes.output;
  }
  made.output = conv_bn(b, "last", x, kLast, {.bias = bias});
  return made;
}

Graph make_unet(const char* name, int size, bool half) {
  constexpr int kDecoder[] = {256, 128, 64, 32, 16};
  constexpr float kDropout = 0.5F;
  Builder b(name, {3, size, size});
  const Encoder encoder = encode(b, unit_range(b, 0), half, true);
  int x = b.activation(Op::relu, "last_relu", encoder.output);
  for (int level = 0; level < 5; ++level) {
    const std::string layer = "decoder_" + std::to_string(level + 1);
    const int channels = half ? kDecoder[level] / 2 : kDecoder[level];
    x = b.transposed_conv(layer, x, channels, {.kernel = 3, .stride = 2, .bias = true});
    x = b.batch_norm(layer + "_BN", x);
    if (level < 4) x = b.dropout(layer + "_dropout", x, kDropout);
    x = b.activation(Op::relu, layer + "_relu", x);
    if (level < 4) x = b.concat(layer + "_concat", x, encoder.skips[level]);
  }
  b.activation(Op::sigmoid, "matte", b.conv("logit", x, 1, {.bias = true}));
  return std::move(b).finish();
}

Graph make_wm10(int size) { return make_unet("mnv3_unet_wm10", size, false); }
Graph make_wm05(int size) { return make_unet("mnv3_unet_wm05", size, true); }

Graph make_seg(int size) {
  constexpr int kDecoder[] = {288, 96, 72, 16};
  Builder b("mnv3_seg", {3, size, size});
  constexpr float kScale = 1.0F / 127.5F;
  const int normalised = b.affine("normalise", 0, {127.5F, 127.5F, 127.5F}, {kScale, kScale, kScale});
  const Encoder encoder = encode(b, normalised, false, false);
  int x = encoder.output;
  for (int level = 0; level < 4; ++level) {
    const std::string layer = "decoder_" + std::to_string(level + 1);
    x = transition(b, layer, x, kDecoder[level], true);
    const Shape small = b.shape(x);
    x = b.resize(layer + "_up", x, 2 * small.height, 2 * small.width);
    if (level < 3) x = b.add(layer + "_skip", x, encoder.skips[level]);
  }
  x = b.resize("up", x, size, size);
  finish_two_logits(b, b.conv("logits", x, 2, {.bias = true}));
  return std::move(b).finish();
}

}  // namespace

const NetKind mnv3_unet_wm10{"mnv3_unet_wm10", "U-Net on MobileNetV3-small minimalistic", 224, make_wm10};
const NetKind mnv3_unet_wm05{"mnv3_unet_wm05", "the same at half width", 224, make_wm05};
const NetKind mnv3_seg{"mnv3_seg", "MobileNetV3-small minimalistic, transition blocks, bilinear decoder", 256,
                       make_seg};

}  // namespace segme::net
