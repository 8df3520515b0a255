// capture/image_file: file -> bytes -> the decoder that recognises them -> rows -> upright sRGB Image or Matte. The
// table below is the list of formats; each decoder lies in the folder of its library.
#include "capture/image_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <vector>

#include "capture/decoder.h"
#include "capture/file_kind.h"
#include "capture/picture_rows.h"

namespace segme {
namespace {

constexpr std::int64_t kMaxFileBytes = std::int64_t{4} << 30;  // a 200-Mpixel RGBA file of 16 bits has 1.6 GB

constexpr const Decoder* kDecoders[] = {
#if defined(SEGME_HAS_JPEG)
    &jpeg_decoder,
#endif
#if defined(SEGME_HAS_PNG)
    &png_decoder,
#endif
#if defined(SEGME_HAS_WEBP)
    &webp_decoder,
#endif
#if defined(SEGME_HAS_TIFF)
    &tiff_decoder,
#endif
    &bmp_decoder,
#if defined(SEGME_HAS_HEIF)
    &avif_decoder, &heic_decoder,
#endif
#if defined(SEGME_HAS_JXL)
    &jxl_decoder,
#endif
};

std::string format_names() {
  std::string names;
  for (const Decoder* decoder : kDecoders) names.append(names.empty() ? "" : ", ").append(decoder->format);
  return names;
}

[[noreturn]] void refuse(std::span<const std::uint8_t> bytes, std::string_view name) {
  const FileKind* kind = kind_of(bytes.first(std::min(bytes.size(), kKindBytes)));
  if (kind == nullptr) {
    cannot_read(name, "its contents are not a picture of a known kind", "Give one of " + format_names());
  }
  const std::string what = "it is " + std::string(kind->name);
  switch (kind->use) {
    case FileKind::Use::picture: needs_package(name, kind->name, kind->package, "this SegMe was built without it");
    case FileKind::Use::video:
      cannot_read(name, what + ", and segme image reads single pictures",
                  "Use segme video, or save one picture as PNG");
    case FileKind::Use::foreign: break;
  }
  cannot_read(name, what + ", which SegMe does not read", "Save it as PNG or JPEG");
}

const Decoder& recognise(std::span<const std::uint8_t> bytes, std::string_view name) {
  if (bytes.empty()) cannot_read(name, "the file is empty", "Copy it again");
  for (const Decoder* decoder : kDecoders) {
    if (decoder->recognises(bytes)) return *decoder;
  }
  refuse(bytes, name);
}

void decode_rows(std::span<const std::uint8_t> bytes, std::string_view name, const Decoder& decoder, RowTaker& taker) {
  try {
    decoder.decode(bytes, name, taker);
  } catch (const std::bad_alloc&) {
    cannot_read(name, "there is not enough memory for a picture of this size", "Make it smaller");
  }
}

/// Closes the file when it goes out of scope.
struct File {
  int descriptor;
  explicit File(int opened) : descriptor(opened) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

[[noreturn]] void cannot_open(const std::string& name, int error) {
  switch (error) {
    case ENOENT: cannot_read(name, "no such file", "Check the path");
    case EACCES:
    case EPERM: cannot_read(name, "no permission to read it", "Change its permissions or run as its owner");
    case EISDIR: cannot_read(name, "it is a folder", "Give a picture file");
    case EINTR: throw Error(ExitCode::interrupted, "stopped while opening '" + name + "'.");  // a pipe without a writer
    default: cannot_read(name, std::strerror(error), "Check the path and the disk");
  }
}

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
  const std::string name = path.string();
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat status {};
  if (file.descriptor < 0 || ::fstat(file.descriptor, &status) != 0) cannot_open(name, errno);
  if (S_ISDIR(status.st_mode)) cannot_open(name, EISDIR);
  if (status.st_size > kMaxFileBytes) cannot_read(name, "the file is larger than 4 GB", "Give a smaller picture");
  std::vector<std::uint8_t> bytes(S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) + 1 : 65536);
  std::size_t used = 0;
  while (true) {  // until read() says 0: pipes have no size, and a file may have grown since
    const ssize_t got = ::read(file.descriptor, bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR && S_ISREG(status.st_mode)) continue;
    if (got < 0) cannot_open(name, errno);
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (static_cast<std::int64_t>(used) > kMaxFileBytes) {
      cannot_read(name, "the file is larger than 4 GB", "Give a smaller picture");
    }
    if (used == bytes.size()) bytes.resize(bytes.size() * 2);
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

void cannot_read(std::string_view name, const std::string& happened, const std::string& advice) {
  throw Error(ExitCode::input, "cannot read '" + std::string(name) + "': " + happened + ". " + advice + ".");
}

void needs_package(std::string_view name, std::string_view kind, std::string_view package, const std::string& why) {
  throw Error(ExitCode::missing, "cannot read '" + std::string(name) + "': it is " + std::string(kind) +
                                     ", which takes Debian's package " + std::string(package) + ", and " + why +
                                     ". Install the package and build SegMe again (./segme does both), or save the " +
                                     "picture as JPEG.");
}

void cut_short(std::string_view name) {
  cannot_read(name, "the file ends in the middle of the picture", "Copy it again");
}

void damaged(std::string_view name, std::string_view format, std::string_view detail) {
  std::string happened = "the " + std::string(format) + " data is damaged";
  while (!detail.empty() && (detail.back() == '.' || detail.back() == '\n')) detail.remove_suffix(1);
  if (!detail.empty()) happened += " (" + std::string(detail) + ")";
  cannot_read(name, happened, "Copy it again or save it anew");
}

namespace {

std::string size_text(std::int64_t width, std::int64_t height) {
  return std::to_string(width) + " x " + std::to_string(height) + " pixels";
}

}  // namespace

void check_size(std::string_view name, std::int64_t width, std::int64_t height) {
  const std::string size = size_text(width, height);
  if (width <= 0 || height <= 0) cannot_read(name, "its header says " + size, "Save it anew");
  if (width > kMaxPixels || height > kMaxPixels || width * height > kMaxPixels) {
    cannot_read(name,
                "its " + size + " are more than the limit of " + std::to_string(kMaxPixels / 1'000'000) + " million",
                "Make it smaller");
  }
}

void check_length(std::string_view name, std::int64_t width, std::int64_t height, std::int64_t least_bytes,
                  std::size_t file_bytes) {
  if (static_cast<std::int64_t>(file_bytes) >= least_bytes) return;
  cannot_read(name, "a file of " + std::to_string(file_bytes) + " bytes cannot hold its " + size_text(width, height),
              "Copy it again");
}

Image decode_image(std::span<const std::uint8_t> bytes, std::string_view name, bool keep_alpha, ImageInfo* info) {
  const Decoder& decoder = recognise(bytes, name);
  PictureRows rows(keep_alpha);
  decode_rows(bytes, name, decoder, rows);
  if (info != nullptr) {
    const PictureHeader& header = rows.header;
    *info = {std::string(decoder.format), header.width,   header.height, header.bits, header.orientation,
             has_alpha(header.colours),   rows.converted, header.pages,  rows.notes};
  }
  return std::move(rows.image);
}

Image read_image(const std::filesystem::path& path, bool keep_alpha, ImageInfo* info) {
  return decode_image(read_bytes(path), path.string(), keep_alpha, info);
}

Matte read_matte(const std::filesystem::path& path, bool prefer_alpha, MatteFile* file) {
  const std::vector<std::uint8_t> bytes = read_bytes(path);
  const std::string name = path.string();
  MatteRows rows(prefer_alpha);
  decode_rows(bytes, name, recognise(bytes, name), rows);
  if (file != nullptr) *file = {rows.apart, rows.left_alpha()};
  return std::move(rows.matte);
}

}  // namespace segme
