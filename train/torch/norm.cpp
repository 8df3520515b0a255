// train/torch/norm: of its input only what it was given is kept for the way back; what was cut off is found again.
#include "train/torch/norm.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <limits>
#include <type_traits>

#include "train/norm_kernels.h"
#include "train/torch/values.h"

namespace segme::train {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// Pixels at a time: of all channels so many that they stay in a core's cache.
struct Chunks {
  std::int64_t rows, channels, each;

  explicit Chunks(const torch::Tensor& x)
      : rows(x.size(0) * x.size(2) * x.size(3)),
        channels(x.size(1)),
        each(std::clamp<std::int64_t>(kValues / channels, 16, 1024)) {}

  [[nodiscard]] std::int64_t count() const { return (rows + each - 1) / each; }

  /// Calls use(number, first value, rows) for each.
  template <class Use>
  void for_each(const Use& use) const {
    at::parallel_for(0, count(), 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t i = first; i < last; ++i) use(i, i * each * channels, std::min(each, rows - i * each));
    });
  }

 private:
  static constexpr std::int64_t kValues = 32768;
};

/// Two sums of each channel, of all chunks.
struct Sums {
  torch::Tensor parts;

  explicit Sums(const Chunks& chunks) : parts(torch::empty({chunks.count(), 2, chunks.channels}, torch::kFloat32)) {}
  float* of(std::int64_t chunk, std::int64_t which) {
    return parts.data_ptr<float>() + (chunk * 2 + which) * parts.size(2);
  }
  [[nodiscard]] torch::Tensor total() const { return parts.to(torch::kFloat64).sum(0); }
};

/// Calls use(loops, values) with the loops of x's type.
template <class Use>
void with_loops(const torch::Tensor& x, const Use& use) {
  with_values(x, [&](const auto& values) { use(norm_loops<std::remove_pointer_t<decltype(values(x))>>(), values); });
}

struct Limits {
  double low, high;
};

NormPlan plan_of(const torch::Tensor& scales, const Limits& limits) {
  const float* const values = scales.data_ptr<float>();
  const std::int64_t channels = scales.size(1);
  return {
      static_cast<int>(channels),     values, values + channels, values + 2 * channels, static_cast<float>(limits.low),
      static_cast<float>(limits.high)};
}

class TaughtNorm : public torch::autograd::Function<TaughtNorm> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias, const NormTensors& running, double momentum, double epsilon,
                               const Limits& limits) {
    const Chunks chunks(x);
    const auto pixels = static_cast<double>(chunks.rows);
    torch::Tensor out = torch::empty_like(x);
    torch::Tensor scales;
    with_loops(x, [&](const auto& loops, const auto& values) {
      const auto* const in = values(x);
      Sums sums(chunks);
      chunks.for_each([&](std::int64_t i, std::int64_t at, std::int64_t rows) {
        loops.sums(in + at, rows, static_cast<int>(chunks.channels), sums.of(i, 0), sums.of(i, 1));
      });
      const torch::Tensor means = sums.total() / pixels;
      const torch::Tensor mean = means[0];
      const torch::Tensor variance = (means[1] - mean * mean).clamp_min(0.0);
      const torch::Tensor deviation = (variance + epsilon).sqrt();
      const torch::Tensor scale = weight.to(torch::kFloat64) / deviation;
      scales = torch::stack({mean, scale, bias.to(torch::kFloat64) - mean * scale, 1 / deviation}).to(torch::kFloat32);
      torch::Tensor running_mean = running.running_mean;
      torch::Tensor running_variance = running.running_variance;
      running_mean.lerp_(mean.to(torch::kFloat32), momentum);
      running_variance.lerp_((variance * (pixels / std::max(pixels - 1, 1.0))).to(torch::kFloat32), momentum);
      const NormPlan plan = plan_of(scales, limits);
      auto* const to = values(out);
      chunks.for_each(
          [&](std::int64_t, std::int64_t at, std::int64_t rows) { loops.apply(plan, in + at, rows, to + at); });
    });
    context->save_for_backward({x, scales});
    context->saved_data["low"] = limits.low;
    context->saved_data["high"] = limits.high;
    return out;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor& x = saved[0];
    const torch::Tensor& scales = saved[1];
    const Limits limits = {context->saved_data["low"].toDouble(), context->saved_data["high"].toDouble()};
    const torch::Tensor gradient = gradients[0].to(x.scalar_type()).contiguous(torch::MemoryFormat::ChannelsLast);
    const Chunks chunks(x);
    torch::Tensor of_x = torch::empty_like(x);
    torch::Tensor of_weight;
    torch::Tensor of_bias;
    with_loops(x, [&](const auto& loops, const auto& values) {
      const NormPlan plan = plan_of(scales, limits);
      const auto* const in = values(x);
      const auto* const from = values(gradient);
      Sums sums(chunks);
      chunks.for_each([&](std::int64_t i, std::int64_t at, std::int64_t rows) {
        loops.gradient_sums(plan, in + at, from + at, rows, sums.of(i, 0), sums.of(i, 1));
      });
      const torch::Tensor total = sums.total();
      const torch::Tensor exact = scales.to(torch::kFloat64);
      const torch::Tensor& mean = exact[0];
      const torch::Tensor& scale = exact[1];
      const torch::Tensor of_normed = exact[3] * total[1];  // the weight's gradient
      const auto pixels = static_cast<double>(chunks.rows);
      const torch::Tensor times_x = -scale * exact[3] * of_normed / pixels;
      const torch::Tensor factors =
          torch::stack({scale, times_x, -scale * total[0] / pixels - times_x * mean}).to(torch::kFloat32);
      const float* const factor = factors.data_ptr<float>();
      auto* const to = values(of_x);
      chunks.for_each([&](std::int64_t, std::int64_t at, std::int64_t rows) {
        loops.gradient(plan, in + at, from + at, rows, factor, factor + chunks.channels, factor + 2 * chunks.channels,
                       to + at);
      });
      of_weight = of_normed.to(torch::kFloat32);
      of_bias = total[0].to(torch::kFloat32);
    });
    const torch::Tensor none;
    return {of_x, of_weight, of_bias, none, none, none, none};
  }
};

/// A "norm" that changes nothing and is cut off above 0: what it lets through is what a PReLU slopes.
class TaughtPrelu : public torch::autograd::Function<TaughtPrelu> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight) {
    context->save_for_backward({x, weight});
    return torch::prelu(x, weight.to(x.scalar_type()));
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor& x = saved[0];
    const torch::Tensor& weight = saved[1];
    const torch::Tensor gradient = gradients[0].to(x.scalar_type()).contiguous(torch::MemoryFormat::ChannelsLast);
    const Chunks chunks(x);
    const torch::Tensor zeros = torch::zeros(chunks.channels, torch::kFloat32);
    const torch::Tensor scales = torch::stack({zeros, zeros + 1, zeros, zeros + 1});
    const NormPlan plan = plan_of(scales, {-std::numeric_limits<double>::infinity(), 0});
    const torch::Tensor less = weight.to(torch::kFloat32).contiguous() - 1;
    torch::Tensor of_x = torch::empty_like(x);
    torch::Tensor of_weight;
    with_loops(x, [&](const auto& loops, const auto& values) {
      const auto* const in = values(x);
      const auto* const from = values(gradient);
      auto* const to = values(of_x);
      Sums sums(chunks);
      chunks.for_each([&](std::int64_t i, std::int64_t at, std::int64_t rows) {
        loops.gradient_sums(plan, in + at, from + at, rows, sums.of(i, 0), sums.of(i, 1));
        loops.gradient(plan, in + at, from + at, rows, less.data_ptr<float>(), zeros.data_ptr<float>(),
                       zeros.data_ptr<float>(), to + at);
      });
      of_weight = sums.total()[1].to(weight.scalar_type());
    });
    return {of_x.add_(gradient), of_weight};
  }
};

}  // namespace

torch::Tensor taught_prelu(const torch::Tensor& x, const torch::Tensor& weight) {
  return TaughtPrelu::apply(x.contiguous(torch::MemoryFormat::ChannelsLast), weight);
}

torch::Tensor taught_norm(const torch::Tensor& x, const NormTensors& tensors, double momentum, double epsilon,
                          double low, double high) {
  return TaughtNorm::apply(x.contiguous(torch::MemoryFormat::ChannelsLast), tensors.weight, tensors.bias, tensors,
                           momentum, epsilon, Limits{low, high});
}

}  // namespace segme::train
