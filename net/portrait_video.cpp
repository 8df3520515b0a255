// net/portrait_video: PortraitNet (Zhang et al. 2019) for video: MobileNetV2 with ReLU, transition blocks and
// transposed convolutions. The fourth input channel is the person's probability in the frame before (zeros at first).
// The picture is RGB as for every net here; PortraitNet's own weights were taught on BGR, so the first three input
// channels of their first kernel have to be turned round.
#include <string>

#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

/// One stage: blocks, expansion, stride of the first, channels.
struct Stage {
  int blocks, expand, stride, channels;
};
constexpr Stage kStages[] = {{1, 1, 1, 16}, {2, 6, 2, 24},  {3, 6, 2, 32}, {4, 6, 2, 64},
                             {3, 6, 1, 96}, {3, 6, 2, 160}, {1, 6, 1, 320}};
constexpr int kStem = 32;
constexpr int kDecoder[] = {96, 32, 24, 16, 8};
constexpr Padding kOneAround{1, 1, 1, 1};

Graph make(int size) {
  Builder b("portrait_video", {4, size, size});
  constexpr float kScale = 0.017F;
  int x = b.affine("normalise", 0, {123.68F, 116.78F, 103.94F, 0.0F}, {kScale, kScale, kScale, 1.0F});
  x = conv_bn(b, "stem", x, kStem, {.kernel = 3, .stride = 2, .padding = kOneAround});
  x = b.activation(Op::relu, "stem_relu", x);
  int skips[std::size(kStages)] = {};
  int number = 0;
  for (std::size_t i = 0; i < std::size(kStages); ++i) {
    const Stage& stage = kStages[i];
    for (int j = 0; j < stage.blocks; ++j) {
      x = inverted_residual(b, "block_" + std::to_string(number++), x,
                            {.expand = stage.expand * b.shape(x).channels,
                             .channels = stage.channels,
                             .stride = j == 0 ? stage.stride : 1,
                             .symmetric = true})
              .output;
    }
    skips[i] = x;
  }
  const int joined[] = {skips[4], skips[2], skips[1]};
  for (int level = 0; level < 5; ++level) {
    const std::string name = "decoder_" + std::to_string(level + 1);
    x = transition(b, name, x, kDecoder[level], false);
    x = b.transposed_conv(name + "_up", x, kDecoder[level], {.kernel = 4, .stride = 2, .padding = kOneAround});
    if (level < 3) x = b.add(name + "_skip", x, joined[level]);
  }
  finish_two_logits(b, b.conv("logits", x, 2, {.kernel = 3, .bias = true}));
  return std::move(b).finish();
}

}  // namespace

const NetKind portrait_video{"portrait_video", "PortraitNet on MobileNetV2, reads the last matte too", 224, make};

}  // namespace segme::net
