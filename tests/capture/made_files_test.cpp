// The bodies of made_files.h, and a test that they are what they say: PNG with stored (not compressed) deflate blocks,
// TIFF with one directory, RIFF and JPEG segments.
#include "tests/capture/made_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace segme::made {
namespace {

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

void png_chunk(Bytes& file, std::string_view type, const Bytes& data) {
  Bytes body;
  append(body, type);
  append(body, data);
  big(file, data.size(), 4);
  append(file, body);
  big(file, crc32(body), 4);
}

/// zlib format with stored blocks.
Bytes zlib_stored(const Bytes& data) {
  Bytes out = {0x78, 0x01};
  std::uint32_t a = 1, b = 0;
  for (const std::uint8_t byte : data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  for (std::size_t at = 0; at == 0 || at < data.size(); at += 65535) {
    const std::size_t count = std::min<std::size_t>(65535, data.size() - at);
    out.push_back(at + count == data.size() ? 1 : 0);
    little(out, count, 2);
    little(out, ~count & 0xFFFF, 2);
    append(out, std::span(data).subspan(at, count));
  }
  big(out, (b << 16) | a, 4);
  return out;
}

int png_samples(int colour_type) { return colour_type == 2 ? 3 : colour_type == 4 ? 2 : colour_type == 6 ? 4 : 1; }

/// One (sub-)picture: columns x0, x0 + dx, ..., rows likewise, each row behind a filter byte 0.
void png_rows(Bytes& rows, const PngFile& file, int x0, int y0, int dx, int dy) {
  if (x0 >= file.width) return;
  for (int y = y0; y < file.height; y += dy) {
    rows.push_back(0);
    unsigned pending = 0;
    int used = 0;
    for (int x = x0; x < file.width; x += dx) {
      for (int c = 0; c < png_samples(file.colour_type); ++c) {
        const int value = file.sample(x, y, c);
        if (file.bits >= 8) {
          big(rows, static_cast<std::uint64_t>(value), file.bits / 8);
          continue;
        }
        pending = (pending << file.bits) | static_cast<unsigned>(value);
        used += file.bits;
        if (used == 8) {
          rows.push_back(static_cast<std::uint8_t>(pending));
          pending = 0;
          used = 0;
        }
      }
    }
    if (used > 0) rows.push_back(static_cast<std::uint8_t>(pending << (8 - used)));
  }
}

void riff_chunk(Bytes& out, std::string_view type, std::span<const std::uint8_t> data) {
  append(out, type);
  little(out, data.size(), 4);
  append(out, data);
  if (data.size() % 2 != 0) out.push_back(0);
}

}  // namespace

Bytes exif(int orientation, int kind) {
  Bytes block;
  append(block, std::string_view("II*\0", 4));
  little(block, 8, 4);
  little(block, 1, 2);       // one entry
  little(block, 0x0112, 2);  // Orientation
  little(block, static_cast<std::uint64_t>(kind), 2);
  little(block, 1, 4);
  little(block, static_cast<std::uint64_t>(orientation), 4);
  little(block, 0, 4);
  return block;
}

Bytes with_segment(const Bytes& jpeg, int marker, std::span<const std::uint8_t> payload) {
  Bytes out(jpeg.begin(), jpeg.begin() + 2);
  out.push_back(0xFF);
  out.push_back(static_cast<std::uint8_t>(marker));
  big(out, payload.size() + 2, 2);
  append(out, payload);
  append(out, std::span(jpeg).subspan(2));
  return out;
}

Bytes with_exif(const Bytes& jpeg, int orientation, int kind) {
  Bytes payload;
  append(payload, std::string_view("Exif\0\0", 6));
  append(payload, exif(orientation, kind));
  return with_segment(jpeg, 0xE1, payload);
}

Bytes with_profile(const Bytes& jpeg, const Bytes& profile, int pieces) {
  Bytes out = jpeg;
  const std::size_t step = (profile.size() + static_cast<std::size_t>(pieces) - 1) / static_cast<std::size_t>(pieces);
  for (int i = 0; i < pieces; ++i) {
    const std::size_t at = step * static_cast<std::size_t>(i);
    Bytes payload;
    append(payload, std::string_view("ICC_PROFILE\0", 12));
    payload.push_back(static_cast<std::uint8_t>(i + 1));
    payload.push_back(static_cast<std::uint8_t>(pieces));
    append(payload, std::span(profile).subspan(at, std::min(step, profile.size() - at)));
    out = with_segment(out, 0xE2, payload);  // the last comes first in the file: order must not matter
  }
  return out;
}

Bytes png(const PngFile& file) {
  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  Bytes header;
  big(header, static_cast<std::uint64_t>(file.width), 4);
  big(header, static_cast<std::uint64_t>(file.height), 4);
  for (const int value : {file.bits, file.colour_type, 0, 0, file.interlaced ? 1 : 0}) {
    header.push_back(static_cast<std::uint8_t>(value));
  }
  png_chunk(out, "IHDR", header);
  if (!file.profile.empty()) {
    Bytes data = {'p', 0, 0};
    append(data, zlib_stored(file.profile));
    png_chunk(out, "iCCP", data);
  }
  if (!file.exif_block.empty() && !file.exif_last) png_chunk(out, "eXIf", file.exif_block);
  for (const auto& [type, data] : file.chunks) png_chunk(out, type, data);
  if (!file.palette.empty()) png_chunk(out, "PLTE", file.palette);
  if (!file.transparency.empty()) png_chunk(out, "tRNS", file.transparency);
  Bytes rows;
  if (file.without_rows) {
    png_chunk(out, "IDAT", {});
    return out;
  }
  if (file.interlaced) {
    constexpr std::array<std::array<int, 4>, 7> kAdam7 = {
        {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};
    for (const auto& pass : kAdam7) png_rows(rows, file, pass[0], pass[1], pass[2], pass[3]);
  } else {
    png_rows(rows, file, 0, 0, 1, 1);
  }
  png_chunk(out, "IDAT", zlib_stored(rows));
  if (!file.exif_block.empty() && file.exif_last) png_chunk(out, "eXIf", file.exif_block);
  png_chunk(out, "IEND", {});
  return out;
}

Bytes webp_with(const Bytes& webp, int width, int height, const Bytes& exif_block, const Bytes& profile) {
  Bytes body;
  append(body, "WEBP");
  Bytes extended = {static_cast<std::uint8_t>((profile.empty() ? 0 : 0x20) | (exif_block.empty() ? 0 : 0x08)), 0, 0, 0};
  little(extended, static_cast<std::uint64_t>(width) - 1, 3);
  little(extended, static_cast<std::uint64_t>(height) - 1, 3);
  riff_chunk(body, "VP8X", extended);
  if (!profile.empty()) riff_chunk(body, "ICCP", profile);
  append(body, std::span(webp).subspan(12));
  if (!exif_block.empty()) riff_chunk(body, "EXIF", exif_block);
  Bytes out;
  riff_chunk(out, "RIFF", body);
  return out;
}

Bytes webp_animation(int width, int height, const std::vector<WebpFrame>& frames) {
  const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
  Bytes body;
  append(body, "WEBP");
  Bytes extended = {0x02, 0, 0, 0};  // an animation
  little(extended, number(width - 1), 3);
  little(extended, number(height - 1), 3);
  riff_chunk(body, "VP8X", extended);
  riff_chunk(body, "ANIM", Bytes(6, 0));
  for (const WebpFrame& frame : frames) {
    Bytes data;
    for (const int value : {frame.x / 2, frame.y / 2, frame.width - 1, frame.height - 1, 100}) {
      little(data, number(value), 3);
    }
    data.push_back(0);
    append(data, std::span(frame.webp).subspan(12));
    riff_chunk(body, "ANMF", data);
  }
  Bytes out;
  riff_chunk(out, "RIFF", body);
  return out;
}

namespace {

/// The samples of one rectangle, as TIFF stores them; beyond the picture they are 0.
void tiff_samples(Bytes& out, const TiffFile& file, int x0, int y0, int width, int height, int first, int last) {
  for (int y = y0; y < y0 + height; ++y) {
    for (int x = x0; x < x0 + width; ++x) {
      for (int c = first; c < last; ++c) {
        const bool inside = x < file.width && y < file.height;
        const auto value = static_cast<std::uint64_t>(inside ? file.sample(x, y, c) : 0);
        file.big_endian ? big(out, value, file.bits / 8) : little(out, value, file.bits / 8);
      }
    }
  }
}

/// One page at the end of a file: its pixels, its directory, what the directory points to. Returns the directory's
/// place.
std::size_t tiff_page(Bytes& out, const TiffFile& file) {
  const std::size_t base = out.size();
  const auto put = [&](Bytes& to, std::uint64_t value, int count) {
    file.big_endian ? big(to, value, count) : little(to, value, count);
  };
  std::vector<std::pair<std::size_t, std::size_t>> pieces;  // place and length of strips or tiles
  Bytes data;
  const int side_x = file.tile > 0 ? file.tile : file.width;
  const int side_y = file.tile > 0 ? file.tile : file.height;
  for (int plane = 0; plane < (file.planes ? file.samples : 1); ++plane) {
    for (int y = 0; y < file.height; y += side_y) {
      for (int x = 0; x < file.width; x += side_x) {
        const std::size_t at = data.size();
        tiff_samples(data, file, x, y, side_x, side_y, file.planes ? plane : 0, file.planes ? plane + 1 : file.samples);
        pieces.emplace_back(base + at, data.size() - at);
      }
    }
  }
  if (data.size() % 2 != 0) data.push_back(0);
  Bytes entries;
  Bytes values;  // what does not fit into its entry
  int count = 0;
  const int all =
      12 + (file.extra >= 0) + (file.tile > 0) + !file.palette.empty() + !file.profile.empty() + (file.subfile >= 0);
  const std::size_t values_at = base + data.size() + 2 + static_cast<std::size_t>(all) * 12 + 4;
  const auto entry = [&](int tag, int type, const std::vector<std::uint64_t>& numbers) {
    const int size = type == 3 ? 2 : type == 4 ? 4 : 1;
    Bytes stored;
    for (const std::uint64_t number : numbers) put(stored, number, size);
    put(entries, static_cast<std::uint64_t>(tag), 2);
    put(entries, static_cast<std::uint64_t>(type), 2);
    put(entries, numbers.size(), 4);
    if (stored.size() > 4) {
      put(entries, values_at + values.size(), 4);
      append(values, stored);
      if (values.size() % 2 != 0) values.push_back(0);
    } else {
      stored.resize(4);
      append(entries, stored);
    }
    ++count;
  };
  const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
  std::vector<std::uint64_t> places, lengths;
  for (const auto& [at, length] : pieces) {
    places.push_back(at);
    lengths.push_back(length);
  }
  if (file.subfile >= 0) entry(254, 4, {number(file.subfile)});
  entry(256, 4, {number(file.width)});
  entry(257, 4, {number(file.height)});
  entry(258, 3, std::vector<std::uint64_t>(number(file.samples), number(file.bits)));
  entry(259, 3, {1});
  entry(262, 3, {number(file.photometric)});
  if (file.tile == 0) entry(273, 4, places);
  entry(274, file.orientation_kind, {number(file.orientation)});
  entry(277, 3, {number(file.samples)});
  if (file.tile == 0) entry(278, 4, {number(file.height)});
  if (file.tile == 0) entry(279, 4, lengths);
  entry(284, 3, {file.planes ? 2u : 1u});
  if (!file.palette.empty()) entry(320, 3, {file.palette.begin(), file.palette.end()});
  if (file.tile > 0) {
    entry(322, 4, {number(file.tile)});
    entry(323, 4, {number(file.tile)});
    entry(324, 4, places);
    entry(325, 4, lengths);
  }
  if (file.extra >= 0) entry(338, 3, {number(file.extra)});
  entry(339, 3, std::vector<std::uint64_t>(number(file.samples), 1));
  if (!file.profile.empty()) entry(34675, 7, {file.profile.begin(), file.profile.end()});
  EXPECT_EQ(count, all);
  append(out, data);
  put(out, number(count), 2);
  append(out, entries);
  put(out, 0, 4);
  append(out, values);
  if (out.size() % 2 != 0) out.push_back(0);
  return base + data.size();
}

}  // namespace

Bytes tiff(const TiffFile& file) { return tiff(std::vector<TiffFile>{file}); }

Bytes tiff(const std::vector<TiffFile>& pages) {
  const bool big_endian = pages.front().big_endian;
  Bytes out;
  append(out, big_endian ? "MM" : "II");
  big_endian ? big(out, 42, 2) : little(out, 42, 2);
  little(out, 0, 4);
  std::size_t pointer = 4;  // where the place of the next directory is to be written
  for (const TiffFile& page : pages) {
    const std::size_t directory = tiff_page(out, page);
    Bytes place;
    big_endian ? big(place, directory, 4) : little(place, directory, 4);
    std::copy(place.begin(), place.end(), out.begin() + static_cast<std::ptrdiff_t>(pointer));
    const std::size_t entries = big_endian ? out[directory + 1] : out[directory];
    pointer = directory + 2 + 12 * entries;
  }
  return out;
}

Image as_stored(const Image& upright, int orientation) {
  const bool turned = orientation >= 5;
  Image stored(turned ? upright.height() : upright.width(), turned ? upright.width() : upright.height(),
               upright.channels());
  for (int row = 0; row < stored.height(); ++row) {
    for (int column = 0; column < stored.width(); ++column) {
      const auto [x, y] = upright_place(orientation, column, row, upright.width(), upright.height());
      std::copy_n(upright.row(y) + x * upright.channels(), upright.channels(),
                  stored.row(row) + column * upright.channels());
    }
  }
  return stored;
}

Image uneven(int width, int height, int channels) {
  Image image(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        image.row(y)[x * channels + c] = static_cast<std::uint8_t>((x * 37 + y * 101 + c * 71 + x * y * 3) & 255);
      }
    }
  }
  return image;
}

bool same(const Image& a, const Image& b) {
  return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels() &&
         std::equal(a.data(), a.data() + a.size(), b.data());
}

double psnr(const Image& a, const Image& b) {
  if (a.size() != b.size()) return 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(double(a.data()[i]) - b.data()[i], 2);
  return sum == 0.0 ? 99.0 : 10.0 * std::log10(255.0 * 255.0 * static_cast<double>(a.size()) / sum);
}

TEST(made_files, a_turned_picture_holds_the_same_pixels) {
  const Image upright = uneven(5, 3, 3);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image stored = as_stored(upright, orientation);
    EXPECT_EQ(stored.size(), upright.size());
    EXPECT_EQ(same(stored, upright), orientation == 1);
  }
}

}  // namespace segme::made
