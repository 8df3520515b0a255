// infer/engine_library: dlopen and dlsym, and the places where engines lie.
#include "infer/engine_library.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace segme {
namespace {

namespace fs = std::filesystem;

/// Files below the folders in SEGME_ENGINE_FOLDER whose path there begins with `in_wheel`, the last name first.
std::vector<std::string> fetched(const std::string& in_wheel) {
  std::vector<std::string> found;
#if defined(SEGME_ENGINE_FOLDER)
  if (in_wheel.empty()) return found;
  const fs::path within = in_wheel;
  std::error_code ignored;
  for (const fs::directory_entry& wheel : fs::directory_iterator(SEGME_ENGINE_FOLDER, ignored)) {
    for (const fs::directory_entry& file : fs::directory_iterator(wheel.path() / within.parent_path(), ignored)) {
      if (file.path().filename().string().rfind(within.filename().string(), 0) == 0)
        found.push_back(file.path().string());
    }
  }
  std::sort(found.rbegin(), found.rend());
#endif
  return found;
}

std::string last_error() {
  const char* sentence = ::dlerror();
  return sentence == nullptr ? "unknown" : sentence;
}

}  // namespace

EngineLibrary::EngineLibrary(const Names& names) {
  const char* named = std::getenv(names.variable);
  if (named != nullptr && *named != '\0') {
    load(named);
    if (handle_ == nullptr) failure_ = std::string(names.variable) + " is '" + named + "': " + failure_;
    return;
  }
  for (const char* file : names.files) load(file);
  for (const std::string& file : fetched(names.in_wheel)) load(file);
}

void EngineLibrary::load(const std::string& file) {
  if (handle_ != nullptr) return;
  handle_ = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  failure_ = handle_ == nullptr ? last_error() : "";
}

void* EngineLibrary::look_up(const char* symbol) {
  if (handle_ == nullptr) return nullptr;
  void* const found = ::dlsym(handle_, symbol);
  if (found == nullptr && failure_.empty()) failure_ = last_error();
  return found;
}

}  // namespace segme
