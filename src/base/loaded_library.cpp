// base/loaded_library: dlopen and dlsym.
#include "base/loaded_library.h"

#include <dlfcn.h>

namespace segme {
namespace {

std::string last_error() {
  const char* sentence = ::dlerror();
  return sentence == nullptr ? "unknown" : sentence;
}

}  // namespace

LoadedLibrary::LoadedLibrary(const char* file) : handle_(::dlopen(file, RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) failure_ = last_error();
}

void* LoadedLibrary::look_up(const char* symbol) {
  if (handle_ == nullptr) return nullptr;
  void* const found = ::dlsym(handle_, symbol);
  if (found == nullptr && failure_.empty()) failure_ = last_error();
  return found;
}

}  // namespace segme
