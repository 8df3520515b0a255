// capture/exif: the orientation tag of an EXIF block, by libexif. Broken blocks are common and harmless: they say 1.
#include <libexif/exif-data.h>

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "capture/exif_orientation.h"

namespace segme {

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
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return 1;
  const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(exif.get()));
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

}  // namespace segme
