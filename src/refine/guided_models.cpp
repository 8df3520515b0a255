// refine/guided_models: guided without its last step, whose models are handed out: see guided.h.
#include <algorithm>

#include "refine/guided.h"

namespace segme {
namespace {

int divide_up(int a, int b) { return (a + b - 1) / b; }

}  // namespace

Guided::Grid Guided::grid(int width, int height) const {
  Grid grid{width, height, std::max(1, divide_up(std::max(width, height), options_.size)), 0, 0, 0, 0};
  grid.work_width = divide_up(width, grid.factor);
  grid.work_height = divide_up(height, grid.factor);
  grid.cells = divide_up(grid.work_width, 2);
  grid.cell_rows = divide_up(grid.work_height, 2);
  return grid;
}

void Guided::fit(const Image& reduced, const Grid& grid, const Matte& matte, float* models) {
  SEGME_CHECK(reduced.channels() == 3 && reduced.width() == grid.work_width && reduced.height() == grid.work_height);
  SEGME_CHECK(!reduced.empty() && !matte.empty());
  take_matte(grid, matte);
  fit_all(reduced, 1);
  for (int y = 0; y < cell_rows_; ++y, models += static_cast<std::ptrdiff_t>(cells_) * kCoefficients) {
    const Span* spans = cell_spans_.data() + static_cast<std::ptrdiff_t>(y) * cells_;
    std::fill_n(models, static_cast<std::ptrdiff_t>(cells_) * kCoefficients, 0.0F);
    for (int x = 0; x < cells_; ++x) models[x * kCoefficients + 3] = spans[x] == Span::person ? 1.0F : 0.0F;
    needed_.each_model(options_.passes - 1, y, [&](Run cells) {
      for (int x = cells.begin; x < cells.end; ++x) {
        const float* model = model_row(y) + 1 + x;
        for (std::size_t c = 0; c < kCoefficients; ++c) {
          models[static_cast<std::size_t>(x) * kCoefficients + c] = model[c * model_stride_];
        }
      }
    });
  }
}

/// A row that is reduced already.
void Guided::take_row(const std::uint8_t* colours, int y, Run pixels) {
  constexpr float kScale = 1.0F / 255.0F;
  float* planes[3] = {plane(kRed, y), plane(kGreen, y), plane(kBlue, y)};
  for (int x = pixels.begin; x < pixels.end; ++x) {
    for (int c = 0; c < 3; ++c) planes[c][x] = static_cast<float>(colours[3 * x + c]) * kScale - 0.5F;
  }
}

}  // namespace segme
