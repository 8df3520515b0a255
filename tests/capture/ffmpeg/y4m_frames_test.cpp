// Tests of capture/ffmpeg/y4m_frames: headers of joined files are left out, whatever the bytes of frames look like.
#include "capture/ffmpeg/y4m_frames.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace segme::ffmpeg {
namespace {

const std::string kHeader = "YUV4MPEG2 W3 H3 F30:1 Ip A1:1 C420jpeg\n";  // frames of 9 + 2 x 4 bytes

std::string frame(const std::string& words = "") { return "FRAME" + words + "\n" + "YUV4MPEG2 \nFRAME\n"; }

std::string kept(Y4mFrames& frames, const std::string& all, std::size_t piece) {
  std::string result;
  for (std::size_t i = 0; i < all.size(); i += piece) {
    std::vector<std::uint8_t> bytes(all.begin() + static_cast<std::ptrdiff_t>(i),
                                    all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), i + piece)));
    const std::size_t count = frames.keep(bytes);
    result.append(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return result;
}

TEST(Y4mFrames, OnlyTheFirstOfEqualHeadersIsKeptHoweverTheBytesCome) {
  const std::string first = frame() + frame(" Ip"), second = frame();
  for (const std::size_t piece : {1UL, 2UL, 7UL, 23UL, 4096UL}) {
    Y4mFrames frames;
    EXPECT_EQ(kept(frames, kHeader + first + kHeader + second, piece), kHeader + first + second) << piece;
    EXPECT_FALSE(frames.other_behind());
  }
}

TEST(Y4mFrames, NothingIsKeptFromAnotherHeaderOn) {
  const std::string other = "YUV4MPEG2 W3 H4 F30:1\n";
  for (const std::size_t piece : {1UL, 5UL, 4096UL}) {
    Y4mFrames frames;
    EXPECT_EQ(kept(frames, kHeader + frame() + other + frame(), piece), kHeader + frame()) << piece;
    EXPECT_TRUE(frames.other_behind());
  }
}

TEST(Y4mFrames, WhatIsUnknownPassesAsItIs) {
  for (const std::string& all :
       {"YUV4MPEG2 W3 H3 Cstrange\nFRAME\nabc" + kHeader, kHeader + frame() + "rubbish\n" + kHeader,
        std::string(5000, 'x') + kHeader, std::string("YUV4MPEG2 W99999999999 H99999999999\nFR")}) {
    Y4mFrames frames;
    EXPECT_EQ(kept(frames, all, 11), all);
    EXPECT_FALSE(frames.other_behind());
  }
}

TEST(Y4mFrames, AFrameIsAsLargeAsFfmpegReadsIt) {
  const auto size = [](const std::string& more) { return y4m_frame_size("YUV4MPEG2 W7 H5" + more); };
  EXPECT_EQ(size(""), 35U + 2 * 12);
  EXPECT_EQ(size(" F30:1 C420paldv"), 35U + 2 * 12);
  EXPECT_EQ(size(" C420p10"), 2 * (35U + 2 * 12));
  EXPECT_EQ(size(" C422"), 35U + 2 * 20);
  EXPECT_EQ(size(" C422p12 XCOLORRANGE=FULL"), 2 * (35U + 2 * 20));
  EXPECT_EQ(size(" C411"), 35U + 2 * 10);
  EXPECT_EQ(size(" C444"), 3 * 35U);
  EXPECT_EQ(size(" C444p16"), 2 * 3 * 35U);
  EXPECT_EQ(size(" C444alpha"), 4 * 35U);
  EXPECT_EQ(size(" Cmono"), 35U);
  EXPECT_EQ(size(" Cmono12"), 2 * 35U);
  EXPECT_EQ(size(" XYSCSS=444"), 3 * 35U);
  EXPECT_EQ(size(" XYSCSS=422P10"), 2 * (35U + 2 * 20));
  EXPECT_EQ(size(" C422p10 XYSCSS=422P10"), 2 * (35U + 2 * 20));
  EXPECT_EQ(size(" C420mpeg2 XYSCSS=420MPEG2"), 35U + 2 * 12);
  EXPECT_EQ(size(" Cnew"), 0U);
  EXPECT_EQ(y4m_frame_size("YUV4MPEG2 H5"), 0U);
}

}  // namespace
}  // namespace segme::ffmpeg
