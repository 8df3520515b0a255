// net/portrait: the nets of SegMe's own models. Encoder: EfficientNet-lite0 (Tan & Le 2019, the variant without
// squeeze-excite and swish) up to its last 8x8 stage, so that ImageNet weights fit it by name. Decoder: a
// global-average gate, then 1x1, bilinear x2, add the projected skip, one residual separable block a level; a logit at
// half size, bilinear to full size, sigmoid. Bilinear instead of transposed convolution: no checkerboard, and
// half-pixel centres keep a centred shape centred. portrait_fast is the same without four of the blocks whose result is
// added to what they were given; blocks keep the numbers they have in the whole net, so that it starts from its
// weights. portrait_steady is portrait with a fourth input channel: the matte of the frame before, which keeps the
// mattes of a video still where nothing moves. portrait_fine has the encoder of EfficientNet-lite2, a wider decoder,
// and a transposed convolution at its end, which says the logit at whole size.
#include <span>
#include <string>

#include "net/builder.h"
#include "net/catalogue.h"

namespace segme::net {
namespace {

/// One inverted residual: its number in EfficientNet-lite0, kernel, stride, channels inside and out.
struct Block {
  int number, kernel, stride, expanded, channels;
};
constexpr Block kLite0[] = {{0, 3, 1, 32, 16},     {1, 3, 2, 96, 24},     {2, 3, 1, 144, 24},   {3, 5, 2, 144, 40},
                            {4, 5, 1, 240, 40},    {5, 3, 2, 240, 80},    {6, 3, 1, 480, 80},   {7, 3, 1, 480, 80},
                            {8, 5, 1, 480, 112},   {9, 5, 1, 672, 112},   {10, 5, 1, 672, 112}, {11, 5, 2, 672, 192},
                            {12, 5, 1, 1152, 192}, {13, 5, 1, 1152, 192}, {14, 5, 1, 1152, 192}};
/// EfficientNet-lite2: the same seven stages, a third deeper and a little wider.
constexpr Block kLite2[] = {{0, 3, 1, 32, 16},     {1, 3, 2, 96, 24},     {2, 3, 1, 144, 24},    {3, 3, 1, 144, 24},
                            {4, 5, 2, 144, 48},    {5, 5, 1, 288, 48},    {6, 5, 1, 288, 48},    {7, 3, 2, 288, 88},
                            {8, 3, 1, 528, 88},    {9, 3, 1, 528, 88},    {10, 3, 1, 528, 88},   {11, 5, 1, 528, 120},
                            {12, 5, 1, 720, 120},  {13, 5, 1, 720, 120},  {14, 5, 1, 720, 120},  {15, 5, 2, 720, 208},
                            {16, 5, 1, 1248, 208}, {17, 5, 1, 1248, 208}, {18, 5, 1, 1248, 208}, {19, 5, 1, 1248, 208}};
constexpr Block kFast[] = {{0, 3, 1, 32, 16},   {1, 3, 2, 96, 24},    {2, 3, 1, 144, 24},   {3, 5, 2, 144, 40},
                           {4, 5, 1, 240, 40},  {5, 3, 2, 240, 80},   {6, 3, 1, 480, 80},   {8, 5, 1, 480, 112},
                           {9, 5, 1, 672, 112}, {11, 5, 2, 672, 192}, {12, 5, 1, 1152, 192}};

/// What tells one net of the family from another.
struct Layout {
  const char* name;
  std::span<const Block> blocks;
  int skips[4];    ///< numbers of the blocks whose results the decoder takes, at 1/2, 1/4, 1/8, 1/16
  int decoder[5];  ///< widths at 1/32, 1/16, 1/8, 1/4, 1/2
  int input = 3;   ///< channels: RGB, or RGB and the matte of the frame before
};
constexpr Layout kWhole{"portrait", kLite0, {0, 2, 4, 10}, {96, 64, 40, 24, 16}};
constexpr Layout kFine{"portrait_fine", kLite2, {0, 3, 6, 14}, {160, 96, 64, 40, 24}};
constexpr Layout kShort{"portrait_fast", kFast, {0, 2, 4, 9}, {96, 64, 40, 24, 16}};
constexpr Layout kSteady{"portrait_steady", kLite0, {0, 2, 4, 10}, {96, 64, 40, 24, 16}, 4};

constexpr int kStem = 32;
constexpr int kDecoderKernel = 5;  // of its depthwise convolutions
constexpr int kFineBlocks = 2;     // more of them than the others have, at half size

int conv_bn(Builder& b, const std::string& conv, const std::string& norm, int x, int channels, ConvOptions options) {
  return b.batch_norm(norm, b.conv(conv, x, channels, options));
}

int inverted_residual(Builder& b, const Block& block, int x) {
  const std::string name = "blocks." + std::to_string(block.number);
  const int in = b.shape(x).channels;
  int y = x;
  if (block.number != 0) {
    y = conv_bn(b, name + ".expand_conv", name + ".bn0", y, block.expanded, {});
    y = b.activation(Op::relu6, name + ".relu0", y);
  }
  y = b.batch_norm(name + ".bn1", b.depthwise(name + ".depthwise_conv", y, block.kernel, block.stride));
  y = b.activation(Op::relu6, name + ".relu1", y);
  y = conv_bn(b, name + ".project_conv", name + ".bn2", y, block.channels, {});
  if (block.number != 0 && block.stride == 1 && in == block.channels) y = b.add(name + ".add", y, x);
  return y;
}

/// x + separable(x): depthwise, 1x1, then ReLU.
int residual_separable(Builder& b, const std::string& name, int x) {
  int y = b.batch_norm(name + ".bn1", b.depthwise(name + ".depthwise_conv", x, kDecoderKernel));
  y = b.activation(Op::relu, name + ".relu1", y);
  y = conv_bn(b, name + ".project_conv", name + ".bn2", y, b.shape(x).channels, {});
  return b.activation(Op::relu, name + ".relu2", b.add(name + ".add", y, x));
}

/// The normalisation EfficientNet-lite0 was taught with: (x/255 - 0.498) / 0.502.
/// A matte of 0..1 gets the same range.
int normalise(Builder& b) {
  constexpr float kColour = 1.0F / 128;
  if (b.shape(0).channels == 3) return b.affine("normalise", 0, {127, 127, 127}, {kColour, kColour, kColour});
  return b.affine("normalise", 0, {127, 127, 127, 0.5F}, {kColour, kColour, kColour, 2});
}

/// From the normalised picture to the features at half its size, of which a 3x3 convolution makes the logit.
int trunk(Builder& b, const Layout& layout, int x) {
  x = conv_bn(b, "conv_stem", "bn0", x, kStem, {.kernel = 3, .stride = 2});
  x = b.activation(Op::relu6, "relu0", x);
  int skips[4] = {};
  for (const Block& block : layout.blocks) {
    x = inverted_residual(b, block, x);
    for (std::size_t i = 0; i < 4; ++i) {
      if (block.number == layout.skips[i]) skips[i] = x;
    }
  }
  x = conv_bn(b, "decoder.0.conv", "decoder.0.bn", x, layout.decoder[0], {});
  x = b.activation(Op::relu, "decoder.0.relu", x);
  const int pooled = b.global_average("decoder.0.average", x);
  const int gate = b.activation(Op::hard_sigmoid, "decoder.0.gate_sigmoid",
                                b.conv("decoder.0.gate", pooled, layout.decoder[0], {.bias = true}));
  x = b.multiply("decoder.0.gated", x, gate);
  for (int level = 1; level <= 4; ++level) {
    const std::string name = "decoder." + std::to_string(level);
    const int skip = skips[4 - level];
    const int width = layout.decoder[level];
    x = conv_bn(b, name + ".conv", name + ".bn", x, width, {});
    const int projected = conv_bn(b, name + ".skip_conv", name + ".skip_bn", skip, width, {});
    x = b.resize_like(name + ".up", x, projected);
    x = b.activation(Op::relu, name + ".relu", b.add(name + ".add", x, projected));
    x = residual_separable(b, name + ".block", x);
  }
  return x;
}

Graph build(const Layout& layout, int size) {
  Builder b(layout.name, {layout.input, size, size});
  const int features = trunk(b, layout, normalise(b));
  const int logit = b.conv("head", features, 1, {.kernel = 3, .bias = true});
  b.activation(Op::sigmoid, "matte", b.resize("logit", logit, size, size));
  return std::move(b).finish();
}

Graph build_fine(int size) {
  Builder b(kFine.name, {3, size, size});
  int x = trunk(b, kFine, normalise(b));
  for (int i = 1; i <= kFineBlocks; ++i) x = residual_separable(b, "fine.block" + std::to_string(i), x);
  // The logit at whole size: what is finer than half comes from this kernel.
  x = b.transposed_conv("logit", x, 1, {.kernel = 4, .stride = 2, .bias = true});
  b.activation(Op::sigmoid, "matte", x);
  return std::move(b).finish();
}

Graph make(int size) { return build(kWhole, size); }
Graph make_fast(int size) { return build(kShort, size); }
Graph make_steady(int size) { return build(kSteady, size); }

}  // namespace

const NetKind portrait{"portrait", "EfficientNet-lite0 encoder, light bilinear decoder: the default matte net", 256,
                       make};
const NetKind portrait_fast{"portrait_fast", "the same with fewer blocks: the fast matte net", 192, make_fast};
const NetKind portrait_steady{"portrait_steady", "portrait that reads the last matte too: for videos", 256,
                              make_steady};
const NetKind portrait_fine{"portrait_fine",
                            "EfficientNet-lite2 encoder, more pixels and a finer head: for photographs and hair", 384,
                            build_fine};

}  // namespace segme::net
