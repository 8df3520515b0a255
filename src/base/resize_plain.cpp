// base/resize_plain: separable, with one list of weighted source pixels an output pixel and axis.
#include "base/resize_plain.h"

#include <cmath>
#include <vector>

namespace segme::plain {
namespace {

/// The source pixels of one output pixel: first, and one weight each; weights sum to 1.
struct Taps {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Taps> taps_for(int in, int out) {
  std::vector<Taps> all(static_cast<std::size_t>(out));
  const double ratio = static_cast<double>(in) / out;
  for (int i = 0; i < out; ++i) {
    Taps& taps = all[static_cast<std::size_t>(i)];
    if (ratio > 1) {
      const double begin = i * ratio;
      const double end = std::min((i + 1) * ratio, static_cast<double>(in));
      taps.first = static_cast<int>(begin);
      for (int p = taps.first; p < end && p < in; ++p) {
        const double covered = std::min<double>(end, p + 1) - std::max<double>(begin, p);
        if (covered > 1e-9) taps.weights.push_back(static_cast<float>(covered / (end - begin)));
      }
    } else {
      const double at = std::clamp((i + 0.5) * ratio - 0.5, 0.0, static_cast<double>(in - 1));
      taps.first = std::min(static_cast<int>(at), std::max(in - 2, 0));
      const float second = static_cast<float>(at - taps.first);
      taps.weights = in == 1 ? std::vector<float>{1.0F} : std::vector<float>{1.0F - second, second};
    }
  }
  return all;
}

/// Source rows are summed into one float line, then that line is resized along x.
template <class T, class Row, class Store>
void resize_planes(const Row& row, int in_width, int in_height, int channels, int width, int height,
                   const Store& store) {
  const std::vector<Taps> across = taps_for(in_width, width);
  const std::vector<Taps> down = taps_for(in_height, height);
  const std::size_t line_size = static_cast<std::size_t>(in_width) * static_cast<std::size_t>(channels);
  std::vector<float> line(line_size);
  for (int y = 0; y < height; ++y) {
    std::fill(line.begin(), line.end(), 0.0F);
    const Taps& rows = down[static_cast<std::size_t>(y)];
    for (std::size_t k = 0; k < rows.weights.size(); ++k) {
      const T* source = row(rows.first + static_cast<int>(k));
      const float weight = rows.weights[k];
      for (std::size_t i = 0; i < line_size; ++i) line[i] += weight * static_cast<float>(source[i]);
    }
    for (int x = 0; x < width; ++x) {
      const Taps& columns = across[static_cast<std::size_t>(x)];
      for (int c = 0; c < channels; ++c) {
        float sum = 0;
        for (std::size_t k = 0; k < columns.weights.size(); ++k) {
          sum += columns.weights[k] *
                 line[(static_cast<std::size_t>(columns.first) + k) * static_cast<std::size_t>(channels) +
                      static_cast<std::size_t>(c)];
        }
        store(x, y, c, sum);
      }
    }
  }
}

}  // namespace

void resize_area(const Image& in, int width, int height, Image& out) {
  SEGME_CHECK(!in.empty() && width >= 1 && height >= 1 && &in != &out);
  const int channels = in.channels();
  out.resize(width, height, channels);
  resize_planes<std::uint8_t>([&](int y) { return in.row(y); }, in.width(), in.height(), channels, width, height,
                              [&](int x, int y, int c, float value) {
                                out.row(y)[x * channels + c] =
                                    static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
                              });
}

void resize_matte(const Matte& in, int width, int height, Matte& out) {
  SEGME_CHECK(!in.empty() && width >= 1 && height >= 1 && &in != &out);
  out.resize(width, height);
  resize_planes<float>([&](int y) { return in.row(y); }, in.width(), in.height(), 1, width, height,
                       [&](int x, int y, int, float value) { out.row(y)[x] = value; });
}

}  // namespace segme::plain
