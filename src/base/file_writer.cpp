// base/file_writer: bytes -> a whole file or none. A hidden file beside the place takes the bytes, is flushed to the
// disk and renamed; the list of such files lets Ctrl-C remove them.
#include "base/file_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>

#include "base/error.h"

namespace segme {
namespace {

constexpr std::size_t kMostWrites = 256;  // files being written at the same moment; more than that are not listed
constexpr std::size_t kLongestPath = 4096;
constexpr int kMostLinks = 40;  // one behind the other, as Linux follows them
constexpr mode_t kPermissions = 07777;

enum class SlotState { free, filling, listed, removing };

/// A path that remove_unfinished_files() may read from another thread or a signal handler: no allocation, no lock.
struct Slot {
  std::atomic<SlotState> state{SlotState::free};
  std::array<char, kLongestPath> path{};
};
std::array<Slot, kMostWrites> slots;

/// Lists a temporary file for as long as it exists.
class Listing {
 public:
  explicit Listing(const std::string& path) {
    if (path.size() >= kLongestPath) return;
    for (Slot& slot : slots) {
      SlotState expected = SlotState::free;
      if (!slot.state.compare_exchange_strong(expected, SlotState::filling)) continue;
      std::memcpy(slot.path.data(), path.c_str(), path.size() + 1);
      slot.state = SlotState::listed;
      slot_ = &slot;
      return;
    }
  }
  Listing(const Listing&) = delete;
  Listing& operator=(const Listing&) = delete;
  /// True when remove_unfinished_files() has come by: the file must not be finished any more.
  [[nodiscard]] bool removed() const { return slot_ != nullptr && slot_->state == SlotState::removing; }
  ~Listing() {
    SlotState expected = SlotState::listed;
    if (slot_ != nullptr) slot_->state.compare_exchange_strong(expected, SlotState::free);
  }

 private:
  Slot* slot_ = nullptr;
};

[[noreturn]] void cannot_write(const std::filesystem::path& path, int error) {
  std::string why = std::strerror(error);
  std::string advice = "Choose another place";
  if (error == ENOSPC || error == EDQUOT) {
    why = "the disk is full";
    advice = "Free some space or choose another disk";
  } else if (error == EFBIG) {
    why = "it becomes larger than files may be here";
    advice = "Raise the limit (ulimit -f) or choose another disk";
  } else if (error == EACCES || error == EPERM || error == EROFS) {
    why = "no permission to write there";
  } else if (error == EISDIR) {
    why = "it is a folder";
    advice = "Give a file name";
  } else if (error == ENOTDIR || error == EEXIST) {
    why = "a part of its path is a file, not a folder";
  } else if (error == ENAMETOOLONG) {
    why = "the name is too long";
  } else if (error == ELOOP) {
    why = "it is a link that leads to itself";
  } else if (error == ECANCELED || error == EINTR) {  // the last: while a pipe waits for its reader
    throw Error(ExitCode::interrupted,
                "cannot write '" + path.string() + "': the program was interrupted. Start it again.");
  }
  throw Error(ExitCode::output, "cannot write '" + path.string() + "': " + why + ". " + advice + ".");
}

/// 0 or errno.
int write_all(int file, std::span<const std::uint8_t> bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t count = ::write(file, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    done += static_cast<std::size_t>(count);
  }
  return 0;
}

std::string temporary_name(const std::filesystem::path& path) {
  static std::atomic<unsigned> number{0};
  std::string name = path.filename().string();
  if (name.size() > 200) name.resize(200);  // leaves room under NAME_MAX
  return (path.parent_path() /
          ("." + name + "." + std::to_string(::getpid()) + "-" + std::to_string(number++) + ".part"))
      .string();
}

/// The place that a link, or a chain of links, points to, be something there or not.
std::filesystem::path behind_links(std::filesystem::path path) {
  std::error_code failure;
  for (int i = 0; i < kMostLinks; ++i) {
    if (!std::filesystem::is_symlink(path, failure)) return path;
    const std::filesystem::path target = std::filesystem::read_symlink(path, failure);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  cannot_write(path, ELOOP);
}

/// Gives `file` the owner and the mode of what it will replace, as far as that is allowed.
void take_after(int file, const struct stat& old) {
  mode_t mode = old.st_mode & kPermissions;
  struct stat own {};
  if (::fstat(file, &own) != 0) return;
  constexpr auto kSame = static_cast<gid_t>(-1);
  const bool group_kept = own.st_gid == old.st_gid || ::fchown(file, kSame, old.st_gid) == 0;
  const bool owner_kept = own.st_uid == old.st_uid || ::fchown(file, old.st_uid, kSame) == 0;
  if (!group_kept) mode = (mode & ~static_cast<mode_t>(070)) | ((mode & 07U) << 3U);  // another group: what all may
  if (!group_kept || !owner_kept) mode &= 0777U;
  static_cast<void>(::fchmod(file, mode));  // a disk without modes has nothing to keep
}

}  // namespace

struct FileWriter::State {
  std::filesystem::path path;
  std::string temporary;  ///< empty: the place is no plain file (/dev/stdout, a pipe) and is written to directly
  std::optional<Listing> listing;
  int file = -1;
  bool flush = true;  ///< to the disk, before the file takes its place

  /// 0 or errno; the descriptor is closed afterwards.
  int close() {
    const int error = ::close(file) != 0 ? errno : 0;
    file = -1;
    return error;
  }
  void discard() {
    if (file >= 0) ::close(file);
    if (!temporary.empty()) ::unlink(temporary.c_str());
    file = -1;
  }
};

FileWriter::FileWriter(const std::filesystem::path& where, FileUse use) : state_(std::make_unique<State>()) {
  struct stat old {};
  const bool exists = ::stat(where.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) cannot_write(where, EISDIR);
  if (exists && !S_ISREG(old.st_mode)) {
    state_->path = where;
    state_->file = ::open(where.c_str(), O_WRONLY | O_CLOEXEC);
    if (state_->file < 0) cannot_write(where, errno);
    return;
  }
  const std::filesystem::path& path = state_->path = behind_links(where);
  if (path.has_parent_path()) {
    std::error_code failure;
    std::filesystem::create_directories(path.parent_path(), failure);
    if (failure) cannot_write(path, failure.value());
  }
  const std::string temporary = temporary_name(path);
  state_->flush = use == FileUse::kept;
  state_->listing.emplace(temporary);
  // Nobody may read on the way what only its owner might read before.
  const mode_t mode = exists || use == FileUse::cache ? 0600 : 0666;
  state_->file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (state_->file < 0) cannot_write(path, errno);
  state_->temporary = temporary;
  if (exists) take_after(state_->file, old);
}

FileWriter::~FileWriter() {
  if (state_->file >= 0) state_->discard();
}

void FileWriter::append(std::span<const std::uint8_t> bytes) {
  SEGME_CHECK(state_->file >= 0);
  const int error = write_all(state_->file, bytes);
  if (error == 0) return;
  state_->discard();
  cannot_write(state_->path, error);
}

void FileWriter::rewrite_start(std::span<const std::uint8_t> bytes) {
  SEGME_CHECK(state_->file >= 0);
  int error = ::lseek(state_->file, 0, SEEK_SET) < 0 ? errno : 0;
  if (error == 0) error = write_all(state_->file, bytes);
  if (error == 0 && ::lseek(state_->file, 0, SEEK_END) < 0) error = errno;
  if (error == 0) return;
  state_->discard();
  cannot_write(state_->path, error);
}

void FileWriter::write_at(std::int64_t offset, std::span<const std::uint8_t> bytes) {
  SEGME_CHECK(state_->file >= 0);
  int error = ::lseek(state_->file, offset, SEEK_SET) < 0 ? errno : 0;
  if (error == 0) error = write_all(state_->file, bytes);
  if (error == 0) return;
  state_->discard();
  cannot_write(state_->path, error);
}

bool FileWriter::can_seek() const { return !state_->temporary.empty(); }

std::filesystem::path FileWriter::written_to() const {
  return state_->temporary.empty() ? state_->path : std::filesystem::path(state_->temporary);
}

void FileWriter::finish() {
  SEGME_CHECK(state_->file >= 0);
  const bool renames = !state_->temporary.empty();
  int error = 0;
  // EINVAL: a file system without fsync
  if (renames && state_->flush && ::fsync(state_->file) != 0 && errno != EINVAL) error = errno;
  if (const int closing = state_->close(); error == 0) error = closing;
  if (renames && error == 0 && state_->listing->removed()) error = ECANCELED;
  if (renames && error == 0 && std::rename(state_->temporary.c_str(), state_->path.c_str()) != 0) error = errno;
  if (error == 0) return;
  state_->discard();
  cannot_write(state_->path, error);
}

void write_file(const std::filesystem::path& where, const std::vector<std::uint8_t>& bytes) {
  FileWriter writer(where);
  writer.append(bytes);
  writer.finish();
}

void remove_unfinished_files() noexcept {
  for (Slot& slot : slots) {
    SlotState expected = SlotState::listed;
    if (!slot.state.compare_exchange_strong(expected, SlotState::removing)) continue;
    ::unlink(slot.path.data());
  }
}

}  // namespace segme
