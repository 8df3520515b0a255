// infer/litert/library: the C functions of LiteRT, by name, from the library that its Python wheel carries. It comes
// without headers; the types are those of its documentation. They are not stable yet: they hold for versions 2.x.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace segme::litert {

/// Objects of the library, which only it looks into.
using Handle = void*;

constexpr int kMostSides = 8;
constexpr int kOnProcessor = 1;  // of its accelerators
constexpr int kOnGpu = 2;
constexpr int kHostMemory = 1;  // of its kinds of memory
constexpr int kFloat = 1;       // of its element types
constexpr int kUint8 = 3;
constexpr int kInt8 = 9;

/// What a tensor is like: kind of numbers, then sides; a negative one is open.
struct TensorType {
  int element = 0;
  std::uint32_t rank : 7 = 0;
  std::uint32_t has_strides : 1 = 0;
  std::int32_t sides[kMostSides] = {};
  std::uint32_t strides[kMostSides] = {};
};
static_assert(sizeof(TensorType) == 72);

/// Real value = scale * (number - zero).
struct Rounding {
  float scale = 0;
  std::int64_t zero = 0;
};

/// One setting of the environment; whole numbers are all that is used here.
struct Setting {
  int what = 0;
  alignas(8) int kind = 2;  // a whole number
  std::int64_t value = 0;
};
static_assert(sizeof(Setting) == 24);

struct Functions {
  int (*create_environment)(int count, const Setting* settings, Handle* made);
  int (*create_model)(Handle environment, const void* bytes, std::size_t size, Handle* made);
  void (*destroy_model)(Handle model);
  int (*create_options)(Handle* made);
  void (*destroy_options)(Handle options);
  int (*set_accelerators)(Handle options, int accelerators);
  int (*create_own_options)(const char* whose, void* text, void (*release)(void*), Handle* made);
  int (*add_own_options)(Handle options, Handle own);
  int (*compile)(Handle environment, Handle model, Handle options, Handle* made);
  void (*destroy_compiled)(Handle compiled);
  int (*fully_accelerated)(Handle compiled, bool* all);
  int (*signature)(Handle model, std::size_t index, Handle* found);
  int (*count_inputs)(Handle signature, std::size_t* count);
  int (*count_outputs)(Handle signature, std::size_t* count);
  int (*input)(Handle signature, std::size_t index, Handle* tensor);
  int (*output)(Handle signature, std::size_t index, Handle* tensor);
  int (*tensor_name)(Handle tensor, const char** name);
  int (*tensor_type)(Handle tensor, TensorType* type);
  int (*rounding)(Handle tensor, Rounding* found);
  int (*create_buffer)(Handle environment, int kind, const TensorType* type, std::size_t bytes, Handle* made);
  void (*destroy_buffer)(Handle buffer);
  int (*lock)(Handle buffer, void** memory, int mode);
  int (*unlock)(Handle buffer);
  int (*run)(Handle compiled, std::size_t signature, std::size_t inputs, Handle* in, std::size_t outputs, Handle* out);
};

struct Library {
  Functions call{};
  Handle environment = nullptr;

  /// The one of this process, loaded at the first call. @throws Error(missing)
  static const Library& get();
  /// Why there is none; empty where get() gives it.
  static std::string failure();
};

}  // namespace segme::litert
