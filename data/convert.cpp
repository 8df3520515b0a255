// data/convert: a few pictures at a time, read on several threads and appended in order.
#include "data/convert.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/resize.h"
#include "data/npy.h"
#include "data/parallel.h"

namespace segme::data {
namespace {

constexpr std::size_t kAtATime = 64;

/// A row of both arrays, or why there is none.
struct Row {
  Image picture;
  std::vector<std::uint8_t> matte;
  std::string error;
};

Row read_row_of(const Sample& sample, int size) {
  Row row;
  try {
    Image image;
    Matte truth;
    read_pair(sample, image, truth);
    if (size > 0 && (image.width() != size || image.height() != size)) {
      Matte small;
      resize_area(image, size, size, row.picture);
      resize_matte(truth, size, size, small);
      truth.swap(small);
    } else {
      row.picture.swap(image);
    }
    row.matte.resize(truth.size());
    std::transform(truth.data(), truth.data() + truth.size(), row.matte.begin(),
                   [](float m) { return static_cast<std::uint8_t>(std::clamp(m, 0.0F, 1.0F) * 255 + 0.5F); });
  } catch (const Error& error) {
    row.error = error.what();
  }
  return row;
}

/// Both files, opened when the size of a picture is known.
class Arrays {
 public:
  Arrays(const std::filesystem::path& images, const std::filesystem::path& mattes, std::size_t most)
      : images_(images), mattes_(mattes), most_(static_cast<std::int64_t>(most)) {}

  /// "" or why the row does not fit.
  std::string append(const Row& row) {
    if (!picture_file_) {
      width_ = row.picture.width();
      height_ = row.picture.height();
      picture_file_.emplace(images_, NpyHead{NpyType::uint8, {most_, height_, width_, 3}});
      matte_file_.emplace(mattes_, NpyHead{NpyType::uint8, {most_, height_, width_, 1}});
    }
    if (row.picture.width() != width_ || row.picture.height() != height_) {
      return "it is " + std::to_string(row.picture.width()) + "x" + std::to_string(row.picture.height()) +
             " and the first picture " + std::to_string(width_) + "x" + std::to_string(height_) + ". Give --size.";
    }
    picture_file_->append({row.picture.data(), row.picture.size()});
    matte_file_->append(row.matte);
    ++rows_;
    return "";
  }
  std::size_t finish() {
    if (rows_ == 0) throw Error(ExitCode::input, "no picture of the set can be read, so there is no array to write.");
    picture_file_->finish();
    matte_file_->finish();
    return rows_;
  }

 private:
  std::filesystem::path images_, mattes_;
  std::int64_t most_;
  int width_ = 0, height_ = 0;
  std::size_t rows_ = 0;
  std::optional<NpyWriter> picture_file_, matte_file_;
};

}  // namespace

std::size_t write_arrays(const std::vector<Sample>& samples, const std::filesystem::path& images,
                         const std::filesystem::path& mattes, const ArrayOptions& options, const Failed& failed,
                         const std::function<void()>& step) {
  Arrays arrays(images, mattes, samples.size());
  for (std::size_t first = 0; first < samples.size(); first += kAtATime) {
    std::vector<Row> rows(std::min(kAtATime, samples.size() - first));
    for_each_index(rows.size(), options.jobs,
                   [&](std::size_t i) { rows[i] = read_row_of(samples[first + i], options.size); });
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::string error = rows[i].error.empty() ? arrays.append(rows[i]) : rows[i].error;
      if (!error.empty()) failed(samples[first + i], error);
      if (step) step();
    }
  }
  return arrays.finish();
}

}  // namespace segme::data
