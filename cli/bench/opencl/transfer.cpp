// cli/bench/opencl/transfer: the seven nets, as published, and packings that go further: steps on the device, then one
// read, then the unpacking.
#include "cli/bench/transfer.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <random>

#include "base/stopwatch.h"
#include "cli/bench/opencl/device.h"
#include "eval/report.h"

namespace segme::cli {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// One of the ways: how many channels go up, and what happens to them.
struct Way {
  const char* name;
  const char* what;
  int channels_up;
  int keep;         ///< channels that a slice leaves before the convolution; 0: no slice
  int convolve_to;  ///< channels of the convolution; 0: none
  int pad_to;       ///< channels that zeros are added to; 0: none
  enum class Pack { none, sixteen, eight_half, thirty_two } pack;
  double reference_cpu, reference_gpu;
};

constexpr Way kWays[] = {
    {"1", "1 channel, convolution", 1, 0, 1, 0, Way::Pack::none, 3.404, 16.5},
    {"2", "1 channel, convolution, packed 16 to 1", 1, 0, 1, 0, Way::Pack::sixteen, 3.610, 6.5},
    {"3", "4 channels, convolution to 4", 4, 0, 4, 0, Way::Pack::none, 10.145, 4.8},
    {"4", "4 channels, convolution to 1, packed 16 to 1", 4, 0, 1, 0, Way::Pack::sixteen, 7.300, 2.7},
    {"5", "flat, 3 channels, convolution to 1, packed 16 to 1", 3, 0, 1, 0, Way::Pack::sixteen, 7.682, 4.0},
    {"6", "4 channels, cut to 3, convolution, packed 16 to 1", 4, 3, 1, 0, Way::Pack::sixteen, 7.649, 3.0},
    {"7", "4 channels, cut to 3, convolution, padded to 4", 4, 3, 1, 4, Way::Pack::none, 9.283, 5.7},
    {"integers", "4 channels, convolution to 1, packed 32 to 1", 4, 0, 1, 0, Way::Pack::thirty_two, 0, 0},
    {"halves", "4 channels, convolution to 1, packed 8 to 1 in fp16", 4, 0, 1, 0, Way::Pack::eight_half, 0, 0},
};

/// The number that a half means. Those of packings are never infinite.
float from_half(std::uint16_t half) {
  const std::uint32_t exponent = half >> 10U & 31U;
  const std::uint32_t fraction = half & 1023U;
  if (exponent == 0) return static_cast<float>(fraction) / 16'777'216.0F;
  const std::uint32_t bits = (exponent + 112) << 23U | fraction << 13U;
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

class Study {
 public:
  Study(const TransferOptions& options, Device& device)
      : options_(options), device_(device), pixels_(square(options.side)) {
    std::mt19937 random(1);
    truth_.resize(pixels_);
    for (std::uint8_t& pixel : truth_) pixel = random() % 2 == 0 ? 0 : 255;
  }

  TransferRow run(const Way& way) {
    prepare(way);
    TransferRow row;
    row.name = way.name;
    row.what = way.what;
    row.bytes_up = static_cast<std::int64_t>(input_.size() * sizeof(float));
    row.bytes_back = static_cast<std::int64_t>(back_.size());
    row.reference_cpu_ms = way.reference_cpu;
    row.reference_gpu_ms = way.reference_gpu;
    std::vector<double> up, kernels, back, unpack;
    round(way);  // the first compiles
    for (int i = 0; i < options_.rounds; ++i) {
      Stopwatch watch;
      device_.write(up_, input_.data(), input_.size() * sizeof(float));
      up.push_back(watch.lap());
      compute(way);
      kernels.push_back(watch.lap());
      device_.read(result_, back_.data(), back_.size());
      back.push_back(watch.lap());
      unpack_result(way);
      unpack.push_back(watch.lap());
    }
    row.up_ms = eval::percentile(up, 0.5);
    row.kernel_ms = eval::percentile(kernels, 0.5);
    row.back_ms = eval::percentile(back, 0.5);
    row.unpack_ms = eval::percentile(unpack, 0.5);
    for (std::size_t i = 0; i < pixels_; ++i) row.wrong += seen_[i] == truth_[i] ? 0 : 1;
    return row;
  }

 private:
  static std::size_t square(int side) { return static_cast<std::size_t>(side) * static_cast<std::size_t>(side); }

  /// Fills the input, and makes the buffers that the way needs.
  void prepare(const Way& way) {
    const auto channels = static_cast<std::size_t>(way.channels_up);
    input_.assign(pixels_ * channels, 0.0F);
    for (std::size_t i = 0; i < pixels_; ++i) input_[i * channels] = truth_[i] == 0 ? 0.0F : 1.0F;
    seen_.assign(pixels_, 1);
    up_ = device_.buffer(input_.size() * sizeof(float));
    const std::size_t outs = static_cast<std::size_t>(std::max({way.convolve_to, way.pad_to, 1}));
    sliced_ = way.keep > 0 ? device_.buffer(pixels_ * static_cast<std::size_t>(way.keep) * sizeof(float)) : nullptr;
    convolved_ =
        way.convolve_to > 0 ? device_.buffer(pixels_ * static_cast<std::size_t>(way.convolve_to) * sizeof(float)) : up_;
    switch (way.pack) {
      case Way::Pack::none: back_.resize(pixels_ * outs * sizeof(float)); break;
      case Way::Pack::sixteen: back_.resize(pixels_ / 16 * sizeof(float)); break;
      case Way::Pack::eight_half: back_.resize(pixels_ / 8 * 2); break;
      case Way::Pack::thirty_two: back_.resize(pixels_ / 32 * 4); break;
    }
    result_ = way.pack == Way::Pack::none && way.pad_to == 0 ? convolved_ : device_.buffer(back_.size());
    // The first output is the first channel of the same pixel; all others are zero.
    const std::size_t ins = static_cast<std::size_t>(way.keep > 0 ? way.keep : way.channels_up);
    std::vector<float> weights(outs * 9 * ins, 0.0F);
    weights[4 * ins] = 1;
    weights_ = device_.buffer(weights.size() * sizeof(float));
    device_.write(weights_, weights.data(), weights.size() * sizeof(float));
  }

  void compute(const Way& way) {
    const auto side = static_cast<std::size_t>(options_.side);
    const int ins = way.keep > 0 ? way.keep : way.channels_up;
    if (way.keep > 0) device_.run("channels", {side, side}, up_, sliced_, options_.side, way.channels_up, way.keep);
    const DeviceBuffer& before = way.keep > 0 ? sliced_ : up_;
    if (way.convolve_to > 0)
      device_.run("convolve", {side, side}, before, convolved_, weights_, options_.side, ins, way.convolve_to);
    if (way.pad_to > 0)
      device_.run("channels", {side, side}, convolved_, result_, options_.side, way.convolve_to, way.pad_to);
    switch (way.pack) {
      case Way::Pack::none: break;
      case Way::Pack::sixteen: device_.run("pack_16", {pixels_ / 16}, convolved_, result_, 16); break;
      case Way::Pack::eight_half: device_.run("pack_half", {pixels_ / 8}, convolved_, result_, 8); break;
      case Way::Pack::thirty_two: device_.run("pack_32", {pixels_ / 32}, convolved_, result_); break;
    }
  }

  void unpack_result(const Way& way) {
    if (way.pack == Way::Pack::sixteen) {
      for (std::size_t i = 0; i < pixels_ / 16; ++i) unpack_16(value<float>(i), seen_.data() + i * 16);
    } else if (way.pack == Way::Pack::thirty_two) {
      for (std::size_t i = 0; i < pixels_ / 32; ++i) unpack_32(value<std::uint32_t>(i), seen_.data() + i * 32);
    } else if (way.pack == Way::Pack::eight_half) {
      std::uint8_t word[16];
      for (std::size_t i = 0; i < pixels_ / 8; ++i) {
        unpack_16(from_half(value<std::uint16_t>(i)), word);
        std::copy_n(word, 8, seen_.data() + i * 8);
      }
    } else {
      const std::size_t step = static_cast<std::size_t>(std::max({way.convolve_to, way.pad_to, 1}));
      for (std::size_t i = 0; i < pixels_; ++i) seen_[i] = value<float>(i * step) > 0.5F ? 255 : 0;
    }
  }

  template <class Value>
  Value value(std::size_t index) const {
    Value made;
    std::memcpy(&made, back_.data() + index * sizeof made, sizeof made);
    return made;
  }

  void round(const Way& way) {
    device_.write(up_, input_.data(), input_.size() * sizeof(float));
    compute(way);
    device_.read(result_, back_.data(), back_.size());
  }

  const TransferOptions& options_;
  Device& device_;
  std::size_t pixels_;
  Bytes truth_, seen_, back_;
  std::vector<float> input_;
  DeviceBuffer up_, sliced_, convolved_, result_, weights_;
};

/// All words of 16 pixels, one after the other.
std::vector<float> all_words() {
  std::vector<float> pixels;
  pixels.reserve(std::size_t{65'536} * 16);
  for (std::uint32_t word = 0; word < 65'536; ++word)
    for (unsigned i = 0; i < 16; ++i) pixels.push_back((word >> (15 - i) & 1U) != 0 ? 1.0F : 0.0F);
  return pixels;
}

/// What came back of word `index`, as a number of 16 bits.
using WordOf = std::function<std::uint32_t(const Bytes& back, std::size_t index)>;

WordTest test_words(Device& device, const std::string& packing, const char* kernel, int pixels_a_number,
                    std::size_t bytes_a_number, const WordOf& word_of) {
  const std::vector<float> pixels = all_words();
  const std::size_t numbers = pixels.size() / static_cast<std::size_t>(pixels_a_number);
  const DeviceBuffer up = device.buffer(pixels.size() * sizeof(float));
  const DeviceBuffer packed = device.buffer(numbers * bytes_a_number);
  device.write(up, pixels.data(), pixels.size() * sizeof(float));
  if (pixels_a_number == 32) {
    device.run(kernel, {numbers}, up, packed);
  } else {
    device.run(kernel, {numbers}, up, packed, pixels_a_number);
  }
  Bytes back(numbers * bytes_a_number);
  device.read(packed, back.data(), back.size());
  WordTest test{packing, static_cast<std::int64_t>(2 * back.size() / 65'536), 65'536, 0};
  for (std::uint32_t word = 0; word < 65'536; ++word) test.wrong += word_of(back, word) == word ? 0 : 1;
  return test;
}

template <class Value>
Value at(const Bytes& back, std::size_t index) {
  Value value;
  std::memcpy(&value, back.data() + index * sizeof value, sizeof value);
  return value;
}

std::uint32_t bits_of(const std::uint8_t* pixels, unsigned count) {
  std::uint32_t bits = 0;
  for (unsigned i = 0; i < count; ++i) bits = bits << 1U | (pixels[i] != 0 ? 1U : 0U);
  return bits;
}

std::uint32_t word_of_float(float value) {
  std::uint8_t pixels[16];
  unpack_16(value, pixels);
  return bits_of(pixels, 16);
}

}  // namespace

std::vector<std::string> transfer_devices() {
  std::vector<std::string> names;
  for (const FoundDevice& one : find_devices()) names.push_back(one.name);
  return names;
}

TransferStudy run_transfer(const TransferOptions& options) {
  Device device(options.device);
  const auto side = static_cast<std::size_t>(options.side);
  constexpr std::size_t kLargest = 4 * sizeof(float);  // bytes a pixel: four channels
  constexpr std::size_t kBuffers = 3;                  // what goes up, what is convolved, what is padded
  device.expect_room(kBuffers * kLargest * side * side, kLargest * side * side);
  TransferStudy study;
  study.device = device.name();
  Study rows(options, device);
  for (const Way& way : kWays) study.rows.push_back(rows.run(way));
  study.words.push_back(test_words(device, "16 pixels in a 32-bit float", "pack_16", 16, 4,
                                   [](const Bytes& back, std::size_t i) { return word_of_float(at<float>(back, i)); }));
  study.words.push_back(
      test_words(device, "32 pixels in a 32-bit integer", "pack_32", 32, 4, [](const Bytes& back, std::size_t i) {
        std::uint8_t pixels[32];
        unpack_32(at<std::uint32_t>(back, i / 2), pixels);
        return bits_of(pixels + i % 2 * 16, 16);
      }));
  study.words.push_back(test_words(
      device, "16 pixels in a 16-bit float", "pack_half", 16, 2,
      [](const Bytes& back, std::size_t i) { return word_of_float(from_half(at<std::uint16_t>(back, i))); }));
  study.words.push_back(
      test_words(device, "8 pixels in a 16-bit float", "pack_half", 8, 2, [](const Bytes& back, std::size_t i) {
        const auto half = [&](std::size_t n) { return word_of_float(from_half(at<std::uint16_t>(back, n))) >> 8U; };
        return half(2 * i) << 8U | half(2 * i + 1);
      }));
  return study;
}

}  // namespace segme::cli
