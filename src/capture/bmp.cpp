// capture/bmp: BMP -> rows: 1 to 32 bits a pixel, palettes, bit fields, either row order. Needs no library.
// Layouts: BITMAPCOREHEADER (12 bytes) and BITMAPINFOHEADER (40) with its successors (52, 56, 108, 124).
#include <algorithm>
#include <array>
#include <bit>

#include "capture/decoder.h"
#include "capture/file_kind.h"

namespace segme {
namespace {

constexpr std::size_t kFileHeader = 14;
constexpr std::uint32_t kCoreHeader = 12;
constexpr std::uint32_t kInfoHeader = 40;
enum Compression : std::uint32_t { kPlain = 0, kBitFields = 3, kAlphaBitFields = 6 };

/// Little-endian numbers; beyond the end they are 0, and the caller has checked what matters.
std::uint32_t number_at(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count && at + i < bytes.size(); ++i) value |= std::uint32_t{bytes[at + i]} << (8 * i);
  return value;
}

/// Where one channel lies in a pixel of 16 or 32 bits.
struct Field {
  std::uint32_t mask = 0;
  /// Scaled to 0..255 and rounded.
  [[nodiscard]] std::uint8_t of(std::uint32_t pixel) const {
    if (mask == 0) return 0;
    const int shift = std::countr_zero(mask);
    const std::uint64_t largest = mask >> shift;
    return static_cast<std::uint8_t>((std::uint64_t{(pixel & mask) >> shift} * 255u + largest / 2) / largest);
  }
};

struct Layout {
  std::uint32_t bits = 0;
  bool top_down = false;
  std::size_t start = 0;  // of the rows
  std::size_t row_bytes = 0;
  std::array<Field, 4> fields{};  // red, green, blue, alpha
  std::size_t palette = 0;        // its place
  std::size_t palette_step = 4;
  std::uint32_t palette_size = 0;
};

[[noreturn]] void unsupported(std::string_view name, const std::string& what) {
  cannot_read(name, "a BMP file with " + what + " is not supported", "Save it as PNG");
}

void read_fields(std::span<const std::uint8_t> bytes, std::uint32_t header_size, std::uint32_t compression,
                 Layout& layout) {
  if (compression == kPlain) {
    const bool small = layout.bits == 16;
    layout.fields = small ? std::array<Field, 4>{Field{0x7C00}, Field{0x03E0}, Field{0x001F}, Field{0}}
                          : std::array<Field, 4>{Field{0xFF0000}, Field{0xFF00}, Field{0xFF}, Field{0}};
    return;
  }
  const bool alpha = header_size >= 56 || compression == kAlphaBitFields;
  for (std::size_t i = 0; i < (alpha ? 4u : 3u); ++i) {
    layout.fields[i].mask = number_at(bytes, kFileHeader + kInfoHeader + 4 * i, 4);
  }
}

Layout read_layout(std::span<const std::uint8_t> bytes, std::string_view name, PictureHeader& header) {
  const std::uint32_t header_size = number_at(bytes, kFileHeader, 4);
  if (bytes.size() < kFileHeader + header_size || bytes.size() < kFileHeader + kCoreHeader) cut_short(name);
  const bool core = header_size == kCoreHeader;
  if (!core && header_size < kInfoHeader) damaged(name, "BMP", "unknown header");
  const auto side = [&](std::size_t core_place, std::size_t place) -> std::int64_t {
    if (core) return number_at(bytes, core_place, 2);
    return static_cast<std::int32_t>(number_at(bytes, place, 4));
  };
  const std::int64_t width = side(18, 18);
  std::int64_t height = side(20, 22);
  Layout layout;
  layout.top_down = height < 0;
  height = layout.top_down ? -height : height;
  layout.bits = number_at(bytes, core ? 24 : 28, 2);
  const std::uint32_t compression = core ? std::uint32_t{kPlain} : number_at(bytes, 30, 4);
  const bool fields = compression == kBitFields || compression == kAlphaBitFields;
  if (compression != kPlain && !fields) unsupported(name, "compression " + std::to_string(compression));
  if (std::popcount(layout.bits) != 1 && layout.bits != 24)
    unsupported(name, std::to_string(layout.bits) + " bits a pixel");
  if (layout.bits == 2 || layout.bits > 32 || (fields && layout.bits < 16)) {
    unsupported(name, std::to_string(layout.bits) + " bits a pixel");
  }
  check_size(name, width, height);
  layout.row_bytes = (static_cast<std::size_t>(width) * layout.bits + 31) / 32 * 4;
  layout.start = number_at(bytes, 10, 4);
  // The last row's padding may be missing: some programs do not write it, and nobody needs it.
  const std::size_t last_row = (static_cast<std::size_t>(width) * layout.bits + 7) / 8;
  if (layout.start + layout.row_bytes * static_cast<std::size_t>(height - 1) + last_row > bytes.size()) cut_short(name);
  layout.palette = kFileHeader + header_size;
  layout.palette_step = core ? 3 : 4;
  if (layout.bits <= 8) {
    const std::uint32_t said = core ? 0 : number_at(bytes, 46, 4);
    const std::uint32_t most = std::uint32_t{1} << layout.bits;
    layout.palette_size = said == 0 || said > most ? most : said;
  }
  read_fields(bytes, header_size, compression, layout);
  header.width = static_cast<int>(width);
  header.height = static_cast<int>(height);
  header.bits = layout.bits == 16 ? 5 : static_cast<int>(std::min<std::uint32_t>(layout.bits, 8));
  header.colours =
      layout.fields[3].mask != 0 && layout.bits >= 16 && layout.bits != 24 ? PixelKind::rgb_alpha : PixelKind::rgb;
  return layout;
}

void read_row(std::span<const std::uint8_t> bytes, const Layout& layout, std::size_t at, int width, int samples,
              std::uint8_t* to) {
  for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x, to += samples) {
    if (layout.bits <= 8) {
      const std::size_t bit = x * layout.bits;
      const std::uint32_t index = (bytes[at + bit / 8] >> (8 - layout.bits - bit % 8)) & ((1u << layout.bits) - 1);
      const std::size_t entry = layout.palette + index * layout.palette_step;
      for (std::size_t c = 0; c < 3; ++c) {  // an index beyond the palette is black
        to[c] = index < layout.palette_size ? static_cast<std::uint8_t>(number_at(bytes, entry + 2 - c, 1))
                                            : std::uint8_t{0};
      }
    } else if (layout.bits == 24) {
      for (std::size_t c = 0; c < 3; ++c) to[c] = bytes[at + 3 * x + 2 - c];
    } else {
      const std::uint32_t pixel = number_at(bytes, at + x * (layout.bits / 8), layout.bits / 8);
      for (std::size_t c = 0; c < static_cast<std::size_t>(samples); ++c) to[c] = layout.fields[c].of(pixel);
    }
  }
}

void decode_bmp(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  PictureHeader header;
  const Layout layout = read_layout(bytes, name, header);
  const int samples = samples_of(header.colours);
  taker.start(header);
  if (layout.start + layout.row_bytes * static_cast<std::size_t>(header.height) > bytes.size()) {
    taker.note(std::string(kEndMissing));
  }
  for (int y = 0; y < header.height; y += kStripRows) {
    const int count = std::min(kStripRows, header.height - y);
    std::uint8_t* to = taker.room(count);
    for (int i = 0; i < count; ++i, to += header.width * samples) {
      const int row = layout.top_down ? y + i : header.height - 1 - (y + i);
      read_row(bytes, layout, layout.start + layout.row_bytes * static_cast<std::size_t>(row), header.width, samples,
               to);
    }
    taker.take(count);
  }
}

}  // namespace

const Decoder bmp_decoder = {"BMP", is_bmp, decode_bmp};

}  // namespace segme
