// Tests of capture/ffmpeg/pipe_input and seen_bytes: what a pipe gives to FFmpeg, and what is kept of it.
#include "capture/ffmpeg/pipe_input.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/ffmpeg/file_bytes.h"
#include "capture/ffmpeg/seen_bytes.h"

namespace segme::ffmpeg {
namespace {

const std::string kHeader("FLV\x01\x05\0\0\0\x09\0\0\0\0", 13);

/// A tag of FLV with `size` bytes of 'F', which begins a header as well.
std::string tag(std::size_t size) {
  std::string text("\x09", 1);
  for (const int shift : {16, 8, 0}) text += static_cast<char>(size >> shift & 0xFF);
  text += std::string(7, '\0') + std::string(size, 'F');
  for (const int shift : {24, 16, 8, 0}) text += static_cast<char>((size + 11) >> shift & 0xFF);
  return text;
}

std::string kept(const std::string& all, std::size_t piece) {
  FlvTags tags;
  std::string result;
  for (std::size_t i = 0; i < all.size(); i += piece) {
    std::vector<std::uint8_t> bytes(all.begin() + static_cast<std::ptrdiff_t>(i),
                                    all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), i + piece)));
    const std::size_t count = tags.keep(bytes);
    result.append(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return result;
}

TEST(FlvTags, OnlyTheFirstHeaderIsKeptHoweverTheBytesCome) {
  const std::string first = tag(5) + tag(0) + tag(70000), second = tag(300);
  for (const std::size_t piece : {1UL, 2UL, 3UL, 7UL, 13UL, 4096UL, 1UL << 20}) {
    EXPECT_EQ(kept(kHeader + first + kHeader + second + kHeader, piece), kHeader + first + second) << piece;
  }
}

TEST(Mp4Boxes, ASecondFileIsSeenHoweverTheBytesCome) {
  const auto box = [](const std::string& name, std::size_t size) {
    std::string text;
    for (const int shift : {24, 16, 8, 0}) text += static_cast<char>((size + 8) >> shift & 0xFF);
    return text + name + std::string(size, 'f');
  };
  std::string large("\0\0\0\x01mdat\0\0\0\0\0\0\0\x20", 16);
  for (const char c : {'0', '0', '0', '0', 'f', 't', 'y', 'p', '0', '0', '0', '0', '0', '0', '0', '0'}) large += c;
  const std::string one = box("ftyp", 20) + box("moov", 5000) + large + box("mdat", 0);
  for (const std::size_t piece : {1UL, 3UL, 8UL, 4096UL, 1UL << 20}) {
    for (const std::string& all : {one, one + one}) {
      Mp4Boxes boxes;
      const std::vector<std::uint8_t> bytes(all.begin(), all.end());
      for (std::size_t i = 0; i < bytes.size(); i += piece) {
        boxes.see(std::span(bytes).subspan(i, std::min(piece, bytes.size() - i)));
      }
      EXPECT_EQ(boxes.any_behind(), all.size() > one.size()) << piece;
    }
  }
}

TEST(SeenBytes, FirstAndLastBytesAreThereAndTheMiddleIsNot) {
  SeenBytes seen;
  std::vector<std::uint8_t> all(3'000'000);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
  for (std::size_t i = 0; i < all.size(); i += 10'000) seen.add(std::span(all).subspan(i, 10'000));
  AVIOContext* file = seen.file();
  ASSERT_EQ(avio_size(file), 3'000'000);
  const auto part = [&](std::int64_t place, std::size_t count) {
    return FileBytes(all.begin() + place, all.begin() + place + static_cast<std::ptrdiff_t>(count));
  };
  EXPECT_EQ(read_at(*file, 0, 60'000), part(0, 60'000));
  EXPECT_EQ(read_at(*file, 2'900'000, 100'000), part(2'900'000, 100'000));
  EXPECT_TRUE(read_at(*file, 1'000'000, 10).empty());
  EXPECT_EQ(read_at(*file, 2'999'995, 10), part(2'999'995, 5));
}

TEST(SeenBytes, FewBytesAreAllThere) {
  SeenBytes seen;
  const std::vector<std::uint8_t> few{1, 2, 3};
  seen.add(few);
  seen.add(few);
  EXPECT_EQ(read_at(*seen.file(), 1, 10), (FileBytes{2, 3, 1, 2, 3}));
}

}  // namespace
}  // namespace segme::ffmpeg
