// tests/fuzz/target: see target.h.
#include "tests/fuzz/target.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace segme::fuzz {
namespace {

/// Goes away with the process.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("segme-fuzz-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::filesystem::path as_file(Bytes bytes, const char* name) {
  static const Folder folder;
  std::filesystem::path path = folder.path() / name;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path;
}

std::uint8_t Draw::byte() {
  if (bytes_.empty()) return 0;
  const std::uint8_t value = bytes_.front();
  bytes_ = bytes_.subspan(1);
  return value;
}

std::string Draw::text() {
  const std::size_t length = std::min<std::size_t>(byte(), bytes_.size());
  std::string text(as_text(bytes_.first(length)));
  bytes_ = bytes_.subspan(length);
  return text;
}

}  // namespace segme::fuzz
