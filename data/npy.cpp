// data/npy: rows from and to the file. Nothing is believed of the head that the length of the file does not bear out.
#include "data/npy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace segme::data {
namespace {

constexpr std::size_t kMostHead = 1U << 20U;  // bytes of dictionary; NumPy's own are below 200

[[noreturn]] void refuse(const std::string& name, const std::string& what, const std::string& advice) {
  throw Error(ExitCode::input, "cannot read '" + name + "': " + what + ". " + advice + ".");
}

/// Reads exactly so many bytes; false when the file ends before.
bool read_at(int file, std::uint64_t at, std::span<std::uint8_t> to, const std::string& name) {
  for (std::size_t done = 0; done < to.size();) {
    const ssize_t got = ::pread(file, to.data() + done, to.size() - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(name, std::strerror(errno), "Check the path and the disk");
    if (got == 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

struct Opened {
  NpyHead head;
  std::uint64_t first_byte = 0;
};

Opened open_head(int file, std::uint64_t file_bytes, const std::string& name) {
  std::uint8_t start[12] = {};
  const bool whole = read_at(file, 0, std::span(start).first(10), name);
  if (!whole || std::memcmp(start, "\x93NUMPY", 6) != 0) {
    refuse(name, "it is not an array file of NumPy", "Give a .npy file, as numpy.save writes it");
  }
  const int version = start[6];
  if (version < 1 || version > 3) {
    refuse(name, "its format version " + std::to_string(version) + " is not known", "Save it anew with numpy.save");
  }
  std::size_t length = start[8] + 256U * start[9];
  std::uint64_t before = 10;
  if (version > 1) {  // four bytes of length
    if (!read_at(file, 10, std::span(start).subspan(10), name)) refuse(name, "it ends in its head", "Copy it again");
    length += (std::size_t{start[10]} << 16U) + (std::size_t{start[11]} << 24U);
    before = 12;
  }
  if (before + length > file_bytes) refuse(name, "it ends in its head", "Copy it again");
  if (length > kMostHead) refuse(name, "its head is longer than a megabyte", "Save it anew with numpy.save");
  std::vector<std::uint8_t> dictionary(length);
  if (!read_at(file, before, dictionary, name)) refuse(name, "it ends in its head", "Copy it again");
  Opened opened;
  opened.head = parse_npy_head({reinterpret_cast<const char*>(dictionary.data()), length}, name);
  opened.first_byte = before + length;
  const std::uint64_t wanted = static_cast<std::uint64_t>(opened.head.rows()) * opened.head.row_bytes();
  if (file_bytes - opened.first_byte < wanted) {
    refuse(name,
           "the file is cut short: its head promises " + std::to_string(wanted) + " bytes of values and " +
               std::to_string(file_bytes - opened.first_byte) + " are there",
           "Copy it again");
  }
  return opened;
}

}  // namespace

NpyReader::NpyReader(const std::filesystem::path& path) : name_(path.string()) {
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) refuse(name_, std::strerror(errno), "Check the path");
  try {
    struct stat status {};
    if (::fstat(file_, &status) != 0) refuse(name_, std::strerror(errno), "Check the path");
    if (!S_ISREG(status.st_mode)) refuse(name_, "it is not a plain file", "Give a .npy file");
    Opened opened = open_head(file_, static_cast<std::uint64_t>(status.st_size), name_);
    head_ = std::move(opened.head);
    first_byte_ = opened.first_byte;
  } catch (...) {
    ::close(file_);
    throw;
  }
}

NpyReader::~NpyReader() { ::close(file_); }

void NpyReader::read(std::size_t row, std::span<std::uint8_t> to) const {
  SEGME_CHECK(to.size() == head_.row_bytes());
  if (row >= head_.rows()) {
    refuse(name_, "it has " + std::to_string(head_.rows()) + " rows and no row " + std::to_string(row),
           "Give a smaller number");
  }
  if (!read_at(file_, first_byte_ + static_cast<std::uint64_t>(row) * to.size(), to, name_)) {
    refuse(name_, "it became shorter while it was read", "Copy it again");
  }
}

NpyWriter::NpyWriter(const std::filesystem::path& path, const NpyHead& head) : head_(head), file_(path) {
  SEGME_CHECK(!head.shape.empty());
  const std::string bytes = make_npy_head(head);
  file_.append({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

void NpyWriter::append(std::span<const std::uint8_t> row) {
  SEGME_CHECK(row.size() == head_.row_bytes() && written_ < head_.rows());
  file_.append(row);
  ++written_;
}

void NpyWriter::finish() {
  const std::size_t before = make_npy_head(head_).size();
  if (written_ != head_.rows()) {
    head_.shape[0] = static_cast<std::int64_t>(written_);
    const std::string bytes = make_npy_head(head_);
    SEGME_CHECK(bytes.size() == before);  // fewer rows need no more digits, and the padding takes up the rest
    file_.rewrite_start({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  }
  file_.finish();
}

}  // namespace segme::data
