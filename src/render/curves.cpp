// render/curves: tone curves: each channel through its own curve, then all through the common one. "greeny" is built
// in: shadows that are not black, highlights that are not white, and green in between.
#include <cstdio>
#include <memory>

#include "render/curve_file.h"
#include "render/kinds.h"

namespace segme {
namespace {

const Curves& greeny() {
  static const Curves curves{{{{0, 23}, {49, 41}, {103, 114}, {209, 219}, {255, 245}},
                              {{0, 0}, {56, 63}, {104, 115}, {199, 196}, {255, 255}},
                              {{0, 0}, {51, 59}, {84, 97}, {134, 143}, {206, 214}, {255, 255}},
                              {{0, 23}, {40, 46}, {212, 215}, {255, 255}}}};
  return curves;
}

Curves read_file(const std::string& path) {
  constexpr std::size_t kMost = 1U << 16U;  // no such file is larger than a few hundred bytes
  // No stream: those bring every locale with them, a quarter of what a page loads.
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) {
    throw Error(ExitCode::usage, "cannot read the curves '" + path + "': no such file. Give an .acv file, or greeny.");
  }
  std::vector<std::uint8_t> bytes(kMost);
  bytes.resize(std::fread(bytes.data(), 1, kMost, file.get()));
  return read_curves(bytes, path);
}

class ToneCurves final : public Renderer {
 public:
  static constexpr std::string_view kName = "curves";
  struct Options {
    std::string file = "greeny";
    void describe(auto& visit) { visit("file", file, "an .acv file, or greeny, which is built in", ""); }
  };
  explicit ToneCurves(const Options& options) {
    const Curves curves = options.file == "greeny" ? greeny() : read_file(options.file);
    const auto common = tabulate(curves[0]);
    for (std::size_t c = 0; c < 3; ++c) {
      const auto own = tabulate(curves[c + 1]);
      for (std::size_t v = 0; v < 256; ++v) tables_[c][v] = common[own[v]];
    }
  }
  [[nodiscard]] Role role() const override { return {.changes = true}; }
  void draw(const Scene&, Image& picture) override {
    const auto step = static_cast<std::size_t>(picture.channels());
    for (std::size_t at = 0; at < picture.size(); at += step) {
      std::uint8_t* pixel = picture.data() + at;
      for (std::size_t c = 0; c < 3; ++c) pixel[c] = tables_[c][pixel[c]];
    }
  }

 private:
  std::array<std::array<std::uint8_t, 256>, 3> tables_{};
};

}  // namespace

const RendererKind curves_renderer = make_kind<Renderer, ToneCurves>("tone curves from an .acv file");

}  // namespace segme
