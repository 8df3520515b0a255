// refine/guided: see guided.h. Everything but the last step runs at the working size; the last step goes over the frame
// row by row and computes only where something is undecided.
#include "refine/guided.h"

#include <algorithm>
#include <cmath>

#include "refine/kinds.h"

namespace segme {
namespace {

constexpr int kLargestRadius = 48;    // cells; beyond it the direct window sums get slow
constexpr int kSmallestRadius = 2;    // cells; fewer colours than that make no model
constexpr int kMostSummedRows = 256;  // as many bytes as fit a 16-bit sum
// How sure the coarse matte must be to bind the result, partly and wholly. Inside a person earlier than outside: doubt
// there is seldom more than doubt, and models make holes of it; outside it may be hair.
constexpr float kPersonBegin = 0.75F;
constexpr float kPersonEnd = 0.95F;
constexpr float kNoneBegin = 0.9F;
constexpr float kNoneEnd = 0.975F;
constexpr float kCoarseEpsilon = 0.2F;  // the coarse matte as a feature counts where the colours say nothing
constexpr float kSharp = 0.25F;         // a matte of full size whose mean 4p(1-p) is below this is sharp already

std::size_t padded(int count) { return (static_cast<std::size_t>(count) + kRowPad - 1) / kRowPad * kRowPad; }

float ramp(float value, float begin, float end) {
  return std::min(1.0F, std::max(0.0F, (value - begin) / (end - begin)));
}

}  // namespace

void Guided::refine(const Frame& frame, Matte& matte) {
  const Image& image = frame.image;
  SEGME_CHECK(image.channels() == 3);
  if (image.empty() || matte.empty()) return matte.resize(image.width(), image.height());
  const Grid grid = this->grid(image.width(), image.height());
  take_matte(grid, matte);
  if (matte.width() == image.width() && matte.height() == image.height()) mark_kept_cells(matte);
  fit_all(image, factor_);
  matte.resize(image.width(), image.height());
  apply(image, matte);
}

void Guided::take_matte(const Grid& grid, const Matte& matte) {
  set_sizes(grid, matte);
  sampler_.run(matte, grid.width, grid.height, factor_, work_width_, work_height_, work_stride_, plane(kMatte, 0));
  mark_sure_cells();
}

/// `image` is `factor` times as large as the working picture.
void Guided::fit_all(const Image& image, int factor) {
  mark_needed_cells();
  reduce_frame(image, factor);
  weigh_matte();
  for (int pass = 0; pass < options_.passes; ++pass) {
    fit_models(pass);
    if (pass + 1 < options_.passes) predict_matte(pass + 1);
  }
  finish_models();
}

void Guided::set_sizes(const Grid& grid, const Matte& matte) {
  factor_ = grid.factor;
  work_width_ = grid.work_width;
  work_height_ = grid.work_height;
  cells_ = grid.cells;
  cell_rows_ = grid.cell_rows;
  const double cells_per_value =
      std::sqrt(static_cast<double>(cells_) * cell_rows_ / static_cast<double>(matte.size()));
  radius_ =
      std::clamp(static_cast<int>(std::lround(options_.radius * cells_per_value)), kSmallestRadius, kLargestRadius);
  reach_ = std::clamp(static_cast<int>(std::lround(cells_per_value)), 1, kLargestRadius);
  work_stride_ = 2 * padded(cells_) + kRowPad;
  moment_stride_ = padded(cells_ + 2 * radius_) + kRowPad;
  model_stride_ = padded(cells_ + 2) + kRowPad;
  const auto rows = static_cast<std::size_t>(cell_rows_);
  const std::size_t cells = rows * static_cast<std::size_t>(cells_);
  work_.resize(kPlanes * 2 * rows * work_stride_);
  moments_.resize(rows * kMoments * moment_stride_);
  window_.resize(kMoments * moment_stride_);
  rows_.resize(static_cast<std::size_t>(2 * kLargestRadius + 1));
  models_.resize(rows * kCoefficients * model_stride_);
  mixed_.resize(kCoefficients * model_stride_);
  fitted_.resize((kFeatures + 1) * model_stride_);
  low_.resize(cells);
  high_.resize(cells);
  mean_.resize(cells);
  spare_.resize(cells);
  cell_spans_.resize(cells);
  spans_.resize(static_cast<std::size_t>(cells_) + 1);
  const Sizes sizes{work_width_, work_height_, radius_};
  if (sizes == filled_for_) return;
  // What lies outside of the picture counts nothing, and must be finite.
  std::fill_n(work_.data(), work_.size(), 0.0F);
  std::fill_n(moments_.data(), moments_.size(), 0.0F);
  std::fill_n(models_.data(), models_.size(), 0.0F);
  filled_for_ = sizes;
}

/// The mean colour of each working pixel, less 1/2: centred values lose fewer digits in the covariances.
void Guided::reduce_frame(const Image& image, int factor) {
  row_sums_.resize(image.stride());
  for (int y = 0; y < work_height_; ++y) {
    const int begin = y * factor;
    const int rows = std::min(factor, image.height() - begin);
    const int summed = std::min(rows, kMostSummedRows);
    needed_.each_moment(0, y / 2, [&](Run cells) {
      const Run pixels{2 * cells.begin, std::min(2 * cells.end, work_width_)};
      if (factor == 1) return take_row(image.row(y), y, pixels);
      const int first = 3 * pixels.begin * factor;
      const auto size = static_cast<std::size_t>(3 * std::min(pixels.end * factor, image.width()) - first);
      std::uint16_t* const sums = row_sums_.data() + first;
      std::fill_n(sums, size, std::uint16_t{0});
      for (int k = 0; k < summed; ++k) {
        const int from = begin + static_cast<int>(std::int64_t{k} * rows / summed);
        kernels_->add_bytes(image.row(from) + first, size, sums);
      }
      reduce_row(row_sums_.data(), summed, image.width(), factor, y, pixels);
    });
  }
}

void Guided::reduce_row(const std::uint16_t* sums, int rows, int width, int factor, int y, Run pixels) {
  float* planes[3] = {plane(kRed, y), plane(kGreen, y), plane(kBlue, y)};
  for (int x = pixels.begin; x < pixels.end; ++x) {
    const int begin = x * factor;
    const int columns = std::min(factor, width - begin);
    std::uint64_t total[3] = {0, 0, 0};
    for (const std::uint16_t* at = sums + 3 * begin; at < sums + 3 * (begin + columns); at += 3) {
      for (int c = 0; c < 3; ++c) total[c] += at[c];
    }
    const float scale = 1.0F / (255.0F * static_cast<float>(rows) * static_cast<float>(columns));
    for (int c = 0; c < 3; ++c) planes[c][x] = static_cast<float>(total[c]) * scale - 0.5F;
  }
}

void Guided::weigh_matte() {
  for (int y = 0; y < work_height_; ++y) {
    const float* values = plane(kMatte, y);
    float* coarse = plane(kCoarse, y);
    float* weights = plane(kWeight, y);
    needed_.each_moment(0, y / 2, [&](Run cells) {
      for (int x = 2 * cells.begin; x < std::min(2 * cells.end, work_width_); ++x) {
        coarse[x] = values[x] - 0.5F;
        weights[x] = confidence(values[x]);
      }
    });
  }
}

/// low_ and high_: the least and the largest value of the coarse matte in and around a cell. mean_: in it, less 1/2.
void Guided::mark_sure_cells() {
  for (int y = 0; y < cell_rows_; ++y) {
    const float* above = plane(kMatte, 2 * y);
    const float* below = plane(kMatte, std::min(2 * y + 1, work_height_ - 1));
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(y) * cells_;
    for (int x = 0; x < cells_; ++x) {
      const int left = 2 * x;
      const int right = std::min(left + 1, work_width_ - 1);
      mean_.data()[row + x] = 0.25F * (above[left] + above[right] + below[left] + below[right]) - 0.5F;
      low_.data()[row + x] = std::min(std::min(above[left], above[right]), std::min(below[left], below[right]));
      high_.data()[row + x] = std::max(std::max(above[left], above[right]), std::max(below[left], below[right]));
    }
  }
  widen(reach_);
  for (std::size_t i = 0; i < cell_spans_.size(); ++i) {
    const bool none = 1 - high_.data()[i] >= kNoneEnd;
    const bool person = low_.data()[i] >= kPersonEnd;
    cell_spans_.data()[i] = none ? Span::none : person ? Span::person : Span::compute;
  }
}

/// Each cell's extremes become those of the cells around it.
void Guided::widen(int radius) {
  const auto smaller = [](float a, float b) { return std::min(a, b); };
  const auto larger = [](float a, float b) { return std::max(a, b); };
  const auto along = [&](Buffer<float>& values, auto pick, bool across) {
    const int step = across ? 1 : cells_;
    for (int y = 0; y < cell_rows_; ++y) {
      for (int x = 0; x < cells_; ++x) {
        const int place = across ? x : y;
        const int before = std::min(radius, place);
        const int after = std::min(radius, (across ? cells_ : cell_rows_) - 1 - place);
        const float* at = values.data() + static_cast<std::ptrdiff_t>(y) * cells_ + x;
        float best = *at;
        for (int k = -before; k <= after; ++k) best = pick(best, at[static_cast<std::ptrdiff_t>(k) * step]);
        spare_.data()[static_cast<std::ptrdiff_t>(y) * cells_ + x] = best;
      }
    }
    values.swap(spare_);
  };
  for (const bool across : {true, false}) {
    along(low_, smaller, across);
    along(high_, larger, across);
  }
}

/// A matte of the frame's own size is kept where it is sharp already: nothing at the working size knows better.
void Guided::mark_kept_cells(const Matte& matte) {
  const int size = 2 * factor_;
  softness_.resize(cell_spans_.size());
  std::fill_n(softness_.data(), softness_.size(), 0.0F);
  for (int y = 0; y < matte.height(); ++y) {
    const float* values = matte.row(y);
    float* soft = softness_.data() + static_cast<std::ptrdiff_t>(y / size) * cells_;
    for (int x = 0; x < matte.width(); ++x) soft[x / size] += 4 * values[x] * (1 - values[x]);
  }
  const float whole = static_cast<float>(size) * static_cast<float>(size);
  for (int y = 0; y < cell_rows_; ++y) {
    for (int x = 0; x < cells_; ++x) {
      float sum = 0;
      for (int dy = -1; dy <= 1; ++dy) {
        const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(std::clamp(y + dy, 0, cell_rows_ - 1)) * cells_;
        for (int dx = -1; dx <= 1; ++dx) sum += softness_.data()[row + std::clamp(x + dx, 0, cells_ - 1)];
      }
      if (sum < 9 * kSharp * whole) cell_spans_.data()[static_cast<std::ptrdiff_t>(y) * cells_ + x] = Span::keep;
    }
  }
}

/// Models are asked for between the cells of a span that is to be computed.
void Guided::mark_needed_cells() {
  needed_.set(cells_, cell_rows_, radius_, options_.passes);
  for (int below = 0; below <= cell_rows_; ++below) {
    const int rows[2] = {std::max(below - 1, 0), std::min(below, cell_rows_ - 1)};
    if (!mark_spans(rows[0], rows[1])) continue;
    for (int i = 0; i <= cells_; ++i) {
      if (spans_.data()[i] != Span::compute) continue;
      for (const int y : rows) {
        needed_.add(std::max(i - 1, 0), y);
        needed_.add(std::min(i, cells_ - 1), y);
      }
    }
  }
  needed_.follow();
}

void Guided::fit_models(int pass) {
  for (int y = 0; y < cell_rows_; ++y) {
    needed_.each_moment(pass, y, [&](Run cells) {
      WorkRows rows{};
      for (int k = 0; k < 2; ++k) {
        const int from = 2 * cells.begin;
        for (int i = 0; i < kFeatures; ++i) rows.features[i][k] = plane(static_cast<Plane>(kRed + i), 2 * y + k) + from;
        rows.matte[k] = plane(kMatte, 2 * y + k) + from;
        rows.weight[k] = plane(kWeight, 2 * y + k) + from;
      }
      float* out = moments_.data() + static_cast<std::size_t>(y) * kMoments * moment_stride_ + radius_ + cells.begin;
      kernels_->moments(rows, static_cast<std::size_t>(cells.end - cells.begin), moment_stride_, out);
    });
  }
  for (int y = 0; y < cell_rows_; ++y) {
    needed_.each_model(pass, y, [&](Run cells) { fit_row(y, cells); });
  }
  pad_models();
}

void Guided::fit_row(int y, Run cells) {
  const int first = std::max(0, y - radius_);
  const int last = std::min(cell_rows_ - 1, y + radius_);
  const auto count = static_cast<std::size_t>(cells.end - cells.begin);
  // A row of windows after the other, each a vector longer than it need be.
  const std::size_t size = std::min(count + 2 * static_cast<std::size_t>(radius_) + kRowPad / 4,
                                    moment_stride_ - static_cast<std::size_t>(cells.begin));
  for (std::size_t m = 0; m < kMoments; ++m) {
    for (int k = first; k <= last; ++k) {
      rows_.data()[k - first] =
          moments_.data() + (static_cast<std::size_t>(k) * kMoments + m) * moment_stride_ + cells.begin;
    }
    kernels_->sum_rows(rows_.data(), last - first + 1, size, window_.data() + m * moment_stride_);
  }
  const float epsilon[kFeatures] = {options_.epsilon, options_.epsilon, options_.epsilon, kCoarseEpsilon};
  kernels_->fit(window_.data(), moment_stride_, radius_, count, epsilon, model_stride_, fitted_.data());
  // The coarse matte hardly changes within a cell: it joins the constant. Where it is sure, the model's 0..1 is
  // squeezed into what it leaves free.
  for (int x = cells.begin; x < cells.end; ++x) {
    const std::ptrdiff_t cell = static_cast<std::ptrdiff_t>(y) * cells_ + x;
    const float* fitted = fitted_.data() + (x - cells.begin);
    float* model = model_row(y) + 1 + x;
    const float least = ramp(low_.data()[cell], kPersonBegin, kPersonEnd);
    const float free = 1 - ramp(1 - high_.data()[cell], kNoneBegin, kNoneEnd) - least;
    for (std::size_t c = 0; c < 3; ++c) model[c * model_stride_] = free * fitted[c * model_stride_];
    const float constant = fitted[kFeatures * model_stride_] + fitted[kCoarse * model_stride_] * mean_.data()[cell];
    model[3 * model_stride_] = free * constant + least;
  }
}

void Guided::pad_models() {
  for (int y = 0; y < cell_rows_; ++y) {
    for (std::size_t c = 0; c < kCoefficients; ++c) {
      float* row = model_row(y) + c * model_stride_;
      row[0] = row[1];
      row[cells_ + 1] = row[cells_];
    }
  }
}

/// The models' own matte at the working size takes the coarse one's place, for the moments of `pass`.
void Guided::predict_matte(int pass) {
  for (int y = 0; y < work_height_; ++y) {
    needed_.each_moment(pass, y / 2, [&](Run cells) { predict_row(y, cells); });
  }
}

void Guided::predict_row(int y, Run cells) {
  const int own = y / 2;
  const int side = std::clamp(y % 2 == 0 ? own - 1 : own + 1, 0, cell_rows_ - 1);
  const auto count = static_cast<std::size_t>(cells.end - cells.begin);
  const std::size_t size = std::min(count + 2 + kRowPad / 4, model_stride_ - static_cast<std::size_t>(cells.begin));
  for (std::size_t c = 0; c < kCoefficients; ++c) {
    const std::size_t at = c * model_stride_ + static_cast<std::size_t>(cells.begin);
    kernels_->mix_rows(model_row(own) + at, model_row(side) + at, 0.75F, 0.25F, size, mixed_.data() + at);
  }
  const int from = 2 * cells.begin;
  const float* colours[3] = {plane(kRed, y) + from, plane(kGreen, y) + from, plane(kBlue, y) + from};
  kernels_->predict(mixed_.data() + cells.begin, model_stride_, colours, count, plane(kMatte, y) + from,
                    plane(kWeight, y) + from);
  if (cells.end < cells_) return;
  std::fill(plane(kMatte, y) + work_width_, plane(kMatte, y) + work_stride_, 0.0F);
  std::fill(plane(kWeight, y) + work_width_, plane(kWeight, y) + work_stride_, 0.0F);
}

/// Contrast about 1/2, and from centred colours to bytes.
void Guided::finish_models() {
  const float gain = 1 + 2 * options_.contrast;
  const auto finish = [&](float* row, std::size_t x) {
    float sum = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      float& value = row[c * model_stride_ + x];
      value *= gain;
      sum += value;
      value /= 255;
    }
    float& constant = row[3 * model_stride_ + x];
    constant = (constant - 0.5F) * gain + 0.5F - 0.5F * sum;
  };
  for (int y = 0; y < cell_rows_; ++y) {
    float* row = model_row(y);
    needed_.each_model(options_.passes - 1, y, [&](Run cells) {
      for (int x = cells.begin; x < cells.end; ++x) finish(row, static_cast<std::size_t>(x) + 1);
    });
  }
  pad_models();
}

/// Joins the cells of two rows to the spans between cell centres. False when nothing is to be computed there.
bool Guided::mark_spans(int above, int below) {
  bool any = false;
  for (int i = 0; i <= cells_; ++i) {
    const int left = std::max(i - 1, 0);
    const int right = std::min(i, cells_ - 1);
    const auto at = [&](int x, int y) { return cell_spans_.data()[static_cast<std::ptrdiff_t>(y) * cells_ + x]; };
    const Span first = at(left, above);
    const bool same = first == at(right, above) && first == at(left, below) && first == at(right, below);
    spans_.data()[i] = same ? first : Span::compute;
    any = any || spans_.data()[i] == Span::compute;
  }
  return any;
}

void Guided::apply(const Image& image, Matte& matte) {
  ApplyRow row;
  row.coefficients = mixed_.data();
  row.stride = model_stride_;
  row.spans = spans_.data();
  row.cells = cells_;
  row.cell_size = 2 * factor_;
  row.width = image.width();
  row.exact = std::find(cell_spans_.data(), cell_spans_.data() + cell_spans_.size(), Span::keep) !=
              cell_spans_.data() + cell_spans_.size();
  bool compute = false;
  int marked = -1;
  for (int y = 0; y < image.height(); ++y) {
    const int interval = (y + factor_) / row.cell_size;  // between the rows of cells interval - 1 and interval
    const int above = std::max(interval - 1, 0);
    const int below = std::min(interval, cell_rows_ - 1);
    if (interval != marked) compute = mark_spans(above, below);
    marked = interval;
    if (compute) {
      const int origin = (interval - 1) * row.cell_size + factor_;
      const float t = (static_cast<float>(y - origin) + 0.5F) / static_cast<float>(row.cell_size);
      kernels_->mix_rows(model_row(above), model_row(below), 1 - t, t, kCoefficients * model_stride_, mixed_.data());
    }
    row.colours = image.row(y);
    row.out = matte.row(y);
    kernels_->apply(row);
  }
}

extern constexpr RefinerKind guided_refiner =
    make_kind<Refiner, Guided>("lets the matte follow the edges of the frame, down to the hair");

}  // namespace segme
