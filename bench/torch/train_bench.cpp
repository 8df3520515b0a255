// bench/torch/train: the loops of ours that teach, beside LibTorch's: the way there and back of a depthwise convolution
// and of a batch norm with its ReLU, at the sizes of portrait_fine with eight pictures of 384x384, in 16 bits, one
// thread.
#include <benchmark/benchmark.h>

#include "train/torch/arithmetic.h"
#include "train/torch/depthwise.h"
#include "train/torch/norm.h"

namespace {

using namespace segme;
constexpr int kPictures = 8;

torch::Tensor random(std::int64_t channels, std::int64_t side) {
  return torch::randn({kPictures, channels, side, side})
      .to(torch::kBFloat16)
      .contiguous(torch::MemoryFormat::ChannelsLast)
      .set_requires_grad(true);
}

/// Arguments: channels, side, kernel.
template <bool own>
void depthwise(benchmark::State& state) {
  torch::set_num_threads(1);
  const auto kernel = static_cast<int>(state.range(2));
  net::Node node;
  node.kernel_height = node.kernel_width = kernel;
  node.groups = static_cast<int>(state.range(0));
  const torch::Tensor x = random(state.range(0), state.range(1));
  const torch::Tensor weight = torch::randn({state.range(0), 1, kernel, kernel}).set_requires_grad(true);
  const train::Arithmetic arithmetic(torch::kCPU, true);
  for (auto _ : state) {
    const torch::Tensor out = own ? train::depthwise_conv(node, x, weight, kernel / 2, kernel / 2)
                                  : torch::conv2d(x, weight, {}, 1, {kernel / 2, kernel / 2}, 1, state.range(0));
    out.backward(out.detach());
    train::forget_16_bits();
  }
}

/// Arguments: channels, side.
template <bool own>
void norm(benchmark::State& state) {
  torch::set_num_threads(1);
  const torch::Tensor x = random(state.range(0), state.range(1));
  const torch::Tensor weight = torch::ones(state.range(0)).set_requires_grad(true);
  const torch::Tensor bias = torch::zeros(state.range(0)).set_requires_grad(true);
  const train::NormTensors all = {weight, bias, torch::zeros(state.range(0)), torch::ones(state.range(0))};
  for (auto _ : state) {
    const torch::Tensor out = own ? train::taught_norm(x, all, 0.01, 1e-3, 0, 6)
                                  : torch::clamp(torch::batch_norm(x, weight, bias, all.running_mean,
                                                                   all.running_variance, true, 0.01, 1e-3, false),
                                                 0.0, 6.0);
    out.backward(out.detach());
  }
}

void kernels(benchmark::internal::Benchmark* bench) {
  bench->Args({24, 192, 5})->Args({144, 96, 3})->Args({288, 48, 5})->Args({1248, 12, 5})->Unit(benchmark::kMillisecond);
}
void norms(benchmark::internal::Benchmark* bench) {
  bench->Args({24, 192})->Args({144, 96})->Args({288, 48})->Args({1248, 12})->Unit(benchmark::kMillisecond);
}

BENCHMARK(depthwise<false>)->Name("depthwise/libtorch")->Apply(kernels);
BENCHMARK(depthwise<true>)->Name("depthwise/own")->Apply(kernels);
BENCHMARK(norm<false>)->Name("norm/libtorch")->Apply(norms);
BENCHMARK(norm<true>)->Name("norm/own")->Apply(norms);

}  // namespace

BENCHMARK_MAIN();
