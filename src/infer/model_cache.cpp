// infer/model_cache: a file is one page of header (magic, sizes, checksum, key) and the content, which thus starts at a
// page of its own.
#include "infer/model_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/file_writer.h"
#include "infer/content_hash.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeaderSize = 4096;
constexpr std::size_t kLargestFile = std::size_t{1} << 32U;
constexpr std::size_t kMostFiles = 16;  // compiled models that are kept; the least recently used go first
constexpr std::size_t kHugePage = std::size_t{2} << 20U;
constexpr char kMagic[8] = {'S', 'e', 'g', 'M', 'e', 'C', '0', '1'};
constexpr std::string_view kExtension = ".compiled";

struct Header {
  char magic[8];
  std::uint64_t content_size;
  std::uint64_t checksum;  // of the content, with the hash of the key as seed
  std::uint64_t key_size;
  char key[kHeaderSize - 32];
};
static_assert(sizeof(Header) == kHeaderSize);

/// An open file that is closed at the end.
class File {
 public:
  File(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

  bool read_all(std::uint8_t* to, std::size_t size) const {
    while (size > 0) {
      const ssize_t got = ::read(descriptor_, to, size);
      if (got <= 0) return false;
      to += got;
      size -= static_cast<std::size_t>(got);
    }
    return true;
  }

 private:
  int descriptor_;
};

/// Memory for a file. Large pages where the system gives them: thousands of page faults less.
std::shared_ptr<std::uint8_t[]> allocate(std::size_t size) {
  const std::size_t rounded = (size + kHugePage - 1) / kHugePage * kHugePage;
  auto* memory = static_cast<std::uint8_t*>(std::aligned_alloc(kHugePage, rounded));
#if defined(MADV_HUGEPAGE)
  if (memory != nullptr) ::madvise(memory, rounded, MADV_HUGEPAGE);
#endif
  return {memory, [](std::uint8_t* p) { std::free(p); }};
}

std::uint64_t checksum_of(std::span<const std::uint8_t> content, const std::string& key) {
  return content_hash(content, content_hash({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}));
}

}  // namespace

fs::path cache_folder() {
  const auto absolute = [](const char* name) {
    const char* value = std::getenv(name);
    const fs::path path = value == nullptr ? "" : value;
    return path.is_absolute() ? path : fs::path();  // XDG: a relative path is no path
  };
  if (const fs::path cache = absolute("XDG_CACHE_HOME"); !cache.empty()) return cache / "segme";
  if (const fs::path home = absolute("HOME"); !home.empty()) return home / ".cache" / "segme";
  return {};
}

ModelCache::ModelCache(std::string key) : key_(std::move(key)), path_(cache_folder()) {
  if (key_.size() > sizeof(Header::key)) path_.clear();
  if (path_.empty()) return;
  path_ /= hex_digits(content_hash({reinterpret_cast<const std::uint8_t*>(key_.data()), key_.size()})) +
           std::string(kExtension);
}

std::optional<CachedModel> ModelCache::read() const {
  if (path_.empty()) return std::nullopt;
  const File file(path_, O_RDONLY | O_NONBLOCK);
  struct stat info {};
  if (!file.is_open() || ::fstat(file.descriptor(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size <= kHeaderSize || size > kLargestFile) return std::nullopt;
  CachedModel cached{allocate(size), {}};
  if (cached.memory == nullptr || !file.read_all(cached.memory.get(), size)) return std::nullopt;
  Header header{};
  std::memcpy(&header, cached.memory.get(), sizeof header);
  const bool ours = std::memcmp(header.magic, kMagic, sizeof kMagic) == 0 && header.key_size == key_.size() &&
                    std::memcmp(header.key, key_.data(), key_.size()) == 0;
  if (!ours || header.content_size != size - kHeaderSize) return std::nullopt;
  cached.bytes = {cached.memory.get() + kHeaderSize, size - kHeaderSize};
  if (checksum_of(cached.bytes, key_) != header.checksum) return std::nullopt;
  ::futimens(file.descriptor(), nullptr);  // used now; where that is not allowed, it only grows old sooner
  return cached;
}

void ModelCache::write(std::span<const std::uint8_t> content) const noexcept {
  try {
    if (!path_.empty() && !content.empty()) write_checked(content);
  } catch (...) {  // NOLINT(bugprone-empty-catch): a cache that cannot be written is only a slower start
  }
}

void ModelCache::write_checked(std::span<const std::uint8_t> content) const {
  std::error_code ignored;
  const fs::file_status status = fs::status(path_, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) return;  // a pipe would wait for its reader
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.content_size = content.size();
  header.checksum = checksum_of(content, key_);
  header.key_size = key_.size();
  std::memcpy(header.key, key_.data(), key_.size());
  FileWriter file(path_, FileUse::cache);
  file.append({reinterpret_cast<const std::uint8_t*>(&header), sizeof header});
  file.append(content);
  file.finish();
  forget_old_files();
}

void ModelCache::forget_old_files() const {
  std::error_code problem;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator at(path_.parent_path(), problem), end; !problem && at != end; at.increment(problem)) {
    std::error_code ignored;
    const fs::file_time_type time = at->last_write_time(ignored);
    if (at->path().extension() == kExtension && !ignored) files.emplace_back(time, at->path());
  }
  if (files.size() <= kMostFiles) return;
  std::sort(files.begin(), files.end(), std::greater<>());
  for (std::size_t i = kMostFiles; i < files.size(); ++i) fs::remove(files[i].second, problem);
}

}  // namespace segme
