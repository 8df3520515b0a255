// net/transfer: seven tiny nets that compute next to nothing: what they show is how long an engine takes to move
// pictures in and mattes out, with and without packing. Their weights are constants.
// "copy" is a 3x3 convolution whose only weight is the centre tap from channel 0 to channel 0, so it copies that
// channel. "pack" has 1x16 taps with stride 16 along a row, 2^7 ... 2^0, 2^-1 ... 2^-8: 16 bits become one number.
#include <cmath>
#include <utility>

#include "base/error.h"
#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

constexpr int kBits = 16;

int copy(Builder& b, int x, int channels) { return b.conv("copy", x, channels, {.kernel = 3, .bias = true}); }

int pack(Builder& b, int x) {
  return b.conv("pack", x, 1, {.kernel = 1, .stride = 1, .bias = true, .kernel_width = kBits, .stride_x = kBits});
}

/// The packed numbers without the channel dimension: [height, width / 16].
void pack_flat(Builder& b, int x) {
  x = pack(b, x);
  const Shape packed = b.shape(x);
  b.reshape("flat", x, {packed.height, packed.width});
}

template <class Body>
Graph transfer(const char* name, Shape input, const Body& body) {
  Builder b(name, input);
  body(b);
  return std::move(b).finish();
}

Graph make1(int n) {
  return transfer("transfer1", {1, n, n}, [](Builder& b) { copy(b, 0, 1); });
}
Graph make2(int n) {
  return transfer("transfer2", {1, n, n}, [](Builder& b) { pack(b, copy(b, 0, 1)); });
}
Graph make3(int n) {
  return transfer("transfer3", {4, n, n}, [](Builder& b) { copy(b, 0, 4); });
}
Graph make4(int n) {
  return transfer("transfer4", {4, n, n}, [](Builder& b) { pack_flat(b, copy(b, 0, 1)); });
}
/// Takes a flat buffer of interleaved pixels, as a camera gives it.
Graph make5(int n) {
  return transfer("transfer5", {1, 1, 3 * n * n}, [n](Builder& b) {
    const int pixels = b.transpose("planes", b.reshape("pixels", 0, {n, n, 3}));
    pack_flat(b, copy(b, pixels, 1));
  });
}
Graph make6(int n) {
  return transfer("transfer6", {4, n, n}, [](Builder& b) { pack_flat(b, copy(b, b.slice("colours", 0, 0, 3), 1)); });
}
Graph make7(int n) {
  return transfer("transfer7", {4, n, n},
                  [](Builder& b) { b.pad("four", copy(b, b.slice("colours", 0, 0, 3), 1), 0, 3); });
}

Weights constants(const Graph& graph) {
  Weights weights;
  for (const WeightSpec& spec : weight_specs(graph)) {
    Tensor& tensor = weights[spec.name];
    tensor.shape = spec.shape;
    std::size_t size = 1;
    for (const std::int64_t side : spec.shape) size *= static_cast<std::size_t>(side);
    tensor.values.assign(size, 0.0F);
    if (spec.name == "copy.weight") tensor.values[4] = 1;  // the centre of 3x3, of output 0 and input 0
    if (spec.name == "pack.weight") {
      for (int i = 0; i < kBits; ++i) tensor.values[static_cast<std::size_t>(i)] = std::exp2(static_cast<float>(7 - i));
    }
  }
  return weights;
}

constexpr int kSize = 256;

}  // namespace

const NetKind transfer1{"transfer1", "moves 1 channel in, 1 out", kSize, make1, constants};
const NetKind transfer2{"transfer2", "moves 1 channel in, 1/16 packed out", kSize, make2, constants};
const NetKind transfer3{"transfer3", "moves 4 channels in, 4 out", kSize, make3, constants};
const NetKind transfer4{"transfer4", "moves 4 channels in, 1/16 packed out", kSize, make4, constants};
const NetKind transfer5{"transfer5", "moves a flat RGB buffer in, 1/16 packed out", kSize, make5, constants};
const NetKind transfer6{"transfer6", "moves 4 channels in, drops one, 1/16 packed out", kSize, make6, constants};
const NetKind transfer7{"transfer7", "moves 4 channels in, drops one, 4 out", kSize, make7, constants};

}  // namespace segme::net
