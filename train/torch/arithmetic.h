// train/torch/arithmetic: where a run computes, and in how many bits: autocast by device, under the names that LibTorch
// has for it in version 1.13 and in 2.4 and later.
#pragma once

#include <string>

#include <torch/torch.h>

namespace segme::train {

/// "cpu" or "cuda". @throws Error(missing) where this LibTorch finds no such device.
torch::Device find_device(const std::string& name);

/// Whether convolutions of 16 bits are fast on such a device. For x86 processors without AVX-512, LibTorch has plain
/// loops, which are many times slower than those for 32 bits.
bool has_16_bits(torch::DeviceType device);

/// Whether convolutions on such a device are computed in 16 bits now.
bool in_16_bits(torch::DeviceType device);

/// While it lives, convolutions on such a device are computed in bf16 or in 32 bits; then as before.
class Arithmetic {
 public:
  Arithmetic(torch::DeviceType device, bool bf16);
  Arithmetic(const Arithmetic&) = delete;
  Arithmetic& operator=(const Arithmetic&) = delete;
  ~Arithmetic();

 private:
  torch::DeviceType device_;
  bool before_;
};

/// Forgets the 16-bit copies of weights, which autocast keeps: to be called before weights change.
void forget_16_bits();

}  // namespace segme::train
