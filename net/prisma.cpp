// net/prisma: a residual encoder-decoder without batch norms. Blocks of two separable convolutions with ReLU in front,
// strided convolutions down, transposed ones up, skips are added.
#include <string>

#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

/// x + sep(ReLU(sep(ReLU(x)))).
int residual(Builder& b, const std::string& name, int x) {
  int y = x;
  for (const char* part : {"_1", "_2"}) {
    y = b.activation(Op::relu, name + "_relu" + part, y);
    y = b.depthwise(name + "_depthwise" + part, y, 3);
    y = b.conv(name + "_pointwise" + part, y, b.shape(x).channels, {.bias = true});
  }
  return b.add(name + "_add", y, x);
}

Graph make(int size) {
  Builder b("prisma", {3, size, size});
  int blocks = 0;
  const auto residuals = [&](int count, int x) {
    for (int i = 0; i < count; ++i) x = residual(b, "block_" + std::to_string(++blocks), x);
    return x;
  };
  struct Level {
    int channels, stride, blocks;
  };
  constexpr Level kEncoder[] = {{8, 1, 1}, {32, 2, 1}, {64, 2, 1}, {128, 2, 2}, {128, 2, 6}};
  constexpr int kDecoder[] = {128, 64, 32, 8};
  int x = unit_range(b, 0);
  int skips[5] = {};
  for (int i = 0; i < 5; ++i) {
    const Level& level = kEncoder[i];
    x = b.conv("down_" + std::to_string(i + 1), x, level.channels, {.kernel = 3, .stride = level.stride, .bias = true});
    x = skips[i] = residuals(level.blocks, x);
  }
  for (int i = 0; i < 4; ++i) {
    const std::string layer = "up_" + std::to_string(i + 1);
    x = b.transposed_conv(layer, x, kDecoder[i], {.kernel = 3, .stride = 2, .bias = true});
    x = residuals(3, b.add(layer + "_skip", x, skips[3 - i]));
  }
  b.activation(Op::sigmoid, "matte", b.conv("logit", x, 1, {.bias = true}));
  return std::move(b).finish();
}

}  // namespace

const NetKind prisma{"prisma", "residual separable encoder-decoder without batch norms", 256, make};

}  // namespace segme::net
