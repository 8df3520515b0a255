// capture/jpeg: JPEG -> rows, by libjpeg-turbo: baseline, progressive, grey, YCbCr, RGB, CMYK and YCCK. Warnings that
// mean lost data are errors here: a half-grey photo is worse than a sentence.

// jpeglib.h needs what stands before it.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <vector>

#include "capture/decoder.h"
#include "capture/exif_orientation.h"
#include "capture/file_kind.h"

namespace segme {
namespace {

constexpr int kMaxScans = 500;  // of a progressive file; a bomb repeats a scan for ever, real files have about 10

struct Session {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf back{};
  bool at_end = false;  // the bytes ended, with or without an error
  char message[JMSG_LENGTH_MAX] = "";
};

Session& session_of(j_common_ptr jpeg) { return *static_cast<Session*>(jpeg->client_data); }

void fail(j_common_ptr jpeg) {
  Session& session = session_of(jpeg);
  session.at_end |= session.errors.msg_code == JERR_INPUT_EOF || session.errors.msg_code == JERR_INPUT_EMPTY;
  session.errors.format_message(jpeg, session.message);
  std::longjmp(session.back, 1);
}

void warn(j_common_ptr jpeg, int level) {
  if (level >= 0) return;  // a trace message, not a warning
  Session& session = session_of(jpeg);
  switch (session.errors.msg_code) {
    case JWRN_JPEG_EOF:  // the end mark is missing; whether pixels are, is seen when they are asked for
      session.at_end = true;
      if (reinterpret_cast<j_decompress_ptr>(jpeg)->arith_code) fail(jpeg);  // there they cannot be missed
      break;
    case JWRN_HIT_MARKER:
      session.at_end = true;
      fail(jpeg);
      break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: fail(jpeg); break;
    default: break;  // odd but complete, e.g. stray bytes before a marker, which some cameras write
  }
}

void watch_scans(j_common_ptr jpeg) {
  if (reinterpret_cast<j_decompress_ptr>(jpeg)->input_scan_number > kMaxScans) ERREXIT(jpeg, JERR_BAD_PROGRESSION);
}

/// Runs `call`; false when libjpeg gave up inside. `call` must own nothing: a jump out of it runs no destructor.
template <class Call>
bool guarded(Session& session, Call call) {
  if (setjmp(session.back) != 0) return false;
  call();
  return true;
}

/// Owns the session and turns its failures into Errors.
class JpegReader {
 public:
  explicit JpegReader(std::string_view name) : name_(name) {
    session_.jpeg.err = jpeg_std_error(&session_.errors);
    session_.errors.error_exit = fail;
    session_.errors.emit_message = warn;
    session_.errors.output_message = [](j_common_ptr) {};
    session_.progress.progress_monitor = watch_scans;
    session_.jpeg.client_data = &session_;
  }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() { jpeg_destroy_decompress(&session_.jpeg); }

  /// Not in the constructor: what it throws must find an object to be destroyed.
  void read_header(std::span<const std::uint8_t> bytes) {
    jpeg_decompress_struct& jpeg = session_.jpeg;
    call([&] {
      jpeg_create_decompress(&jpeg);
      jpeg.progress = &session_.progress;
      jpeg_mem_src(&jpeg, bytes.data(), static_cast<unsigned long>(bytes.size()));
      jpeg_save_markers(&jpeg, JPEG_APP0 + 1, 0xFFFF);  // EXIF
      jpeg_save_markers(&jpeg, JPEG_APP0 + 2, 0xFFFF);  // ICC profile
      jpeg_read_header(&jpeg, TRUE);
    });
  }

  template <class Call>
  bool try_call(Call work) {
    return guarded(session_, work);
  }
  template <class Call>
  void call(Call work) {
    if (try_call(work)) return;
    if (session_.at_end) cut_short(name_);
    damaged(name_, "JPEG", session_.message);
  }
  jpeg_decompress_struct& jpeg() { return session_.jpeg; }
  /// The bytes ended before the end mark.
  [[nodiscard]] bool at_end() const { return session_.at_end; }

 private:
  Session session_;
  std::string_view name_;
};

std::span<const std::uint8_t> payload(const jpeg_marker_struct& marker) {
  return {marker.data, static_cast<std::size_t>(marker.data_length)};
}

bool starts_with(std::span<const std::uint8_t> bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

int orientation(const jpeg_decompress_struct& jpeg) {
  for (const jpeg_marker_struct* marker = jpeg.marker_list; marker != nullptr; marker = marker->next) {
    if (marker->marker == JPEG_APP0 + 1 && starts_with(payload(*marker), std::string_view("Exif\0\0", 6))) {
      return exif_orientation(payload(*marker));
    }
  }
  return 1;
}

/// Joins the APP2 pieces: "ICC_PROFILE\0", number from 1, count, data. Empty when a piece is missing.
std::vector<std::uint8_t> joined_profile(const jpeg_decompress_struct& jpeg) {
  constexpr std::string_view kMagic("ICC_PROFILE\0", 12);
  std::vector<std::uint8_t> profile;
  for (int wanted = 1, count = 1; wanted <= count; ++wanted) {
    bool found = false;
    for (const jpeg_marker_struct* marker = jpeg.marker_list; marker != nullptr && !found; marker = marker->next) {
      const std::span<const std::uint8_t> piece = payload(*marker);
      if (marker->marker != JPEG_APP0 + 2 || !starts_with(piece, kMagic) || piece.size() < 14 || piece[12] != wanted) {
        continue;
      }
      found = true;
      count = piece[13];
      profile.insert(profile.end(), piece.begin() + 14, piece.end());
    }
    if (!found) return {};
  }
  return profile;
}

/// The colours that libjpeg shall hand over; YCCK becomes CMYK there, all else RGB or grey.
PixelKind choose_colours(jpeg_decompress_struct& jpeg) {
  if (jpeg.jpeg_color_space == JCS_GRAYSCALE) {
    jpeg.out_color_space = JCS_GRAYSCALE;
    return PixelKind::grey;
  }
  if (jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK) {
    jpeg.out_color_space = JCS_CMYK;
    return PixelKind::cmyk;
  }
  jpeg.out_color_space = JCS_RGB;
  return PixelKind::rgb;
}

/// Pictures side by side in one file (MPO: panoramas, pairs for 3-D), as its segment "MPF" lists them. Its list also
/// names previews and gain maps, which are no further pictures.
int pictures_in(const jpeg_decompress_struct& jpeg) {
  for (const jpeg_marker_struct* marker = jpeg.marker_list; marker != nullptr; marker = marker->next) {
    std::span<const std::uint8_t> block = payload(*marker);
    if (marker->marker != JPEG_APP0 + 2 || !starts_with(block, std::string_view("MPF\0", 4))) continue;
    block = block.subspan(4);
    const bool little = starts_with(block, "II");
    const auto number = [&](std::size_t at, std::size_t count) {
      std::uint32_t value = 0;
      for (std::size_t i = 0; i < count && at + count <= block.size(); ++i) {
        value |= std::uint32_t{block[at + i]} << (8 * (little ? i : count - 1 - i));
      }
      return value;
    };
    const std::size_t directory = number(4, 4);
    int pictures = 1;
    for (std::size_t i = 0; i < number(directory, 2); ++i) {
      const std::size_t entry = directory + 2 + 12 * i;
      if (number(entry, 2) != 0xB002) continue;  // the list; 16 bytes each
      const std::size_t count = number(entry + 4, 4) / 16, list = number(entry + 8, 4);
      for (std::size_t k = 1; k < std::min<std::size_t>(count, 4096); ++k) {
        if ((number(list + 16 * k, 4) >> 16 & 0xFF) == 2) ++pictures;  // "multi-frame image"
      }
    }
    return pictures;
  }
  return 1;
}

/// Every scan that the picture needs was read: of each component, and of a progressive one all bits of all
/// coefficients. Only a file without an end mark is asked.
bool scans_complete(const jpeg_decompress_struct& jpeg) {
  for (int c = 0; c < jpeg.num_components; ++c) {
    if (jpeg.comp_info[c].quant_table == nullptr) return false;
    if (!jpeg.progressive_mode || jpeg.coef_bits == nullptr) continue;
    if (std::any_of(jpeg.coef_bits[c], jpeg.coef_bits[c] + DCTSIZE2, [](int missing) { return missing != 0; })) {
      return false;
    }
  }
  return true;
}

/// What is behind the last row is read for its warnings. A file without an end mark is complete when its scans are.
void finish(JpegReader& reader, std::string_view name, RowTaker& taker) {
  jpeg_decompress_struct& jpeg = reader.jpeg();
  if (reader.at_end() && !scans_complete(jpeg)) cut_short(name);
  if (!reader.try_call([&] { jpeg_finish_decompress(&jpeg); }) || reader.at_end()) taker.note(std::string(kEndMissing));
}

void decode_jpeg(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  JpegReader reader(name);
  reader.read_header(bytes);
  jpeg_decompress_struct& jpeg = reader.jpeg();
  check_size(name, jpeg.image_width, jpeg.image_height);
  const std::int64_t pixels = std::int64_t{jpeg.image_width} * jpeg.image_height;
  // Huffman codes have at least one bit, and a block of 64 pixels at least one code: 512 pixels a byte.
  check_length(name, jpeg.image_width, jpeg.image_height, jpeg.arith_code ? 0 : pixels / 512, bytes.size());
  const std::vector<std::uint8_t> profile = joined_profile(jpeg);
  PictureHeader header;
  header.width = static_cast<int>(jpeg.image_width);
  header.height = static_cast<int>(jpeg.image_height);
  header.colours = choose_colours(jpeg);
  header.orientation = orientation(jpeg);
  header.profile = profile;
  const bool inverted = header.colours == PixelKind::cmyk && jpeg.saw_Adobe_marker;  // Adobe stores 255 - ink
  header.pages = pictures_in(jpeg);
  reader.call([&] { jpeg_start_decompress(&jpeg); });
  taker.start(header);
  if (header.pages > 1) {
    taker.note("it holds " + std::to_string(header.pages) + " pictures, and only the first is read");
  }
  const std::size_t row_bytes =
      static_cast<std::size_t>(header.width) * static_cast<std::size_t>(samples_of(header.colours));
  for (int y = 0; y < header.height; y += kStripRows) {
    const int count = std::min(kStripRows, header.height - y);
    std::uint8_t* strip = taker.room(count);
    reader.call([&] {
      while (jpeg.output_scanline < static_cast<JDIMENSION>(y + count)) {
        JSAMPROW row = strip + row_bytes * (jpeg.output_scanline - static_cast<JDIMENSION>(y));
        jpeg_read_scanlines(&jpeg, &row, 1);
      }
    });
    if (inverted) {
      std::for_each_n(strip, row_bytes * static_cast<std::size_t>(count),
                      [](std::uint8_t& ink) { ink = static_cast<std::uint8_t>(255 - ink); });
    }
    taker.take(count);
  }
  finish(reader, name, taker);
}

}  // namespace

const Decoder jpeg_decoder = {"JPEG", is_jpeg, decode_jpeg};

}  // namespace segme
