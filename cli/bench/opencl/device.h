// cli/bench/opencl/device: OpenCL as far as the study needs it, loaded when somebody asks.
#pragma once

#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>

#include <memory>
#include <string>
#include <vector>

namespace segme::cli {

/// The functions of the loader library that are used. @throws Error(missing) at the first use where there is none
struct OpenCl {
  decltype(&clGetPlatformIDs) get_platforms = nullptr;
  decltype(&clGetPlatformInfo) platform_info = nullptr;
  decltype(&clGetDeviceIDs) get_devices = nullptr;
  decltype(&clGetDeviceInfo) device_info = nullptr;
  decltype(&clCreateContext) create_context = nullptr;
  decltype(&clReleaseContext) release_context = nullptr;
  decltype(&clCreateCommandQueue) create_queue = nullptr;
  decltype(&clReleaseCommandQueue) release_queue = nullptr;
  decltype(&clCreateProgramWithSource) create_program = nullptr;
  decltype(&clBuildProgram) build_program = nullptr;
  decltype(&clReleaseProgram) release_program = nullptr;
  decltype(&clCreateKernel) create_kernel = nullptr;
  decltype(&clReleaseKernel) release_kernel = nullptr;
  decltype(&clSetKernelArg) set_argument = nullptr;
  decltype(&clCreateBuffer) create_buffer = nullptr;
  decltype(&clReleaseMemObject) release_buffer = nullptr;
  decltype(&clEnqueueWriteBuffer) write = nullptr;
  decltype(&clEnqueueReadBuffer) read = nullptr;
  decltype(&clEnqueueNDRangeKernel) run = nullptr;
  decltype(&clFinish) finish = nullptr;

  static const OpenCl& get();
};

struct FoundDevice {
  cl_device_id id = nullptr;
  std::string name;  ///< "NAME (PLATFORM)"
};

std::vector<FoundDevice> find_devices();

/// A buffer on the device.
using DeviceBuffer = std::shared_ptr<_cl_mem>;

class Device {
 public:
  /// The first whose name has `wanted` in it. @throws Error(missing)
  explicit Device(const std::string& wanted);
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  ~Device();

  [[nodiscard]] const std::string& name() const noexcept { return found_.name; }
  /// Before memory is taken here and there: buffers of so many bytes together, the largest of `largest`.
  /// @throws Error(missing) when the device has no memory for them
  void expect_room(std::size_t together, std::size_t largest) const;
  /// @throws Error(missing) when the device has no memory for it
  [[nodiscard]] DeviceBuffer buffer(std::size_t bytes) const;
  void write(const DeviceBuffer& to, const void* from, std::size_t bytes) const;
  void read(const DeviceBuffer& from, void* to, std::size_t bytes) const;
  /// Runs `kernel` once for each point, and waits. Arguments are buffers and ints, in order.
  template <class... Arguments>
  void run(const char* kernel, const std::vector<std::size_t>& points, const Arguments&... arguments) {
    const cl_kernel made = kernel_of(kernel);
    cl_uint place = 0;
    (set(made, place++, arguments), ...);
    start(made, points);
  }

 private:
  [[nodiscard]] cl_kernel kernel_of(const char* name);
  void set(cl_kernel kernel, cl_uint place, const DeviceBuffer& buffer) const;
  void set(cl_kernel kernel, cl_uint place, int value) const;
  void start(cl_kernel kernel, const std::vector<std::size_t>& points) const;
  void check(cl_int status, const char* what) const;

  const OpenCl& cl_;
  FoundDevice found_;
  cl_context context_ = nullptr;
  cl_command_queue queue_ = nullptr;
  cl_program program_ = nullptr;
  std::vector<std::pair<std::string, cl_kernel>> kernels_;
};

}  // namespace segme::cli
