// capture/tiff: TIFF -> rows, by libtiff. Grey, RGB and CMYK of 8 or 16 bits in chunky strips or tiles are read
// exactly; all else (palettes, YCbCr, CIELab, odd depths, separate planes) goes through libtiff's own RGBA reader.
// Of several pages the first that is no thumbnail.
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <vector>

#include "capture/decoder.h"
#include "capture/file_kind.h"
#include "capture/image_file.h"
#include "capture/straight_alpha.h"

namespace segme {
namespace {

constexpr std::uint16_t kLinearRaw = 34892;  // of DNG, which not every libtiff knows

/// The file as libtiff sees it, and what it said when something was wrong.
struct Session {
  std::span<const std::uint8_t> bytes;
  std::uint64_t at = 0;
  char message[160] = "";
};

Session& session_of(thandle_t handle) { return *static_cast<Session*>(handle); }

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t count) {
  Session& session = session_of(handle);
  if (session.at >= session.bytes.size()) return 0;
  const std::size_t got =
      std::min(static_cast<std::size_t>(count), session.bytes.size() - static_cast<std::size_t>(session.at));
  std::memcpy(to, session.bytes.data() + session.at, got);
  session.at += got;
  return static_cast<tmsize_t>(got);
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Session& session = session_of(handle);
  const std::uint64_t from = whence == SEEK_CUR ? session.at : whence == SEEK_END ? session.bytes.size() : 0;
  session.at = from + offset;
  return session.at;
}

/// libtiff reads from the bytes where they are, instead of copying them.
int map(thandle_t handle, void** base, toff_t* size) {
  Session& session = session_of(handle);
  *base = const_cast<std::uint8_t*>(session.bytes.data());  // opened for reading: libtiff does not write there
  *size = session.bytes.size();
  return 1;
}

int keep_message(TIFF*, void* session, const char*, const char* format, va_list arguments) {
  std::vsnprintf(session_of(session).message, sizeof(Session::message), format, arguments);
  return 1;
}

using TiffOptions = std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)>;

/// What libtiff says of this file is for us. The handlers of the process are its owner's.
TiffOptions speak_to(Session& session) {
  TiffOptions options(TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_message, &session);
  TIFFOpenOptionsSetWarningHandlerExtR(
      options.get(), [](TIFF*, void*, const char*, const char*, va_list) { return 1; }, nullptr);
  return options;
}

/// Owns the open file and turns its failures into Errors.
class TiffReader {
 public:
  TiffReader(std::span<const std::uint8_t> bytes, std::string_view name) : name_(name) {
    session_.bytes = bytes;
    const TiffOptions options = speak_to(session_);
    tiff_ = TIFFClientOpenExt(
        "picture", "r", &session_, read_bytes, [](thandle_t, void*, tmsize_t) -> tmsize_t { return 0; }, seek,
        [](thandle_t) { return 0; }, [](thandle_t handle) -> toff_t { return session_of(handle).bytes.size(); }, map,
        [](thandle_t, void*, toff_t) {}, options.get());
    if (tiff_ == nullptr) fail();
  }
  TiffReader(const TiffReader&) = delete;
  TiffReader& operator=(const TiffReader&) = delete;
  ~TiffReader() {
    if (tiff_ != nullptr) TIFFClose(tiff_);
  }
  [[noreturn]] void fail() const { damaged(name_, "TIFF", session_.message); }
  [[noreturn]] void refuse(const std::string& why) const {
    cannot_read(name_, "this kind of TIFF is not supported (" + why + ")", "Save it as PNG");
  }
  [[noreturn]] void refuse_raw() const {
    cannot_read(name_, "it is a camera's raw photo, which SegMe does not read",
                "Develop it, and save it as JPEG or TIFF");
  }
  void check(bool done) const {
    if (!done) fail();
  }
  template <class Value>
  Value field(std::uint32_t tag) const {
    Value value{};
    TIFFGetFieldDefaulted(tiff_, tag, &value);
    return value;
  }
  TIFF* tiff() const { return tiff_; }

 private:
  Session session_;
  std::string_view name_;
  TIFF* tiff_ = nullptr;
};

/// A smaller version of another page, or a mask for it (TIFF 6.0, NewSubfileType; its predecessor says 2 for smaller).
bool is_side_page(const TiffReader& reader) {
  std::uint32_t kind = 0;
  std::uint16_t old_kind = 0;
  if (TIFFGetField(reader.tiff(), TIFFTAG_SUBFILETYPE, &kind) != 0) {
    return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
  }
  return TIFFGetField(reader.tiff(), TIFFTAG_OSUBFILETYPE, &old_kind) != 0 && old_kind == OFILETYPE_REDUCEDIMAGE;
}

std::uint64_t pixels_of(const TiffReader& reader) {
  return std::uint64_t{reader.field<std::uint32_t>(TIFFTAG_IMAGEWIDTH)} *
         reader.field<std::uint32_t>(TIFFTAG_IMAGELENGTH);
}

/// Where the pages of the open one's own chain begin (raw photos keep their picture there).
std::vector<toff_t> pages_below(const TiffReader& reader) {
  std::uint16_t count = 0;
  const toff_t* places = nullptr;
  if (TIFFGetField(reader.tiff(), TIFFTAG_SUBIFD, &count, &places) == 0 || places == nullptr) return {};
  return {places, places + count};
}

/// Makes the page to read the open one: the first that is no thumbnail and no mask, in the chain of pages or below its
/// first one, or else the largest.
/// @return how many pages there are, without thumbnails and masks; at least 1.
int choose_page(const TiffReader& reader, RowTaker& taker) {
  TIFF* tiff = reader.tiff();
  if (TIFFLastDirectory(tiff) != 0 && !is_side_page(reader)) return 1;
  const std::vector<toff_t> below = pages_below(reader);
  int pages = 0;
  tdir_t chosen = 0, largest = 0, at = 0;
  std::uint64_t most = 0;
  do {
    at = TIFFCurrentDirectory(tiff);
    if (!is_side_page(reader) && ++pages == 1) chosen = at;
    if (const std::uint64_t pixels = pixels_of(reader); pixels > most) {
      most = pixels;
      largest = at;
    }
  } while (TIFFReadDirectory(tiff) != 0);
  const bool below_first = pages == 0 && std::any_of(below.begin(), below.end(), [&](toff_t place) {
                             return TIFFSetSubDirectory(tiff, place) != 0 && !is_side_page(reader);
                           });
  if (!below_first) reader.check(TIFFSetDirectory(tiff, pages > 0 ? chosen : largest) != 0);
  if (pages > 1) {
    taker.note("it has " + std::to_string(pages) + " pages, and only the first is read");
  } else if (below_first || (pages > 0 ? chosen : largest) > 0) {
    taker.note("its first page is a thumbnail, and the picture behind it is read");
  }
  return std::max(pages, 1);
}

/// What kind of pixels the file holds, as far as this reader reads them exactly.
struct Layout {
  bool exact = false;
  bool white_is_zero = false;
  bool premultiplied = false;  // colours were multiplied by alpha
  int bits = 8;
  int file_samples = 3;  // more than are wanted where the file has extra channels
};

Layout read_layout(const TiffReader& reader, PictureHeader& header) {
  Layout layout;
  const auto photometric = reader.field<std::uint16_t>(TIFFTAG_PHOTOMETRIC);
  const auto planes = reader.field<std::uint16_t>(TIFFTAG_PLANARCONFIG);
  const auto format = reader.field<std::uint16_t>(TIFFTAG_SAMPLEFORMAT);
  if (photometric == PHOTOMETRIC_CFA || photometric == kLinearRaw) reader.refuse_raw();
  layout.bits = header.bits = reader.field<std::uint16_t>(TIFFTAG_BITSPERSAMPLE);
  layout.file_samples = reader.field<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL);
  std::uint16_t extra = 0;
  const std::uint16_t* kinds = nullptr;
  TIFFGetFieldDefaulted(reader.tiff(), TIFFTAG_EXTRASAMPLES, &extra, &kinds);
  const bool alpha = extra > 0 && (kinds[0] == EXTRASAMPLE_UNASSALPHA || kinds[0] == EXTRASAMPLE_ASSOCALPHA);
  layout.premultiplied = alpha && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
  const int colours = layout.file_samples - extra;
  const bool grey = (photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE) && colours == 1;
  const bool rgb = photometric == PHOTOMETRIC_RGB && colours == 3;
  const bool cmyk = photometric == PHOTOMETRIC_SEPARATED && colours == 4;
  layout.white_is_zero = photometric == PHOTOMETRIC_MINISWHITE;
  layout.exact = (grey || rgb || cmyk) && (layout.bits == 8 || layout.bits == 16) && planes == PLANARCONFIG_CONTIG &&
                 format == SAMPLEFORMAT_UINT;
  if (grey) header.colours = alpha ? PixelKind::grey_alpha : PixelKind::grey;
  if (rgb) header.colours = alpha ? PixelKind::rgb_alpha : PixelKind::rgb;
  if (cmyk) header.colours = PixelKind::cmyk;
  if (!layout.exact) header.colours = alpha ? PixelKind::rgb_alpha : PixelKind::rgb;
  const auto orientation = reader.field<std::uint16_t>(TIFFTAG_ORIENTATION);
  header.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  return layout;
}

/// Copies `pixels` pixels, leaving extra channels out, white-is-zero turned round and alpha made straight.
template <class Sample>
void copy_pixels(const Sample* from, const Layout& layout, PixelKind colours, std::size_t pixels, Sample* to) {
  constexpr Sample kLargest = std::numeric_limits<Sample>::max();
  const auto wanted = static_cast<std::size_t>(samples_of(colours));
  for (std::size_t i = 0; i < pixels; ++i, from += layout.file_samples, to += wanted) {
    std::copy_n(from, wanted, to);
    if (layout.white_is_zero) to[0] = static_cast<Sample>(kLargest - to[0]);
    if (layout.premultiplied && has_alpha(colours)) make_straight(to, wanted);
  }
}

/// How small a file can be that holds so many pixels, by what its compression can do at most; 0 where that is not
/// known.
std::int64_t least_bytes(const TiffReader& reader, std::int64_t width, std::int64_t height) {
  const std::int64_t bits = reader.field<std::uint16_t>(TIFFTAG_BITSPERSAMPLE);
  const std::int64_t all = width * height / 8 * bits;  // of one channel: several may share their samples
  switch (reader.field<std::uint16_t>(TIFFTAG_COMPRESSION)) {
    case COMPRESSION_NONE: return reader.field<std::uint16_t>(TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_YCBCR ? all / 4 : all;
    case COMPRESSION_PACKBITS: return all / 64;  // 128 bytes from 2
    case COMPRESSION_ADOBE_DEFLATE:
    case COMPRESSION_DEFLATE: return all / 1032;
    case COMPRESSION_LZW: return all / 3641;  // at most 4096 bytes from a code of 9 bits or more
    case COMPRESSION_JPEG: return width * height / 512;
    default: return 0;
  }
}

/// Refuses what would ask for memory that the picture itself does not need: hundreds of channels, and tiles far larger
/// than it. libtiff keeps one tile, or one strip of rows, in memory.
void check_pieces(const TiffReader& reader, std::uint64_t width, std::uint64_t height) {
  constexpr std::uint64_t kMostChannels = 64;
  constexpr std::uint64_t kSmall = std::uint64_t{64} << 20;  // bytes
  const std::uint64_t samples = reader.field<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL);
  const std::uint64_t bits = reader.field<std::uint16_t>(TIFFTAG_BITSPERSAMPLE);
  if (samples == 0 || samples > kMostChannels) reader.refuse(std::to_string(samples) + " channels");
  if (bits == 0 || bits > 64) reader.refuse(std::to_string(bits) + " bits a channel");
  const std::uint64_t picture_bytes = (width * height * samples * bits + 7) / 8;  // below 2^41
  if (picture_bytes > static_cast<std::uint64_t>(kMaxPixels) * 16) {
    reader.refuse(std::to_string(samples) + " channels of " + std::to_string(bits) + " bits at this size");
  }
  if (TIFFIsTiled(reader.tiff()) == 0) return;
  const std::uint64_t tile_width = reader.field<std::uint32_t>(TIFFTAG_TILEWIDTH);
  const std::uint64_t tile_height = reader.field<std::uint32_t>(TIFFTAG_TILELENGTH);
  reader.check(tile_width > 0 && tile_height > 0);
  const std::uint64_t most = std::max(kSmall, 4 * picture_bytes);
  if (tile_width > most || tile_height > most || tile_width * tile_height > most ||
      tile_width * tile_height * samples > 8 * most / bits) {
    reader.refuse("tiles of " + std::to_string(tile_width) + " x " + std::to_string(tile_height) + " pixels");
  }
}

/// Reads bands of full-width rows: one row of strips, or one row of tiles at a time.
template <class Sample>
void read_exactly(const TiffReader& reader, const PictureHeader& header, const Layout& layout, RowTaker& taker) {
  TIFF* tiff = reader.tiff();
  const bool tiled = TIFFIsTiled(tiff) != 0;
  const auto width = static_cast<std::size_t>(header.width);
  const auto file_samples = static_cast<std::size_t>(layout.file_samples);
  const std::uint32_t tile_width =
      tiled ? reader.field<std::uint32_t>(TIFFTAG_TILEWIDTH) : static_cast<std::uint32_t>(header.width);
  const std::uint32_t tile_height = tiled ? reader.field<std::uint32_t>(TIFFTAG_TILELENGTH) : 1;
  const tmsize_t piece_bytes = tiled ? TIFFTileSize(tiff) : TIFFScanlineSize(tiff);
  // Below 2^62: check_pieces() bounds all four.
  const std::size_t needed = std::size_t{tile_width} * tile_height * file_samples * sizeof(Sample);
  reader.check(piece_bytes > 0 && static_cast<std::size_t>(piece_bytes) >= needed);
  std::vector<Sample> piece((static_cast<std::size_t>(piece_bytes) + sizeof(Sample) - 1) / sizeof(Sample));
  const int band = static_cast<int>(std::min<std::uint32_t>(tile_height, static_cast<std::uint32_t>(header.height)));
  const std::size_t samples = static_cast<std::size_t>(samples_of(header.colours));
  std::vector<Sample> rows(width * samples * static_cast<std::size_t>(band));
  for (int y = 0; y < header.height; y += static_cast<int>(tile_height)) {
    const int count = std::min(band, header.height - y);
    for (std::size_t x = 0; x < width; x += tile_width) {
      reader.check(tiled ? TIFFReadTile(tiff, piece.data(), static_cast<std::uint32_t>(x),
                                        static_cast<std::uint32_t>(y), 0, 0) >= 0
                         : TIFFReadScanline(tiff, piece.data(), static_cast<std::uint32_t>(y), 0) >= 0);
      const std::size_t columns = std::min<std::size_t>(tile_width, width - x);
      for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        copy_pixels(piece.data() + i * tile_width * file_samples, layout, header.colours, columns,
                    rows.data() + (i * width + x) * samples);
      }
    }
    if constexpr (sizeof(Sample) == 2) {
      taker.take_deep(rows.data(), count);
    } else {
      std::copy_n(rows.data(), width * samples * static_cast<std::size_t>(count), taker.room(count));
      taker.take(count);
    }
  }
}

/// Everything else, as libtiff sees fit; its pixels are words of ABGR with premultiplied alpha.
void read_as_rgba(const TiffReader& reader, PictureHeader header, RowTaker& taker) {
  char why[1024] = "";
  if (TIFFRGBAImageOK(reader.tiff(), why) == 0) reader.refuse(why);
  const std::size_t pixels = static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.height);
  std::vector<std::uint32_t> words(pixels);
  reader.check(TIFFReadRGBAImageOriented(reader.tiff(), static_cast<std::uint32_t>(header.width),
                                         static_cast<std::uint32_t>(header.height), words.data(), header.orientation,
                                         1) != 0);
  taker.start(header);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(header.width) * 4);
  const Layout layout{.premultiplied = true, .file_samples = 4};
  for (int y = 0; y < header.height; ++y) {
    const std::uint32_t* from = words.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(header.width);
    for (std::size_t x = 0; x < static_cast<std::size_t>(header.width); ++x) {
      for (std::size_t c = 0; c < 4; ++c) row[4 * x + c] = static_cast<std::uint8_t>(from[x] >> (8 * c));
    }
    copy_pixels(row.data(), layout, header.colours, static_cast<std::size_t>(header.width), taker.room(1));
    taker.take(1);
  }
}

void decode_tiff(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  const TiffReader reader(bytes, name);
  PictureHeader header;
  header.pages = choose_page(reader, taker);
  const auto width = reader.field<std::uint32_t>(TIFFTAG_IMAGEWIDTH);
  const auto height = reader.field<std::uint32_t>(TIFFTAG_IMAGELENGTH);
  check_size(name, width, height);
  check_length(name, width, height, least_bytes(reader, width, height), bytes.size());
  check_pieces(reader, width, height);
  header.width = static_cast<int>(width);
  header.height = static_cast<int>(height);
  const Layout layout = read_layout(reader, header);
  std::uint32_t profile_bytes = 0;
  const void* profile = nullptr;
  if (TIFFGetField(reader.tiff(), TIFFTAG_ICCPROFILE, &profile_bytes, &profile) != 0) {
    header.profile = {static_cast<const std::uint8_t*>(profile), profile_bytes};
  }
  if (!layout.exact) {
    read_as_rgba(reader, header, taker);
    return;
  }
  taker.start(header);
  if (layout.bits == 16) {
    read_exactly<std::uint16_t>(reader, header, layout, taker);
  } else {
    read_exactly<std::uint8_t>(reader, header, layout, taker);
  }
}

}  // namespace

const Decoder tiff_decoder = {"TIFF", is_tiff, decode_tiff};

}  // namespace segme
