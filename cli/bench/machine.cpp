// cli/bench/machine: see machine.h. The peak is that of Highway's widest vectors: chains of multiply-adds that do not
// wait for each other; the bandwidth that of scaling one large array into another.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cli/bench/machine.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace segme::cli::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Floating-point operations that it did; `sink` keeps the compiler from leaving them out.
double multiply_add(std::size_t rounds, float* sink) {
  const hn::ScalableTag<float> d;
  const auto factor = hn::Set(d, 0.999F);
  const auto addend = hn::Set(d, 0.001F);
  auto a = hn::Set(d, 1.0F), b = a, c = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a;
  for (std::size_t round = 0; round < rounds; ++round) {
    a = hn::MulAdd(a, factor, addend);
    b = hn::MulAdd(b, factor, addend);
    c = hn::MulAdd(c, factor, addend);
    e = hn::MulAdd(e, factor, addend);
    f = hn::MulAdd(f, factor, addend);
    g = hn::MulAdd(g, factor, addend);
    h = hn::MulAdd(h, factor, addend);
    i = hn::MulAdd(i, factor, addend);
    j = hn::MulAdd(j, factor, addend);
    k = hn::MulAdd(k, factor, addend);
  }
  const auto sum =
      hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, e)), hn::Add(hn::Add(hn::Add(f, g), hn::Add(h, i)), hn::Add(j, k)));
  hn::StoreU(sum, d, sink);
  return static_cast<double>(rounds) * 10 * 2 * static_cast<double>(hn::Lanes(d));
}

void scale(const float* in, float* out, std::size_t count) {
  const hn::ScalableTag<float> d;
  const auto factor = hn::Set(d, 0.5F);
  for (std::size_t i = 0; i + hn::Lanes(d) <= count; i += hn::Lanes(d))
    hn::StoreU(hn::Mul(hn::LoadU(d, in + i), factor), d, out + i);
}

}  // namespace segme::cli::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <fstream>
#include <thread>

#include "base/buffer.h"
#include "base/stopwatch.h"
#include "cli/bench/machine.h"

namespace segme::cli {
namespace {

HWY_EXPORT(multiply_add);
HWY_EXPORT(scale);

constexpr int kTries = 12;
constexpr std::size_t kRounds = 300'000;
constexpr std::size_t kFloats = std::size_t{1} << 24U;  // 64 MB each: caches are smaller

}  // namespace

Machine this_machine() {
  Machine machine;
  machine.processor = "unknown processor";
  machine.cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    machine.processor = line.substr(line.find(": ") + 2);
    break;
  }
  return machine;
}

Peak measure_peak() {
  Peak peak;
  std::array<float, 256> sink{};
  for (int i = 0; i < kTries; ++i) {
    const Stopwatch watch;
    const double operations = HWY_DYNAMIC_DISPATCH(multiply_add)(kRounds, sink.data());
    peak.gflops = std::max(peak.gflops, operations / watch.milliseconds() / 1e6);
  }
  Buffer<float> in(kFloats);
  Buffer<float> out(kFloats);
  std::fill_n(in.data(), in.size(), 1.0F);
  for (int i = 0; i < kTries / 2; ++i) {
    const Stopwatch watch;
    HWY_DYNAMIC_DISPATCH(scale)(in.data(), out.data(), in.size());
    peak.gigabytes_second = std::max(peak.gigabytes_second, 2.0 * kFloats * sizeof(float) / watch.milliseconds() / 1e6);
  }
  return peak;
}

}  // namespace segme::cli
#endif
