// net/deeplab: DeepLabv3 (Chen et al. 2017) on MobileNetV2 at half width, output stride 8: the last strides are
// replaced by dilations 2 and 4; the head is image pooling and a 1x1 branch.
#include <string>

#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

/// One block: expansion (in channels), stride, dilation, channels. 24 / 2 stays 12 here, unlike in Keras.
struct Block {
  int expand, stride, dilation, channels;
};
constexpr Block kBlocks[] = {{0, 1, 1, 8},    {48, 2, 1, 12},  {72, 1, 1, 12},  {72, 2, 1, 16},  {96, 1, 1, 16},
                             {96, 1, 1, 16},  {96, 1, 1, 32},  {192, 1, 2, 32}, {192, 1, 2, 32}, {192, 1, 2, 32},
                             {192, 1, 2, 48}, {288, 1, 2, 48}, {288, 1, 2, 48}, {288, 1, 2, 80}, {480, 1, 4, 80},
                             {480, 1, 4, 80}, {480, 1, 4, 160}};
constexpr int kStem = 16;
constexpr int kHead = 256;

Graph make(int size) {
  Builder b("deeplab_dm05", {3, size, size});
  constexpr float kScale = 1.0F / 127.5F;
  int x = b.affine("normalise", 0, {127.5F, 127.5F, 127.5F}, {kScale, kScale, kScale});
  x = b.activation(Op::relu6, "stem_relu", conv_bn(b, "stem", x, kStem, {.kernel = 3, .stride = 2}));
  int number = 0;
  for (const Block& block : kBlocks) {
    x = inverted_residual(b, "block_" + std::to_string(number++), x,
                          {.expand = block.expand,
                           .channels = block.channels,
                           .stride = block.stride,
                           .dilation = block.dilation,
                           .activation = Op::relu6})
            .output;
  }
  const auto head = [&](const std::string& name, int from) {
    return b.activation(Op::relu, name + "_relu", conv_bn(b, name, from, kHead));
  };
  int pooled = head("image_pooling", b.global_average("image_pooling_average", x));
  pooled = b.resize_like("image_pooling_up", pooled, x, Sampling::align_corners);
  x = head("projection", b.concat("concat", pooled, head("aspp0", x)));
  x = b.conv("small_logits", x, 2, {.bias = true});
  finish_two_logits(b, b.resize_like("logits", x, 0, Sampling::align_corners));
  return std::move(b).finish();
}

}  // namespace

const NetKind deeplab_dm05{"deeplab_dm05", "DeepLabv3 on MobileNetV2 0.5, output stride 8", 513, make};

}  // namespace segme::net
