// net/tflite/phases: see phases.h.
#include "net/tflite/phases.h"

#include "base/error.h"

namespace segme::net {
namespace {

constexpr std::int64_t kTaps = 4;    // of the transposed kernel, along a side
constexpr std::int64_t kWindow = 3;  // of the plain one

/// Which tap of the transposed kernel the plain one has at `at`, along an axis; -1 for none.
std::int64_t tap(std::int64_t phase, std::int64_t at) {
  const std::int64_t found = phase + kTaps - 1 - kBlockSide * at;
  return found >= 0 && found < kTaps ? found : -1;
}

/// Calls use(place in the plain kernel, place in the transposed one, or -1 where the plain one is zero).
template <class Use>
void for_each_tap(std::int64_t in, std::int64_t out, const Use& use) {
  std::size_t at = 0;
  for (std::int64_t channel = 0; channel < kPhases * out; ++channel) {
    const std::int64_t phase = channel / out;
    for (std::int64_t from = 0; from < in; ++from) {
      for (std::int64_t y = 0; y < kWindow; ++y) {
        for (std::int64_t x = 0; x < kWindow; ++x) {
          const std::int64_t row = tap(phase / kBlockSide, y);
          const std::int64_t column = tap(phase % kBlockSide, x);
          const bool none = row < 0 || column < 0;
          use(at++, none ? -1 : ((from * out + channel % out) * kTaps + row) * kTaps + column);
        }
      }
    }
  }
}

}  // namespace

Tensor phases_of(const Tensor& kernel) {
  SEGME_CHECK(kernel.shape.size() == 4 && kernel.shape[2] == kTaps && kernel.shape[3] == kTaps);
  const std::int64_t in = kernel.shape[0];
  const std::int64_t out = kernel.shape[1];
  Tensor made{{kPhases * out, in, kWindow, kWindow}, {}};
  made.values.resize(static_cast<std::size_t>(kPhases * out * in * kWindow * kWindow));
  for_each_tap(in, out, [&](std::size_t to, std::int64_t from) {
    if (from >= 0) made.values[to] = kernel.values.at(static_cast<std::size_t>(from));
  });
  return made;
}

std::optional<Tensor> kernel_of_phases(const Tensor& phases) {
  if (phases.values.empty() || phases.shape.size() != 4 || phases.shape[0] % kPhases != 0 ||
      phases.shape[2] != kWindow || phases.shape[3] != kWindow)
    return std::nullopt;
  const std::int64_t in = phases.shape[1];
  const std::int64_t out = phases.shape[0] / kPhases;
  Tensor made{{in, out, kTaps, kTaps}, {}};
  made.values.resize(static_cast<std::size_t>(in * out * kTaps * kTaps));
  bool fits = true;
  for_each_tap(in, out, [&](std::size_t from, std::int64_t to) {
    if (to < 0) {
      fits = fits && phases.values[from] == 0;
    } else {
      made.values[static_cast<std::size_t>(to)] = phases.values[from];
    }
  });
  if (!fits) return std::nullopt;
  return made;
}

std::set<int> placed_tensors(const OpenedTflite& file) {
  std::set<int> made;
  for (const auto* op : *file.graph().operators()) {
    if (file.code(*op) != tflite::BuiltinOperator::DEPTH_TO_SPACE || op->inputs() == nullptr) continue;
    const auto* options = op->builtin_options_as_DepthToSpaceOptions();
    if (options == nullptr || options->block_size() != kBlockSide) continue;
    made.insert(op->inputs()->begin(), op->inputs()->end());
  }
  return made;
}

}  // namespace segme::net
