// infer/engine_library: the shared library of an engine that is loaded when somebody asks for that engine, not linked:
// the program is built, starts and works without it.
#pragma once

#include <string>
#include <vector>

#include "base/loaded_library.h"

namespace segme {

class EngineLibrary {
 public:
  struct Names {
    const char* variable;            ///< of the environment: names the library's file, and then no other place counts
    std::vector<const char*> files;  ///< as the linker knows it: "libonnxruntime.so.1"
    const char* in_wheel;            ///< folder and begin of the file's name in its Python wheel; "": it has none
  };
  /// Loads the first that there is: what the variable names, what is installed, what tools/engines.sh fetched. It stays
  /// loaded until the process ends.
  explicit EngineLibrary(const Names& names);
  /// Sets `function` to what the library calls `symbol`, which must have the type that its documentation says.
  template <class Function>
  void find(Function*& function, const char* symbol) {
    library_.find(function, symbol);
  }
  /// Why it could not be loaded, or which function it lacks; empty when all is well.
  [[nodiscard]] const std::string& failure() const noexcept { return failure_.empty() ? library_.failure() : failure_; }

 private:
  void load(const std::string& file);

  LoadedLibrary library_;
  std::string failure_;  // of a file that was named
};

}  // namespace segme
