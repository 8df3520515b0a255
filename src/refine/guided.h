// refine/guided: coarse matte -> matte at the frame's size that follows the frame's edges down to the hair. The guided
// filter (He, Sun and Tang 2010; at a reduced size: He and Sun 2015) with two changes. In each window the colours are
// fitted to the matte by weighted least squares in which undecided values hardly count: what is surely person and what
// is surely not decides, and the model tells the rest. And where the coarse matte is sure all around, it stays as it
// is.
#pragma once

#include "refine/guided_kernels.h"
#include "refine/needed_cells.h"
#include "refine/refiner.h"
#include "refine/sampling.h"

namespace segme {

class Guided final : public Refiner {
 public:
  static constexpr std::string_view kName = "guided";
  struct Options {
    int radius = 6;
    float epsilon = 3e-5F;
    int size = 512;
    int passes = 2;
    float contrast = 0.1F;
    void describe(auto& visit) {
      visit("radius", radius, "half width of the window, in pixels of the coarse matte", 1, 32);
      visit("epsilon", epsilon, "smaller follows fainter edges, and noise", 1e-6F, 1e-1F);
      visit("size", size, "longest side at which models are fitted; they are applied at full size", 64, 2048);
      visit("passes", passes, "how often the result is fitted again", 1, 4);
      visit("contrast", contrast, "how far values near 0 and 1 are moved to 0 and 1", 0.0F, 0.4F);
    }
  };
  explicit Guided(const Options& options) : Guided(options, fast_guided_kernels()) {}
  Guided(const Options& options, const GuidedKernels& kernels) : options_(options), kernels_(&kernels) {}

  /// A matte of any size becomes one of the frame's size.
  void refine(const Frame& frame, Matte& matte) override;

  /// How a frame is laid out: it is reduced by a whole factor to the working size; cells are 2 x 2 working pixels.
  struct Grid {
    int width, height;  ///< of the frame
    int factor, work_width, work_height;
    int cells, cell_rows;  ///< across and down
  };
  [[nodiscard]] Grid grid(int width, int height) const;
  /// Only the models, for who applies them elsewhere (a shader): row by row, for each cell R, G, B (0..255) and the
  /// constant. A pixel's matte is that of the models mixed between four cell centres, cut to 0..1. `reduced` is the
  /// frame at the working size, each pixel the mean of what it covers.
  void fit(const Image& reduced, const Grid& grid, const Matte& matte, float* models);

 private:
  enum Plane { kRed, kGreen, kBlue, kCoarse, kMatte, kWeight, kPlanes };

  void take_matte(const Grid& grid, const Matte& matte);
  void fit_all(const Image& image, int factor);
  void set_sizes(const Grid& grid, const Matte& matte);
  void reduce_frame(const Image& image, int factor);
  void reduce_row(const std::uint16_t* sums, int rows, int width, int factor, int y, Run pixels);
  void take_row(const std::uint8_t* colours, int y, Run pixels);
  void weigh_matte();
  void mark_sure_cells();
  void mark_kept_cells(const Matte& matte);
  void widen(int radius);
  void mark_needed_cells();
  void fit_models(int pass);
  void fit_row(int y, Run cells);
  void pad_models();
  void predict_matte(int pass);
  void predict_row(int y, Run cells);
  void finish_models();
  void apply(const Image& image, Matte& matte);
  bool mark_spans(int above, int below);

  [[nodiscard]] float* plane(Plane which, int y) {
    return work_.data() +
           (static_cast<std::size_t>(which) * static_cast<std::size_t>(2 * cell_rows_) + static_cast<std::size_t>(y)) *
               work_stride_;
  }
  [[nodiscard]] float* model_row(int y) {
    return models_.data() + static_cast<std::size_t>(y) * kCoefficients * model_stride_;
  }

  Options options_;
  const GuidedKernels* kernels_;
  int factor_ = 1;
  int work_width_ = 0, work_height_ = 0;
  int cells_ = 0, cell_rows_ = 0;  ///< across and down
  int radius_ = 1;                 ///< of the window, in cells
  int reach_ = 1;                  ///< how near to an undecided cell nothing is sure, in cells
  /// What the buffers' margins, which are never written, are laid out for.
  struct Sizes {
    int width, height, radius;
    bool operator==(const Sizes&) const = default;
  } filled_for_{};
  std::size_t work_stride_ = 0, moment_stride_ = 0, model_stride_ = 0;

  GridSampler sampler_;
  Buffer<float> work_;  ///< planes of the working picture
  Buffer<std::uint16_t> row_sums_;
  Buffer<float> moments_, window_;  ///< per cell row: kMoments planes; window_: their sum over a window's rows
  Buffer<const float*> rows_;
  Buffer<float> fitted_;          ///< one row of models with all features
  Buffer<float> models_, mixed_;  ///< per cell row: kCoefficients planes, padded by one cell on each side
  Buffer<float> low_, high_, mean_, spare_, softness_;  ///< per cell
  NeededCells needed_;
  Buffer<Span> cell_spans_, spans_;
};

}  // namespace segme
