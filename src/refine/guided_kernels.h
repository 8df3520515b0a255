// refine/guided_kernels: the inner loops of guided, once plain and once in Highway for the machine's best SIMD. The
// plain ones say what is computed; the tests hold the fast ones against them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace segme {

/// What a matte is fitted to: R, G, B and, counting little, the coarse matte: it tells what the colours cannot.
inline constexpr int kFeatures = 4;
/// Weighted sums kept of each cell: w, w times each feature, wq, wq times each feature, w times each product of two.
inline constexpr int kMoments = 2 + 2 * kFeatures + kFeatures * (kFeatures + 1) / 2;
inline constexpr int kProducts = 2 + 2 * kFeatures;  ///< the first of these products
/// A local model q = R*coefficient[0] + G*[1] + B*[2] + [3].
inline constexpr int kCoefficients = 4;
/// Rows are padded by so many floats, so that a loop may end on a whole vector.
inline constexpr std::size_t kRowPad = 64;

/// Two rows of the working picture, in planes.
struct WorkRows {
  const float* features[kFeatures][2];
  const float* matte[2];
  const float* weight[2];
};

/// What an interval between two cell centres needs.
enum class Span : std::uint8_t { none, person, compute, keep };

/// One row of the frame, through one row of coefficients (padded: [0] repeats the first cell, [cells + 1] the last
/// one).
struct ApplyRow {
  const float* coefficients = nullptr;  ///< planes, `stride` apart; for colours 0..255
  std::size_t stride = 0;
  const Span* spans = nullptr;  ///< cells + 1, from the picture's left edge on
  int cells = 0;
  int cell_size = 2;  ///< in pixels, even
  const std::uint8_t* colours = nullptr;
  int width = 0;
  float* out = nullptr;
  bool exact = false;  ///< write no pixel of a span that is kept
};

struct GuidedKernels {
  /// sums[i] += row[i].
  void (*add_bytes)(const std::uint8_t* row, std::size_t size, std::uint16_t* sums);
  /// The moments of cells of 2 x 2 working pixels; moment m of cell x at out[m * stride + x].
  void (*moments)(const WorkRows& rows, std::size_t cells, std::size_t stride, float* out);
  /// out[i] = sum of rows[k][i].
  void (*sum_rows)(const float* const* rows, int count, std::size_t size, float* out);
  /// Least squares in windows of 2 * radius + 1 cells: cell x sums sums[m * stride + x .. x + 2 * radius]. Writes a
  /// plane a feature and one of constants, out_stride apart.
  void (*fit)(const float* sums, std::size_t stride, int radius, std::size_t cells, const float epsilon[kFeatures],
              std::size_t out_stride, float* out);
  /// out[i] = a * above[i] + b * below[i].
  void (*mix_rows)(const float* above, const float* below, float a, float b, std::size_t size, float* out);
  /// The model's matte on one working row (2 pixels a cell; coefficients padded by one cell on each side), and its
  /// weight.
  void (*predict)(const float* coefficients, std::size_t stride, const float* const colours[3], std::size_t cells,
                  float* matte, float* weight);
  /// The model's matte on one row of the frame.
  void (*apply)(const ApplyRow& row);
};

/// How far a matte value is from undecided: it counts fully at 0 and 1, hardly at 1/2.
[[nodiscard]] inline float confidence(float matte) {
  constexpr float kLeast = 0.02F;  // so that a window without any sure pixel still has a fit
  const float away = (2 * matte - 1) * (2 * matte - 1);
  return kLeast + away * away * away * away;
}

/// First and one past the last pixel of the interval that ends at cell `index`.
struct Interval {
  int origin, begin, end;
  Interval(int index, const ApplyRow& row)
      : origin((index - 1) * row.cell_size + row.cell_size / 2),
        begin(origin < 0 ? 0 : origin),
        end(origin + row.cell_size < row.width ? origin + row.cell_size : row.width) {}
};

extern const GuidedKernels plain_guided_kernels;
const GuidedKernels& fast_guided_kernels();

}  // namespace segme
