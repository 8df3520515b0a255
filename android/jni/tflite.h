// android/jni/tflite: runs a net with TensorFlow Lite's C interface, which is looked up in the library that the app
// ships: floats in, floats out. One thread makes it, runs it and ends it, as the GPU delegate asks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace segme::android {

enum class Device { cpu = 0, gpu = 1, nnapi = 2 };

/// A net that cannot be loaded or run; the text is a sentence for people.
struct NetError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Where TensorFlow Lite and its GPU delegate are: names of libraries, as dlopen() takes them.
struct Libraries {
  std::string lite, gpu;
};

class Net {
 public:
  /// `bytes` stay where they are as long as the net. threads >= 1. @throws NetError
  Net(const Libraries& libraries, const void* bytes, std::size_t size, Device device, int threads);
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;
  ~Net();

  /// Sides of the first input or output tensor.
  [[nodiscard]] const std::vector<int>& input_shape() const { return input_shape_; }
  [[nodiscard]] const std::vector<int>& output_shape() const { return output_shape_; }
  /// Copies in, runs, copies out; counts are those of the shapes. False when the engine failed.
  bool run(const float* input, std::size_t inputs, float* output, std::size_t outputs);
  [[nodiscard]] std::int64_t micros() const { return micros_; }  ///< of the last run
  [[nodiscard]] const std::string& device() const { return device_; }

 private:
  struct Lite;
  void add_delegate(const Libraries& libraries, Device device);
  void add_xnnpack();
  void read_shapes();
  void end();
  const Lite* lite_;
  void* model_ = nullptr;
  void* options_ = nullptr;
  void* interpreter_ = nullptr;
  void* delegate_ = nullptr;
  void (*end_delegate_)(void*) = nullptr;
  std::vector<int> input_shape_, output_shape_;
  std::string device_;
  int threads_;
  std::int64_t micros_ = 0;
};

}  // namespace segme::android
