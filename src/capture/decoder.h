// capture/decoder: the face between picture files and the rest. A decoder reads one format and hands its rows, top to
// bottom and as stored, to a RowTaker, which turns them upright and into sRGB while they come, so that no second copy
// of the picture is needed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/colour_code.h"

namespace segme {

/// What one pixel of a row consists of; the value of each is its number of samples, grey_alpha aside from order.
enum class PixelKind { grey, grey_alpha, rgb, rgb_alpha, cmyk };

[[nodiscard]] constexpr int samples_of(PixelKind colours) {
  constexpr int kSamples[] = {1, 2, 3, 4, 4};
  return kSamples[static_cast<int>(colours)];
}
[[nodiscard]] constexpr bool has_alpha(PixelKind colours) {
  return colours == PixelKind::grey_alpha || colours == PixelKind::rgb_alpha;
}

/// What a decoder knows before the first row. CMYK: 0 = no ink, 255 = full ink.
struct PictureHeader {
  int width = 0;
  int height = 0;
  PixelKind colours = PixelKind::rgb;
  int bits = 8;                           ///< bits a sample in the file, for ImageInfo only
  int orientation = 1;                    ///< EXIF 1..8
  std::span<const std::uint8_t> profile;  ///< embedded ICC profile, or empty; must live until the last row
  std::optional<ColourCode> colour_code;  ///< what the colours are where there is no profile; sRGB without it
  int pages = 1;                          ///< pages, frames or pictures that the file holds, this one among them
};

/// Takes the rows of one picture in order.
class RowTaker {
 public:
  virtual ~RowTaker() = default;
  /// Called once, before any row; allocates the picture.
  virtual void start(const PictureHeader& header) = 0;
  /// Where the next `count` rows of 8-bit samples are to be written, rows without padding; valid until take().
  virtual std::uint8_t* room(int count) = 0;
  /// The `count` rows asked for by room() are written.
  virtual void take(int count) = 0;
  /// Takes the next `count` rows of 16-bit samples in the machine's byte order.
  virtual void take_deep(const std::uint16_t* rows, int count) = 0;

  /// Something the user should know of a picture that is read all the same: a clause without a full stop.
  void note(std::string clause) { notes.push_back(std::move(clause)); }
  std::vector<std::string> notes;
};

/// One line of the table in image_file.cpp.
struct Decoder {
  std::string_view format;
  bool (*recognises)(std::span<const std::uint8_t> bytes);
  /// @throws Error(input)
  void (*decode)(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker);
};

/// @throws Error(input) "cannot read 'name': <happened>. <advice>."
[[noreturn]] void cannot_read(std::string_view name, const std::string& happened, const std::string& advice);
/// The same for a file that ends before its picture does.
[[noreturn]] void cut_short(std::string_view name);
/// What is said of a file that ends early, but behind its last pixel.
inline constexpr std::string_view kEndMissing = "the end of the file is missing, but all of its pixels are there";
/// The same for a file whose contents contradict the format; `detail` is what the decoder said.
[[noreturn]] void damaged(std::string_view name, std::string_view format, std::string_view detail);
/// @throws Error(missing) for a picture of this kind ("a HEIC picture") whose library is not there.
[[noreturn]] void needs_package(std::string_view name, std::string_view kind, std::string_view package,
                                const std::string& why);
/// Refuses empty and too large sizes from the header, before memory is asked for. Behind it products of width, height
/// and a pixel's bytes fit into 64 bits.
void check_size(std::string_view name, std::int64_t width, std::int64_t height);
/// Refuses a file that cannot hold its picture. Behind check_size().
/// @param least_bytes the smallest file that could hold such a picture.
void check_length(std::string_view name, std::int64_t width, std::int64_t height, std::int64_t least_bytes,
                  std::size_t file_bytes);

extern const Decoder jpeg_decoder;
extern const Decoder png_decoder;
extern const Decoder webp_decoder;
extern const Decoder tiff_decoder;
extern const Decoder bmp_decoder;
extern const Decoder heic_decoder;
extern const Decoder avif_decoder;
extern const Decoder jxl_decoder;

/// Rows read at once by decoders that read in strips: enough that a turned picture is written in whole cache lines.
inline constexpr int kStripRows = 64;

}  // namespace segme
