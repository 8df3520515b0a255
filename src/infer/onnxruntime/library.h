// infer/onnxruntime/library: the C functions of ONNX Runtime. It hands them out as one table that only ever grows at
// its end, so a place in it means the same in every version: the library is loaded and asked, no header of its is
// needed. Source: its documentation, "OrtApi Struct Reference", and "ABI stability".
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace segme::onnxruntime {

/// Objects of the library, which only it looks into.
struct Status;
struct Env;
struct Options;
struct Session;
struct Value;
struct MemoryInfo;
struct Allocator;
struct TypeInfo;
struct TensorInfo;  // belongs to its TypeInfo
struct RunOptions;
struct ProviderOptions;

/// A place in the table, and what is called there.
template <int place, class Function>
struct Entry {};

using GetErrorMessage = Entry<2, const char*(const Status*)>;
using CreateEnv = Entry<3, Status*(int level, const char* id, Env**)>;
using DisableTelemetry = Entry<6, Status*(const Env*)>;
using CreateSession = Entry<7, Status*(const Env*, const char* path, const Options*, Session**)>;
using CreateSessionFromArray = Entry<8, Status*(const Env*, const void*, std::size_t, const Options*, Session**)>;
using Run = Entry<9, Status*(Session*, const RunOptions*, const char* const* input_names, const Value* const* inputs,
                             std::size_t input_count, const char* const* output_names, std::size_t output_count,
                             Value** outputs)>;
using CreateOptions = Entry<10, Status*(Options**)>;
using SetOptimizedModelFile = Entry<11, Status*(Options*, const char* path)>;
using EnableProfiling = Entry<14, Status*(Options*, const char* path_prefix)>;
using SetLogLevel = Entry<22, Status*(Options*, int level)>;
using SetThreads = Entry<24, Status*(Options*, int threads)>;
using SetThreadsBetween = Entry<25, Status*(Options*, int threads)>;
using InputCount = Entry<30, Status*(const Session*, std::size_t*)>;
using OutputCount = Entry<31, Status*(const Session*, std::size_t*)>;
using InputType = Entry<33, Status*(const Session*, std::size_t index, TypeInfo**)>;
using OutputType = Entry<34, Status*(const Session*, std::size_t index, TypeInfo**)>;
using InputName = Entry<36, Status*(const Session*, std::size_t index, Allocator*, char**)>;
using OutputName = Entry<37, Status*(const Session*, std::size_t index, Allocator*, char**)>;
using CreateTensor = Entry<49, Status*(const MemoryInfo*, void* data, std::size_t bytes, const std::int64_t* sides,
                                       std::size_t rank, int type, Value**)>;
using TensorData = Entry<51, Status*(Value*, void**)>;
using AsTensor = Entry<55, Status*(const TypeInfo*, const TensorInfo**)>;
using ElementType = Entry<60, Status*(const TensorInfo*, int*)>;
using Rank = Entry<61, Status*(const TensorInfo*, std::size_t*)>;
using Sides = Entry<62, Status*(const TensorInfo*, std::int64_t*, std::size_t rank)>;
using ShapeOf = Entry<65, Status*(const Value*, TensorInfo**)>;
using CreateCpuMemoryInfo = Entry<69, Status*(int allocator, int memory, MemoryInfo**)>;
using Free = Entry<76, Status*(Allocator*, void*)>;
using DefaultAllocator = Entry<78, Status*(Allocator**)>;
using ReleaseStatus = Entry<93, void(Status*)>;
using ReleaseMemoryInfo = Entry<94, void(MemoryInfo*)>;
using ReleaseSession = Entry<95, void(Session*)>;
using ReleaseValue = Entry<96, void(Value*)>;
using ReleaseTypeInfo = Entry<98, void(TypeInfo*)>;
using ReleaseTensorInfo = Entry<99, void(TensorInfo*)>;
using ReleaseOptions = Entry<100, void(Options*)>;
using EndProfiling = Entry<110, Status*(Session*, Allocator*, char** file)>;
using AvailableProviders = Entry<125, Status*(char*** names, int* count)>;
using ReleaseAvailableProviders = Entry<126, Status*(char** names, int count)>;
using SetConfig = Entry<130, Status*(Options*, const char* key, const char* value)>;
using AppendTensorRt = Entry<170, Status*(Options*, const ProviderOptions*)>;
using CreateTensorRtOptions = Entry<171, Status*(ProviderOptions**)>;
using ReleaseTensorRtOptions = Entry<174, void(ProviderOptions*)>;
using AppendCuda = Entry<204, Status*(Options*, const ProviderOptions*)>;
using CreateCudaOptions = Entry<205, Status*(ProviderOptions**)>;
using ReleaseCudaOptions = Entry<208, void(ProviderOptions*)>;
using AppendProvider = Entry<216, Status*(Options*, const char* name, const char* const* keys,
                                          const char* const* values, std::size_t count)>;

constexpr int kFloat = 1;  // of ONNX's element types

class Library {
 public:
  /// The one of this process, loaded at the first call. @throws Error(missing)
  static const Library& get();
  /// Why there is none; empty where get() gives it.
  static std::string failure();

  [[nodiscard]] const std::string& version() const noexcept { return version_; }
  /// Made at the first call, with ONNX Runtime's records of its use turned off. @throws std::runtime_error
  [[nodiscard]] Env* env() const;

  template <int place, class Result, class... Taken, class... Given>
  Result raw(Entry<place, Result(Taken...)> /*entry*/, Given... given) const {
    return reinterpret_cast<Result (*)(Taken...)>(table_[place])(given...);
  }
  /// Calls what gives a status. @throws std::runtime_error with what the library says of the failure
  template <class Called, class... Given>
  void call(Called entry, Given... given) const {
    check(raw(entry, given...));
  }
  /// Calls `make`, whose last argument is where it writes the object; `Release` is called for it in the end.
  template <class Release, class Object, class Make, class... Given>
  std::shared_ptr<Object> own(Make make, Given... given) const {
    Object* made = nullptr;
    call(make, given..., &made);
    return std::shared_ptr<Object>(made, [this](Object* object) { raw(Release{}, object); });
  }

 private:
  struct Loaded;
  Library(void* const* table, std::string version);
  static const Loaded& loaded();
  void check(Status* status) const;

  void* const* table_;
  std::string version_;
};

}  // namespace segme::onnxruntime
