// cli/bench/opencl/device: see device.h.
#include "cli/bench/opencl/device.h"

#include "base/error.h"
#include "cli/bench/opencl/kernels.h"
#include "infer/engine_library.h"

namespace segme::cli {
namespace {

constexpr const char* kRemedy = " Install your GPU's driver, or pocl-opencl-icd, which runs on the processor.";

struct Loaded {
  OpenCl functions;
  std::string failure;
};

Loaded load() {
  Loaded made;
  EngineLibrary file({"SEGME_OPENCL", {"libOpenCL.so.1", "libOpenCL.so"}, ""});
  OpenCl& f = made.functions;
  const auto find = [&](auto& function, const char* symbol) {
    std::remove_pointer_t<std::remove_reference_t<decltype(function)>>* found = nullptr;
    file.find(found, symbol);
    function = found;
  };
  find(f.get_platforms, "clGetPlatformIDs");
  find(f.platform_info, "clGetPlatformInfo");
  find(f.get_devices, "clGetDeviceIDs");
  find(f.device_info, "clGetDeviceInfo");
  find(f.create_context, "clCreateContext");
  find(f.release_context, "clReleaseContext");
  find(f.create_queue, "clCreateCommandQueue");
  find(f.release_queue, "clReleaseCommandQueue");
  find(f.create_program, "clCreateProgramWithSource");
  find(f.build_program, "clBuildProgram");
  find(f.release_program, "clReleaseProgram");
  find(f.create_kernel, "clCreateKernel");
  find(f.release_kernel, "clReleaseKernel");
  find(f.set_argument, "clSetKernelArg");
  find(f.create_buffer, "clCreateBuffer");
  find(f.release_buffer, "clReleaseMemObject");
  find(f.write, "clEnqueueWriteBuffer");
  find(f.read, "clEnqueueReadBuffer");
  find(f.run, "clEnqueueNDRangeKernel");
  find(f.finish, "clFinish");
  made.failure = file.failure();
  return made;
}

std::string without_zero(std::string text) {
  text.resize(text.find_last_not_of(std::string(" \0", 2)) + 1);
  return text;
}

std::string platform_name(const OpenCl& cl, cl_platform_id platform) {
  std::string text(256, '\0');
  cl.platform_info(platform, CL_PLATFORM_NAME, text.size(), text.data(), nullptr);
  return without_zero(text.substr(0, text.find('\0')));
}

std::string device_name(const OpenCl& cl, cl_device_id device) {
  std::string text(256, '\0');
  cl.device_info(device, CL_DEVICE_NAME, text.size(), text.data(), nullptr);
  return without_zero(text.substr(0, text.find('\0')));
}

}  // namespace

const OpenCl& OpenCl::get() {
  static const Loaded* const made = new Loaded(load());
  if (!made->failure.empty()) throw Error(ExitCode::missing, "cannot use OpenCL: " + made->failure + "." + kRemedy);
  return made->functions;
}

std::vector<FoundDevice> find_devices() {
  const OpenCl& cl = OpenCl::get();
  constexpr cl_uint kMost = 16;
  cl_platform_id platforms[kMost];
  cl_uint platform_count = 0;
  if (cl.get_platforms(kMost, platforms, &platform_count) != CL_SUCCESS) platform_count = 0;
  std::vector<FoundDevice> found;
  for (cl_uint p = 0; p < std::min(platform_count, kMost); ++p) {
    cl_device_id devices[kMost];
    cl_uint count = 0;
    if (cl.get_devices(platforms[p], CL_DEVICE_TYPE_ALL, kMost, devices, &count) != CL_SUCCESS) continue;
    for (cl_uint d = 0; d < std::min(count, kMost); ++d)
      found.push_back({devices[d], device_name(cl, devices[d]) + " (" + platform_name(cl, platforms[p]) + ")"});
  }
  if (found.empty()) throw Error(ExitCode::missing, std::string("cannot use OpenCL: it finds no device.") + kRemedy);
  return found;
}

Device::Device(const std::string& wanted) : cl_(OpenCl::get()) {
  std::string list;
  for (const FoundDevice& one : find_devices()) {
    list += (list.empty() ? "" : ", ") + one.name;
    if (found_.id == nullptr && one.name.find(wanted) != std::string::npos) found_ = one;
  }
  if (found_.id == nullptr)
    throw Error(ExitCode::missing, "OpenCL has no device '" + wanted + "'. It has: " + list + ".");
  cl_int status = CL_SUCCESS;
  context_ = cl_.create_context(nullptr, 1, &found_.id, nullptr, nullptr, &status);
  check(status, "starts");
  queue_ = cl_.create_queue(context_, found_.id, 0, &status);
  check(status, "takes work");
  const char* source = kKernels;
  program_ = cl_.create_program(context_, 1, &source, nullptr, &status);
  check(status, "takes programs");
  check(cl_.build_program(program_, 1, &found_.id, "", nullptr, nullptr), "compiles the kernels");
}

Device::~Device() {
  for (const auto& [name, kernel] : kernels_) cl_.release_kernel(kernel);
  if (program_ != nullptr) cl_.release_program(program_);
  if (queue_ != nullptr) cl_.release_queue(queue_);
  if (context_ != nullptr) cl_.release_context(context_);
}

void Device::check(cl_int status, const char* what) const {
  if (status == CL_SUCCESS) return;
  const bool memory =
      status == CL_MEM_OBJECT_ALLOCATION_FAILURE || status == CL_OUT_OF_RESOURCES || status == CL_INVALID_BUFFER_SIZE;
  if (memory) {
    throw Error(ExitCode::missing,
                "the device " + found_.name + " has no memory for a picture of this size. Take a smaller --size.");
  }
  throw Error(ExitCode::missing, "the device " + found_.name + " cannot be used: not even so far that it " + what +
                                     " (OpenCL status " + std::to_string(status) +
                                     "). Update its driver, or take another --device.");
}

void Device::expect_room(std::size_t together, std::size_t largest) const {
  cl_ulong most = 0;
  cl_ulong all = 0;
  cl_.device_info(found_.id, CL_DEVICE_MAX_MEM_ALLOC_SIZE, sizeof most, &most, nullptr);
  cl_.device_info(found_.id, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof all, &all, nullptr);
  if ((most > 0 && largest > most) || (all > 0 && together > all)) check(CL_OUT_OF_RESOURCES, "");
}

DeviceBuffer Device::buffer(std::size_t bytes) const {
  cl_int status = CL_SUCCESS;
  const cl_mem made = cl_.create_buffer(context_, CL_MEM_READ_WRITE, bytes, nullptr, &status);
  check(status, "gives memory");
  return {made, [this](cl_mem one) { cl_.release_buffer(one); }};
}

void Device::write(const DeviceBuffer& to, const void* from, std::size_t bytes) const {
  check(cl_.write(queue_, to.get(), CL_TRUE, 0, bytes, from, 0, nullptr, nullptr), "takes data");
}

void Device::read(const DeviceBuffer& from, void* to, std::size_t bytes) const {
  check(cl_.read(queue_, from.get(), CL_TRUE, 0, bytes, to, 0, nullptr, nullptr), "gives data back");
}

cl_kernel Device::kernel_of(const char* name) {
  for (const auto& [known, kernel] : kernels_) {
    if (known == name) return kernel;
  }
  cl_int status = CL_SUCCESS;
  const cl_kernel made = cl_.create_kernel(program_, name, &status);
  check(status, "finds a kernel");
  kernels_.emplace_back(name, made);
  return made;
}

void Device::set(cl_kernel kernel, cl_uint place, const DeviceBuffer& buffer) const {
  const cl_mem memory = buffer.get();
  check(cl_.set_argument(kernel, place, sizeof(cl_mem), &memory), "takes a buffer");
}

void Device::set(cl_kernel kernel, cl_uint place, int value) const {
  check(cl_.set_argument(kernel, place, sizeof value, &value), "takes a number");
}

void Device::start(cl_kernel kernel, const std::vector<std::size_t>& points) const {
  check(cl_.run(queue_, kernel, static_cast<cl_uint>(points.size()), nullptr, points.data(), nullptr, 0, nullptr,
                nullptr),
        "runs a kernel");
  check(cl_.finish(queue_), "ends a kernel");
}

}  // namespace segme::cli
