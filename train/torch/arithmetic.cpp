// train/torch/arithmetic: LibTorch 2.4 made one function of each pair.
#include "train/torch/arithmetic.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include "base/error.h"

namespace segme::train {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
bool in_16_bits(torch::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
#else
bool in_16_bits(torch::DeviceType device) {
  return device == torch::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
}
#endif

namespace {

void enable(torch::DeviceType device, bool on) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  at::autocast::set_autocast_dtype(device, torch::kBFloat16);
  at::autocast::set_autocast_enabled(device, on);
#else
  if (device == torch::kCPU) {
    at::autocast::set_cpu_enabled(on);
  } else {
    at::autocast::set_autocast_gpu_dtype(torch::kBFloat16);
    at::autocast::set_enabled(on);
  }
#endif
}

}  // namespace

bool has_16_bits(torch::DeviceType device) {
  if (device != torch::kCPU) return true;
#if defined(__x86_64__) || defined(__i386__)
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
#else
  return true;
#endif
}

torch::Device find_device(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  if (!torch::cuda::is_available()) {
    throw Error(
        ExitCode::missing,
        "cannot learn on a CUDA device: this LibTorch finds none. Build segme-train with a LibTorch that is made "
        "for CUDA on a machine that has one, or leave --device out.");
  }
  return torch::kCUDA;
}

Arithmetic::Arithmetic(torch::DeviceType device, bool bf16) : device_(device), before_(in_16_bits(device)) {
  if (bf16 != before_) enable(device, bf16);
}

Arithmetic::~Arithmetic() {
  if (in_16_bits(device_) != before_) enable(device_, before_);
}

void forget_16_bits() { at::autocast::clear_cache(); }

}  // namespace segme::train
