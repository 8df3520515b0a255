// net/sinet: SINet (Park et al. 2020): spatial squeeze modules, two branches of different reach on a grouped and
// shuffled 1x1 convolution, and an information-blocking decoder, which lets details in only where the coarse answer is
// unsure. The picture is RGB as for every net here; SINet's own weights were taught on BGR, so their first kernel's
// input channels have to be turned round.
#include <span>
#include <string>

#include "net/blocks.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

constexpr Padding kOneAround{1, 1, 1, 1};

int norm_prelu(Builder& b, const std::string& name, int x) {
  return b.activation(Op::prelu, name + "_prelu", b.batch_norm(name + "_BN", x));
}

int up(Builder& b, const std::string& name, int x, int factor) {
  return b.resize(name, x, factor * b.shape(x).height, factor * b.shape(x).width, Sampling::align_corners);
}

/// Depthwise 3x3 of stride 2, a gate from its average (PReLU, no sigmoid; one layer, or two over `squeezed` channels),
/// 1x1.
int gated_separable(Builder& b, const std::string& name, int x, int squeezed, int channels) {
  const int width = b.shape(x).channels;
  x = b.conv(name + "_depthwise", x, width, {.kernel = 3, .stride = 2, .groups = width, .padding = kOneAround});
  int gate = b.global_average(name + "_average", x);
  if (squeezed != 0) {
    gate = b.conv(name + "_squeeze", gate, squeezed, {.bias = true});
    gate = b.activation(Op::prelu, name + "_squeeze_prelu", gate);
  }
  gate = b.activation(Op::prelu, name + "_gate_prelu", b.conv(name + "_gate", gate, width, {.bias = true}));
  x = b.conv(name + "_pointwise", b.multiply(name + "_gated", x, gate), channels);
  return norm_prelu(b, name, x);
}

/// One branch: averages over `pool` pixels, then a separable convolution of `kernel` taps.
struct Branch {
  int kernel, pool;
};

int branch(Builder& b, const std::string& name, int x, const Branch& wanted) {
  int y = wanted.pool > 1 ? b.average_pool(name + "_pool", x, wanted.pool, wanted.pool) : x;
  y = norm_prelu(b, name + "_depthwise", b.depthwise(name + "_depthwise", y, wanted.kernel));
  y = b.conv(name + "_pointwise", y, b.shape(y).channels);
  if (wanted.pool > 1) y = up(b, name + "_up", y, wanted.pool);
  return b.batch_norm(name + "_BN", y);
}

struct Squeeze {
  Branch first, second;
};

int spatial_squeeze(Builder& b, const std::string& name, int from, int channels, const Squeeze& module, bool residual) {
  int x = b.conv(name + "_conv", from, channels / 2, {.groups = 2});
  x = b.shuffle(name + "_shuffle", x, 2);
  const int first = branch(b, name + "_branch_1", x, module.first);
  x = b.concat(name + "_concat", first, branch(b, name + "_branch_2", x, module.second));
  if (residual) x = b.add(name + "_add", x, from);
  return norm_prelu(b, name, x);
}

constexpr Squeeze kLevel2[] = {{{3, 1}, {5, 1}}, {{3, 1}, {3, 1}}};
constexpr Squeeze kLevel3[] = {{{3, 1}, {5, 1}}, {{3, 1}, {3, 1}}, {{5, 1}, {3, 2}}, {{5, 2}, {3, 4}},
                               {{3, 1}, {3, 1}}, {{5, 1}, {5, 1}}, {{3, 2}, {3, 4}}, {{3, 1}, {5, 2}}};
constexpr float kMean[] = {126.91212F, 111.25247F, 102.890434F};  // red, green, blue
constexpr float kDeviation[] = {66.355705F, 62.82138F, 62.93292F};

Graph make(int size) {
  Builder b("sinet", {3, size, size});
  std::vector<float> scale;
  for (const float deviation : kDeviation) scale.push_back(1.0F / (255.0F * deviation));
  int x = b.affine("normalise", 0, {std::begin(kMean), std::end(kMean)}, scale);
  x = norm_prelu(b, "level1", b.conv("level1", x, 12, {.kernel = 3, .stride = 2, .padding = kOneAround}));

  const auto level = [&](const std::string& name, int from, int channels, std::span<const Squeeze> modules) {
    int y = from;
    for (std::size_t i = 0; i < modules.size(); ++i) {
      y = spatial_squeeze(b, name + "_" + std::to_string(i + 1), y, channels, modules[i], i > 0);
    }
    return y;
  };
  const int entry2 = gated_separable(b, "level2_0", x, 0, 16);
  const int detail = level("level2", entry2, 48, kLevel2);
  x = norm_prelu(b, "level2", b.concat("level2_concat", entry2, detail));
  const int entry3 = gated_separable(b, "level3_0", x, 32, 48);
  x = level("level3", entry3, 96, kLevel3);
  x = norm_prelu(b, "level3", b.concat("level3_concat", entry3, x));

  const int coarse = b.batch_norm("coarse_BN", up(b, "coarse_up", b.conv("coarse", x, 2), 2));
  const int sure = b.channel_max("sure", b.activation(Op::softmax, "coarse_softmax", coarse));
  const int unsure = b.activation(Op::complement, "unsure", sure);
  x = norm_prelu(b, "detail", b.conv("detail", detail, 2));
  x = b.add("joined", b.multiply("detail_gated", x, unsure), coarse);
  x = up(b, "up", b.batch_norm("joined_BN", up(b, "joined_up", x, 2)), 2);
  finish_two_logits(b, b.conv("logits", x, 2, {.kernel = 3}));
  return std::move(b).finish();
}

}  // namespace

const NetKind sinet{"sinet", "spatial squeeze modules, information blocking: 0.09 M parameters", 320, make};

}  // namespace segme::net
