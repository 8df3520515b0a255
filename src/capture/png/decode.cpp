// capture/png: PNG -> rows, by libpng: 1 to 16 bits, grey, palette, transparent colours, interlaced.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <vector>

#include "capture/decoder.h"
#include "capture/exif_orientation.h"
#include "capture/file_kind.h"
#include "capture/png/chunks.h"

namespace segme {
namespace {

struct Session {
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::span<const std::uint8_t> bytes;
  std::size_t used = 0;
  bool at_end = false;  // the error is that the bytes ended
  std::jmp_buf back{};
  char message[128] = "";
};

[[noreturn]] void fail(png_structp png, png_const_charp message) {
  Session& session = *static_cast<Session*>(png_get_error_ptr(png));
  std::strncpy(session.message, message, sizeof session.message - 1);
  std::longjmp(session.back, 1);
}

void read_from_memory(png_structp png, png_bytep to, png_size_t count) {
  Session& session = *static_cast<Session*>(png_get_io_ptr(png));
  if (count > session.bytes.size() - session.used) {
    session.at_end = true;
    png_error(png, "end of file");
  }
  std::memcpy(to, session.bytes.data() + session.used, count);
  session.used += count;
}

/// Runs `call`; false when libpng gave up inside. `call` must own nothing: a jump out of it runs no destructor.
template <class Call>
bool guarded(Session& session, Call call) {
  if (setjmp(session.back) != 0) return false;
  call();
  return true;
}

/// Owns the session and turns its failures into Errors.
class PngReader {
 public:
  PngReader(std::span<const std::uint8_t> bytes, std::string_view name) : name_(name) {
    session_.bytes = bytes;
    session_.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session_, fail, [](png_structp, png_const_charp) {});
    session_.info = session_.png == nullptr ? nullptr : png_create_info_struct(session_.png);
    if (session_.info == nullptr) {
      png_destroy_read_struct(&session_.png, nullptr, nullptr);
      throw std::bad_alloc();
    }
    png_set_read_fn(session_.png, &session_, read_from_memory);
    png_set_user_limits(session_.png, 0x7fffffff, 0x7fffffff);  // check_size() says it in our words
    // A small file can hold a thousand texts of 8 MB each: nobody asks for them.
    static constexpr png_byte kUnread[] = "tEXt\0zTXt\0iTXt\0sPLT\0hIST\0eXIf";
    png_set_keep_unknown_chunks(session_.png, PNG_HANDLE_CHUNK_NEVER, kUnread, 6);
  }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() { png_destroy_read_struct(&session_.png, &session_.info, nullptr); }

  template <class Call>
  void call(Call work) {
    if (!try_call(work)) give_up();
  }
  [[noreturn]] void give_up() const {
    if (session_.at_end) cut_short(name_);
    damaged(name_, "PNG", session_.message);
  }
  /// The bytes ended.
  [[nodiscard]] bool at_end() const { return session_.at_end; }
  template <class Call>
  bool try_call(Call work) {
    return guarded(session_, work);
  }
  png_structp png() { return session_.png; }
  png_infop info() { return session_.info; }

 private:
  Session session_;
  std::string_view name_;
};

std::span<const std::uint8_t> profile_of(PngReader& reader) {
  png_charp profile_name = nullptr;
  png_bytep profile = nullptr;
  png_uint_32 length = 0;
  int compression = 0;
  if (png_get_iCCP(reader.png(), reader.info(), &profile_name, &compression, &profile, &length) == 0) return {};
  return {profile, length};
}

/// Behind the last row libpng reads the checksum, whose loss loses no pixel.
bool all_rows_read(PngReader& reader, const PictureHeader& header, int passes) {
  constexpr png_byte kLastPass = 6;
  if (passes > 1) return png_get_current_pass_number(reader.png()) > kLastPass;
  return png_get_current_row_number(reader.png()) >= static_cast<png_uint_32>(header.height);
}

/// Reads the rows after png_read_update_info: 16-bit samples (swapped to the machine's order) or 8-bit ones.
void read_rows(PngReader& reader, const PictureHeader& header, int passes, RowTaker& taker) {
  const std::size_t samples =
      static_cast<std::size_t>(header.width) * static_cast<std::size_t>(samples_of(header.colours));
  const int strip = passes > 1 ? header.height : kStripRows;  // an interlaced picture is complete only at its end
  std::vector<std::uint16_t> deep(header.bits == 16 ? samples * static_cast<std::size_t>(std::min(strip, header.height))
                                                    : 0);
  for (int y = 0; y < header.height; y += strip) {
    const int count = std::min(strip, header.height - y);
    std::uint8_t* const to = header.bits == 16 ? reinterpret_cast<std::uint8_t*>(deep.data()) : taker.room(count);
    const std::size_t row_bytes = header.bits == 16 ? samples * 2 : samples;
    const bool whole = reader.try_call([&] {
      for (int pass = 0; pass < passes; ++pass) {
        for (int i = 0; i < count; ++i) {
          png_read_row(reader.png(), to + row_bytes * static_cast<std::size_t>(i), nullptr);
        }
      }
    });
    if (!whole && !(reader.at_end() && all_rows_read(reader, header, passes))) reader.give_up();
    if (header.bits == 16) {
      taker.take_deep(deep.data(), count);
    } else {
      taker.take(count);
    }
  }
}

/// What stands behind the last row. It may be missing or broken; what belongs to the pixels may not.
void finish(PngReader& reader, RowTaker& taker) {
  if (!reader.at_end() && reader.try_call([&] { png_read_end(reader.png(), nullptr); })) return;
  constexpr png_uint_32 kPixels = 0x49444154;  // "IDAT"
  if (!reader.at_end() && png_get_io_chunk_type(reader.png()) == kPixels) reader.give_up();
  taker.note(std::string(kEndMissing));
}

void decode_png(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  PngReader reader(bytes, name);
  reader.call([&] { png_read_info(reader.png(), reader.info()); });  // its Error must find a reader to be destroyed
  png_structp png = reader.png();
  png_infop info = reader.info();
  PictureHeader header;
  const std::int64_t width = png_get_image_width(png, info);
  const std::int64_t height = png_get_image_height(png, info);
  check_size(name, width, height);
  // Deflate shrinks at most 1032 times (RFC 1951: 258 bytes from 2 bits).
  const std::int64_t packed_row = (width * png_get_bit_depth(png, info) * png_get_channels(png, info) + 7) / 8;
  check_length(name, width, height, packed_row * height / 1032, bytes.size());
  header.width = static_cast<int>(width);
  header.height = static_cast<int>(height);
  header.bits = png_get_bit_depth(png, info);
  const png::Chunks chunks = png::find_chunks(bytes);
  if (!chunks.colours_before_profile) header.profile = profile_of(reader);
  header.colour_code = chunks.colours;
  header.orientation = exif_orientation(chunks.exif);
  header.pages = chunks.frames;
  const int file_colours = png_get_color_type(png, info);
  const bool transparent_colour = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  int passes = 1;
  reader.call([&] {
    if (file_colours == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (header.bits < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (transparent_colour) png_set_tRNS_to_alpha(png);
    const std::uint16_t one = 1;
    if (header.bits == 16 && *reinterpret_cast<const std::uint8_t*>(&one) == 1) png_set_swap(png);
    passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
  });
  const bool grey = (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) == 0;
  const bool alpha = (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0;
  header.colours =
      grey ? (alpha ? PixelKind::grey_alpha : PixelKind::grey) : (alpha ? PixelKind::rgb_alpha : PixelKind::rgb);
  taker.start(header);
  if (header.pages > 1) {
    taker.note("it is an animation of " + std::to_string(header.pages) + " frames, and only its still picture is read");
  }
  read_rows(reader, header, passes, taker);
  finish(reader, taker);
}

}  // namespace

const Decoder png_decoder = {"PNG", is_png, decode_png};

}  // namespace segme
