// base/loaded_library: a library that is loaded when the first picture asks for it. libheif and libjxl bring a dozen
// others with them, which would cost every start of the program time that few pictures need.
#pragma once

#include <string>
#include <string_view>

namespace segme {

/// A place in a library, which becomes a pointer to whatever function is there.
struct Symbol {
  void* place;
  template <class Function>
  operator Function*() const {  // NOLINT(google-explicit-constructor): it is there for that
    return reinterpret_cast<Function*>(place);
  }
};

/// Stays loaded until the process ends.
class LoadedLibrary {
 public:
  /// None.
  LoadedLibrary() = default;
  /// @param file as the linker would name it: "libheif.so.1"
  explicit LoadedLibrary(const char* file);
  [[nodiscard]] bool loaded() const noexcept { return handle_ != nullptr; }
  /// What the library calls `symbol`, for a pointer of the type that its header says; null where there is none.
  Symbol operator[](const char* symbol) { return {look_up(symbol)}; }
  /// Sets `function` to what the library calls `symbol`, which must have the type that its header says.
  template <class Function>
  void find(Function*& function, const char* symbol) {
    function = (*this)[symbol];
  }
  /// Why it could not be loaded, or lacks a symbol; empty when all is well.
  [[nodiscard]] const std::string& failure() const noexcept { return failure_; }

 private:
  void* look_up(const char* symbol);
  void* handle_ = nullptr;
  std::string failure_;
};

}  // namespace segme
