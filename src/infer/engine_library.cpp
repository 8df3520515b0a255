// infer/engine_library: the places where engines lie.
#include "infer/engine_library.h"

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

}  // namespace

EngineLibrary::EngineLibrary(const Names& names) {
  const char* named = std::getenv(names.variable);
  if (named != nullptr && *named != '\0') {
    load(named);
    if (!library_.loaded()) failure_ = std::string(names.variable) + " is '" + named + "': " + library_.failure();
    return;
  }
  for (const char* file : names.files) load(file);
  for (const std::string& file : fetched(names.in_wheel)) load(file);
}

void EngineLibrary::load(const std::string& file) {
  if (!library_.loaded()) library_ = LoadedLibrary(file.c_str());
}

}  // namespace segme
