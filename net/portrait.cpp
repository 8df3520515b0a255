// net/portrait: the net of the default model. Encoder: EfficientNet-lite0 (Tan & Le 2019, the variant without
// squeeze-excite and swish) up to its last 8x8 stage, so that ImageNet weights fit it by name. Decoder: a
// global-average gate, then 1x1, bilinear x2, add the projected skip, one residual separable block a level; a logit at
// half size, bilinear to full size, sigmoid. Bilinear instead of transposed convolution: no checkerboard, and
// half-pixel centres keep a centred shape centred.
#include <string>

#include "net/builder.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

/// One stage of EfficientNet-lite0: blocks, kernel, stride of the first, expansion, channels.
struct Stage {
  int blocks, kernel, stride, expand, channels;
};
constexpr Stage kStages[] = {{1, 3, 1, 1, 16}, {2, 3, 2, 6, 24},  {2, 5, 2, 6, 40},
                             {3, 3, 2, 6, 80}, {3, 5, 1, 6, 112}, {4, 5, 2, 6, 192}};
constexpr int kStem = 32;
constexpr int kDecoder[] = {96, 64, 40, 24, 16};  // widths at 1/32, 1/16, 1/8, 1/4, 1/2

int conv_bn(Builder& b, const std::string& conv, const std::string& norm, int x, int channels, ConvOptions options) {
  return b.batch_norm(norm, b.conv(conv, x, channels, options));
}

int inverted_residual(Builder& b, const std::string& name, int x, const Stage& stage, int stride) {
  const int in = b.shape(x).channels;
  int y = x;
  if (stage.expand != 1) {
    y = conv_bn(b, name + ".expand_conv", name + ".bn0", y, in * stage.expand, {});
    y = b.activation(Op::relu6, name + ".relu0", y);
  }
  y = b.batch_norm(name + ".bn1", b.depthwise(name + ".depthwise_conv", y, stage.kernel, stride));
  y = b.activation(Op::relu6, name + ".relu1", y);
  y = conv_bn(b, name + ".project_conv", name + ".bn2", y, stage.channels, {});
  if (stride == 1 && in == stage.channels) y = b.add(name + ".add", y, x);
  return y;
}

/// x + separable(x): 5x5 depthwise, 1x1, then ReLU.
int residual_separable(Builder& b, const std::string& name, int x) {
  int y = b.batch_norm(name + ".bn1", b.depthwise(name + ".depthwise_conv", x, 5));
  y = b.activation(Op::relu, name + ".relu1", y);
  y = conv_bn(b, name + ".project_conv", name + ".bn2", y, b.shape(x).channels, {});
  return b.activation(Op::relu, name + ".relu2", b.add(name + ".add", y, x));
}

Graph make(int size) {
  Builder b("portrait", {3, size, size});
  // The normalisation EfficientNet-lite0 was taught with: (x/255 - 0.498) / 0.502.
  int x = b.affine("normalise", 0, {127, 127, 127}, {1.0F / 128, 1.0F / 128, 1.0F / 128});
  x = conv_bn(b, "conv_stem", "bn0", x, kStem, {.kernel = 3, .stride = 2});
  x = b.activation(Op::relu6, "relu0", x);
  int block = 0;
  int skips[4] = {};  // at 1/2, 1/4, 1/8, 1/16
  for (const Stage& stage : kStages) {
    for (int i = 0; i < stage.blocks; ++i) {
      x = inverted_residual(b, "blocks." + std::to_string(block++), x, stage, i == 0 ? stage.stride : 1);
    }
    if (block == 1) skips[0] = x;
    if (block == 3) skips[1] = x;
    if (block == 5) skips[2] = x;
    if (block == 11) skips[3] = x;
  }
  x = conv_bn(b, "decoder.0.conv", "decoder.0.bn", x, kDecoder[0], {});
  x = b.activation(Op::relu, "decoder.0.relu", x);
  const int pooled = b.global_average("decoder.0.average", x);
  const int gate = b.activation(Op::hard_sigmoid, "decoder.0.gate_sigmoid",
                                b.conv("decoder.0.gate", pooled, kDecoder[0], {.bias = true}));
  x = b.multiply("decoder.0.gated", x, gate);
  for (int level = 1; level <= 4; ++level) {
    const std::string name = "decoder." + std::to_string(level);
    const int skip = skips[4 - level];
    x = conv_bn(b, name + ".conv", name + ".bn", x, kDecoder[level], {});
    x = b.resize(name + ".up", x, b.shape(skip).height, b.shape(skip).width);
    const int projected = conv_bn(b, name + ".skip_conv", name + ".skip_bn", skip, kDecoder[level], {});
    x = b.activation(Op::relu, name + ".relu", b.add(name + ".add", x, projected));
    x = residual_separable(b, name + ".block", x);
  }
  x = b.conv("head", x, 1, {.kernel = 3, .bias = true});
  x = b.resize("logit", x, size, size);
  b.activation(Op::sigmoid, "matte", x);
  return std::move(b).finish();
}

}  // namespace

const NetKind portrait{"portrait", "EfficientNet-lite0 encoder, light bilinear decoder: the default matte net", 256,
                       make};

}  // namespace segme::net
