// capture/exif: the orientation tag of an EXIF block, by libexif. Broken blocks are common and harmless: they say 1.
#include <libexif/exif-data.h>

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "capture/exif_orientation.h"

namespace segme {
namespace {

/// The first number of an entry; 0 when it holds none. The standard asks for a SHORT, and some cameras and programs
/// write other sizes.
ExifLong number_of(const ExifEntry& entry, ExifByteOrder order) {
  if (entry.size < exif_format_get_size(entry.format) || entry.size == 0) return 0;
  switch (entry.format) {
    case EXIF_FORMAT_BYTE: return entry.data[0];
    case EXIF_FORMAT_SHORT:
    case EXIF_FORMAT_SSHORT: return exif_get_short(entry.data, order);
    case EXIF_FORMAT_LONG:
    case EXIF_FORMAT_SLONG: return exif_get_long(entry.data, order);
    default: return 0;
  }
}

}  // namespace

int exif_orientation(std::span<const std::uint8_t> block) {
  constexpr std::array<std::uint8_t, 6> kMagic = {'E', 'x', 'i', 'f', 0, 0};
  constexpr std::size_t kMaxBlock = 0xFFFF;  // of a JPEG segment; the tag stands near the front in any case
  std::vector<std::uint8_t> bytes;
  if (block.size() < kMagic.size() || std::memcmp(block.data(), kMagic.data(), kMagic.size()) != 0) {
    bytes.assign(kMagic.begin(), kMagic.end());  // PNG and WebP store the block without it
  }
  bytes.insert(bytes.end(), block.begin(),
               block.begin() + static_cast<std::ptrdiff_t>(std::min(block.size(), kMaxBlock)));
  const std::unique_ptr<ExifData, void (*)(ExifData*)> exif(exif_data_new(), exif_data_unref);
  if (!exif) return 1;
  exif_data_unset_option(exif.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);  // read it, do not repair it
  exif_data_load_data(exif.get(), bytes.data(), static_cast<unsigned int>(bytes.size()));
  const ExifEntry* entry = exif_content_get_entry(exif->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  const ExifLong orientation = entry == nullptr ? 1 : number_of(*entry, exif_data_get_byte_order(exif.get()));
  return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

}  // namespace segme
