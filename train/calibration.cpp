// train/calibration: one picture at a time, as the exporter does it.
#include "train/calibration.h"

#include <algorithm>
#include <span>

#include "base/resize.h"

namespace segme::train {
namespace {

constexpr std::size_t kPictures = 64;  // as many as the exporter takes

/// At most kPictures of them, evenly.
std::vector<const Sample*> chosen_of(const std::vector<Sample>& samples) {
  std::vector<const Sample*> people;
  for (const Sample& sample : samples) {
    if (sample.split == "train" && !sample.matte.empty()) people.push_back(&sample);
  }
  std::vector<const Sample*> chosen;
  const std::size_t count = std::min(people.size(), kPictures);
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(people[i * people.size() / count]);
  return chosen;
}

}  // namespace

std::vector<net::Range> ranges_on(const std::vector<Sample>& samples, const net::Graph& folded,
                                  const net::Weights& weights) {
  net::Calibration calibration(folded, weights);
  const net::Shape& shape = folded.input_shape();
  const std::size_t plane = static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  std::vector<float> planes(plane * static_cast<std::size_t>(shape.channels));
  Image whole;
  Image small;
  Matte truth;
  for (const Sample* sample : chosen_of(samples)) {
    read_for_training(*sample, whole, truth);
    resize_area(whole, shape.width, shape.height, small);
    for (std::size_t i = 0; i < 3 * plane; ++i) planes[i % 3 * plane + i / 3] = static_cast<float>(small.data()[i]);
    std::fill(planes.begin() + static_cast<std::ptrdiff_t>(3 * plane), planes.end(), 0.0F);
    const std::span<const float> matte = calibration.add(planes);
    if (shape.channels == 3) continue;
    // A first frame, and one that follows it.
    std::copy(matte.begin(), matte.end(), planes.end() - static_cast<std::ptrdiff_t>(matte.size()));
    calibration.add(planes);
  }
  return calibration.ranges();
}

}  // namespace segme::train
