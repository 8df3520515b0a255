// capture/file_kind: the table, and the marks that each kind of file begins with.
#include "capture/file_kind.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <vector>

namespace segme {
namespace {

using Bytes = std::span<const std::uint8_t>;

bool says(Bytes bytes, std::size_t at, std::string_view text) {
  return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

bool opens_with(Bytes bytes, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return says(bytes, 0, mark); });
}

/// Whether the box "ftyp", with which files of the MP4 family begin, names one of these brands; of its main brand alone
/// when `main`.
bool has_brand(Bytes bytes, std::span<const std::string_view> brands, bool main) {
  if (!says(bytes, 4, "ftyp")) return false;
  const std::size_t size =
      std::size_t{bytes[0]} << 24 | std::size_t{bytes[1]} << 16 | std::size_t{bytes[2]} << 8 | bytes[3];
  const std::size_t end = main ? 12 : std::min(size, bytes.size());
  for (std::size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {  // behind the main brand its version
    if (std::any_of(brands.begin(), brands.end(), [&](std::string_view brand) { return says(bytes, at, brand); })) {
      return true;
    }
  }
  return false;
}

constexpr std::string_view kHevcBrands[] = {"heic", "heix", "heim", "heis", "hevc", "hevx"};
constexpr std::string_view kHeifBrands[] = {"mif1", "mif2", "msf1"};
constexpr std::string_view kAvifBrands[] = {"avif", "avis"};
constexpr std::string_view kRawBrands[] = {"crx "};

bool is_gif(Bytes bytes) { return opens_with(bytes, {"GIF87a", "GIF89a"}); }

bool is_mp4(Bytes bytes) {
  constexpr std::string_view kBoxes[] = {"ftyp", "moov", "mdat", "wide", "pnot"};
  return std::any_of(std::begin(kBoxes), std::end(kBoxes), [&](std::string_view box) { return says(bytes, 4, box); });
}

bool is_matroska(Bytes bytes) { return says(bytes, 0, "\x1A\x45\xDF\xA3"); }

bool is_avi(Bytes bytes) { return says(bytes, 0, "RIFF") && says(bytes, 8, "AVI "); }

/// Packets of 188 bytes, each of which begins with a G.
bool is_transport_stream(Bytes bytes) {
  return bytes.size() > 376 && bytes[0] == 'G' && bytes[188] == 'G' && bytes[376] == 'G';
}

bool is_other_video(Bytes bytes) {
  return opens_with(bytes, {"FLV\x01", "OggS", "\x30\x26\xB2\x75\x8E\x66\xCF\x11", "YUV4MPEG2 "}) ||
         says(bytes, 0, std::string_view("\0\0\x01\xBA", 4)) || is_transport_stream(bytes);
}

bool is_raw_photo(Bytes bytes) {
  return (is_tiff(bytes) && says(bytes, 8, "CR")) || has_brand(bytes, kRawBrands, true) ||
         opens_with(bytes, {"FUJIFILMCCD-RAW", "IIRO", "IIRS", "MMOR", std::string_view("IIU\0", 4)});
}

bool is_jpeg_2000(Bytes bytes) {
  return says(bytes, 0, std::string_view("\0\0\0\x0CjP  \r\n\x87\n", 12)) || says(bytes, 0, "\xFF\x4F\xFF\x51");
}

bool is_svg(Bytes bytes) {
  const std::string text(bytes.begin(),
                         bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), kKindBytes)));
  return opens_with(bytes, {"<svg", "<?xml", "<!--", "<!DOCTYPE svg"}) && text.find("<svg") != std::string::npos;
}

bool is_photoshop(Bytes bytes) { return says(bytes, 0, "8BPS"); }
bool is_pdf(Bytes bytes) { return says(bytes, 0, "%PDF-"); }
bool is_exr(Bytes bytes) { return says(bytes, 0, "\x76\x2F\x31\x01"); }
bool is_gimp(Bytes bytes) { return says(bytes, 0, "gimp xcf"); }

bool is_netpbm(Bytes bytes) {
  return bytes.size() >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '7' &&
         (bytes[2] == '\n' || bytes[2] == '\r' || bytes[2] == ' ');
}

using Use = FileKind::Use;
// In this order: some kinds are special cases of those below them.
constexpr FileKind kKinds[] = {
    {"a camera's raw photo", "", Use::foreign, is_raw_photo},
    {"a JPEG picture", "libjpeg-dev", Use::picture, is_jpeg},
    {"a PNG picture", "libpng-dev", Use::picture, is_png},
    {"a WebP picture", "libwebp-dev", Use::picture, is_webp},
    {"a TIFF picture", "libtiff-dev", Use::picture, is_tiff},
    {"a BMP picture", "", Use::picture, is_bmp},
    {"an AVIF picture", "libheif-dev", Use::picture, is_avif},
    {"a HEIC picture", "libheif-dev", Use::picture, is_heic},
    {"a JPEG XL picture", "libjxl-dev", Use::picture, is_jxl},
    {"a GIF", "", Use::video, is_gif},
    {"an MP4 video", "", Use::video, is_mp4},
    {"a Matroska or WebM video", "", Use::video, is_matroska},
    {"an AVI video", "", Use::video, is_avi},
    {"a video", "", Use::video, is_other_video},
    {"a JPEG 2000 picture", "", Use::foreign, is_jpeg_2000},
    {"a Photoshop picture", "", Use::foreign, is_photoshop},
    {"a GIMP picture", "", Use::foreign, is_gimp},
    {"an OpenEXR picture", "", Use::foreign, is_exr},
    {"a Netpbm picture", "", Use::foreign, is_netpbm},
    {"an SVG drawing", "", Use::foreign, is_svg},
    {"a PDF document", "", Use::foreign, is_pdf},
};

std::string lower_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension;
}

template <std::size_t kCount>
bool contains(const std::array<std::string_view, kCount>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// Raw photos that are TIFF files by their bytes; what such a reader finds in them is a preview at best.
bool has_raw_extension(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 7> kRaw = {".dng", ".nef", ".nrw", ".arw", ".sr2", ".pef", ".cr2"};
  return contains(kRaw, lower_extension(path));
}

/// The first bytes of a regular file; the errno of what went wrong in `error`, or 0.
std::vector<std::uint8_t> first_bytes(const std::filesystem::path& path, int& error) {
  std::vector<std::uint8_t> bytes(kKindBytes);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const ssize_t got = file < 0 ? -1 : ::read(file, bytes.data(), bytes.size());
  error = got < 0 ? errno : 0;
  if (file >= 0) ::close(file);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return bytes;
}

}  // namespace

bool is_jpeg(Bytes bytes) { return says(bytes, 0, "\xFF\xD8\xFF"); }

bool is_png(Bytes bytes) { return says(bytes, 0, "\x89PNG\r\n\x1A\n"); }

bool is_webp(Bytes bytes) { return says(bytes, 0, "RIFF") && says(bytes, 8, "WEBP"); }

bool is_tiff(Bytes bytes) {
  constexpr std::string_view kMarks[] = {{"II*\0", 4}, {"MM\0*", 4}, {"II+\0", 4}, {"MM\0+", 4}};
  return std::any_of(std::begin(kMarks), std::end(kMarks), [&](std::string_view mark) { return says(bytes, 0, mark); });
}

bool is_bmp(Bytes bytes) {
  // "BM" opens many a text, so the four reserved bytes must be 0 as well.
  return says(bytes, 0, "BM") && (bytes.size() < 10 || says(bytes, 6, std::string_view("\0\0\0\0", 4)));
}

bool is_heic(Bytes bytes) {
  return (has_brand(bytes, kHevcBrands, false) || has_brand(bytes, kHeifBrands, false)) && !is_avif(bytes);
}

bool is_avif(Bytes bytes) { return has_brand(bytes, kAvifBrands, false) && !has_brand(bytes, kHevcBrands, true); }

bool is_jxl(Bytes bytes) {
  return says(bytes, 0, "\xFF\x0A") || says(bytes, 0, std::string_view("\0\0\0\x0CJXL \r\n\x87\n", 12));
}

const FileKind* kind_of(Bytes bytes) {
  const auto* found =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const FileKind& kind) { return kind.recognises(bytes); });
  return found == std::end(kKinds) ? nullptr : found;
}

FileVerdict judge_file(const std::filesystem::path& path) {
  if (has_image_extension(path)) return {.picture = true};
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return {.why = "no regular file"};
  int error = 0;
  const std::vector<std::uint8_t> bytes = first_bytes(path, error);
  if (error != 0) return {.why = std::strerror(error)};
  if (bytes.empty()) return {.why = "an empty file"};
  if (has_raw_extension(path)) return {.why = "a camera's raw photo"};
  const FileKind* kind = kind_of(bytes);
  if (kind == nullptr) return {.why = "no picture"};
  return {kind->use == Use::picture, std::string(kind->name), kind->use == Use::video};
}

bool has_image_extension(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 17> kExtensions = {".jpg", ".jpeg", ".jpe",  ".jfif", ".jif",  ".mpo",
                                                            ".png", ".apng", ".webp", ".tif",  ".tiff", ".bmp",
                                                            ".dib", ".heic", ".heif", ".avif", ".jxl"};
  return contains(kExtensions, lower_extension(path));
}

}  // namespace segme
