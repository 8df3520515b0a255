// net/mobile_unet: U-Nets on MobileNetV2 (Sandler et al. 2018) at half width, without its last 1x1 convolution. Two
// decoders of equal weights: transposed convolutions, or bilinear x2 before a plain convolution, which costs four times
// the multiplications but draws no checkerboard. Layers are named as Keras names them.
#include <string>

#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

/// One block: channels after expansion, stride, channels. Half of MobileNetV2's widths, rounded to multiples of 8.
struct Block {
  int expand, stride, channels;
};
constexpr Block kBlocks[] = {{0, 1, 8},    {48, 2, 16},  {96, 1, 16},  {96, 2, 16},  {96, 1, 16},  {96, 1, 16},
                             {96, 2, 32},  {192, 1, 32}, {192, 1, 32}, {192, 1, 32}, {192, 1, 48}, {288, 1, 48},
                             {288, 1, 48}, {288, 2, 80}, {480, 1, 80}, {480, 1, 80}, {480, 1, 160}};
constexpr int kStem = 16;
constexpr int kDecoder[] = {512, 256, 128, 64, 32};
constexpr int kSkipBlocks[] = {13, 6, 3, 1};  // their expansions, just before they halve the size
constexpr float kDropout = 0.5F;

Graph make_unet(const char* name, int size, bool bilinear) {
  Builder b(name, {3, size, size});
  int x = unit_range(b, 0);
  x = b.activation(Op::relu6, "Conv1_relu", conv_bn(b, "Conv1", x, kStem, {.kernel = 3, .stride = 2}));
  int skips[std::size(kBlocks)] = {};
  for (std::size_t i = 0; i < std::size(kBlocks); ++i) {
    const Block& block = kBlocks[i];
    const InvertedResidualNodes nodes = inverted_residual(
        b, i == 0 ? "expanded_conv" : "block_" + std::to_string(i), x,
        {.expand = block.expand, .channels = block.channels, .stride = block.stride, .activation = Op::relu6});
    skips[i] = nodes.expanded;
    x = nodes.output;
  }
  for (int level = 1; level <= 5; ++level) {
    const std::string number = "_" + std::to_string(level);
    const int channels = kDecoder[level - 1];
    if (bilinear) {
      const Shape small = b.shape(x);
      x = b.resize("up_sampling2d" + number, x, 2 * small.height, 2 * small.width, Sampling::legacy);
      x = b.conv("conv2d" + number, x, channels, {.kernel = 3, .bias = true});
    } else {
      x = b.transposed_conv("conv2d_transpose" + number, x, channels, {.kernel = 3, .stride = 2, .bias = true});
    }
    x = b.batch_norm("batch_normalization" + number, x);
    if (level < 5) x = b.dropout("dropout" + number, x, kDropout);
    x = b.activation(Op::relu, "activation" + number, x);
    if (level < 5) x = b.concat("concatenate" + number, x, skips[kSkipBlocks[level - 1]]);
  }
  // A transposed convolution of one tap and stride 1 in the original: the same as this.
  x = b.conv("logit", x, 1, {.bias = true});
  b.activation(Op::sigmoid, "matte", x);
  return std::move(b).finish();
}

Graph make_deconv(int size) { return make_unet("mobile_unet_deconv", size, false); }
Graph make_bilinear(int size) { return make_unet("mobile_unet_bilinear", size, true); }

}  // namespace

const NetKind mobile_unet_deconv{"mobile_unet_deconv", "U-Net on MobileNetV2 0.5, transposed convolutions", 128,
                                 make_deconv};
const NetKind mobile_unet_bilinear{"mobile_unet_bilinear", "the same with bilinear x2 and plain convolutions", 128,
                                   make_bilinear};

}  // namespace segme::net
