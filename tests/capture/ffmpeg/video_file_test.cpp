// capture/video_file: files whose every byte is known (y4m, written here) come in as they are.
#include "capture/video_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

namespace segme {
namespace {

/// A y4m file of flat frames: luma grows by one from frame to frame, chroma is 128 but as given.
std::string write_y4m(const std::string& name, const std::string& header, int width, int height, int frames,
                      int first_luma, int u = 128, int v = 128) {
  const std::string path = testing::TempDir() + name;
  std::ofstream file(path, std::ios::binary);
  file << "YUV4MPEG2 W" << width << " H" << height << " " << header << "\n";
  const auto chroma = static_cast<std::size_t>((width + 1) / 2 * ((height + 1) / 2));
  for (int i = 0; i < frames; ++i) {
    file << "FRAME\n"
         << std::string(static_cast<std::size_t>(width * height), static_cast<char>(first_luma + i))
         << std::string(chroma, static_cast<char>(u)) << std::string(chroma, static_cast<char>(v));
  }
  return path;
}

ExitCode code_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.code();
  }
  return ExitCode::ok;
}

TEST(capture_video_file, every_frame_comes_once_at_its_moment) {
  const std::string path = write_y4m("moments.y4m", "F30000:1001 C420jpeg", 35, 21, 25, 40);
  const auto video = open_video(path);
  EXPECT_EQ(video->info().width, 35);
  EXPECT_EQ(video->info().height, 21);
  EXPECT_EQ(video->info().frame_rate, (Rational{30000, 1001}));
  Frame frame;
  int count = 0;
  for (; video->next(frame); ++count) {
    EXPECT_EQ(frame.number, count);
    EXPECT_EQ(video->pts(), count);  // ticks of 1001/30000
    EXPECT_NEAR(frame.seconds, count * 1001.0 / 30000, 1e-12);
    const int wanted = static_cast<int>(std::lround((40 + count - 16) * 255.0 / 219));
    for (std::size_t i = 0; i < frame.image.size(); ++i) ASSERT_NEAR(frame.image.data()[i], wanted, 1);
  }
  EXPECT_EQ(count, 25);
  EXPECT_FALSE(video->losses().any());
  EXPECT_FALSE(video->next(frame));
}

TEST(capture_video_file, full_range_is_full_range) {
  Frame frame;
  const auto limited = open_video(write_y4m("limited.y4m", "F25:1 C420jpeg XCOLORRANGE=LIMITED", 8, 6, 1, 235));
  ASSERT_TRUE(limited->next(frame));
  EXPECT_FALSE(limited->info().colours.full_range);
  EXPECT_EQ(frame.image.data()[0], 255);
  const auto full = open_video(write_y4m("full.y4m", "F25:1 C420jpeg XCOLORRANGE=FULL", 8, 6, 1, 235));
  ASSERT_TRUE(full->next(frame));
  EXPECT_TRUE(full->info().colours.full_range);
  EXPECT_EQ(frame.image.data()[0], 235);
}

TEST(capture_video_file, grey_is_of_the_range_that_it_says_else_full) {
  struct {
    const char* said;
    int step, wanted;  // of a luma of 60, in 8 or 16 bits
  } const kinds[] = {{"Cmono XCOLORRANGE=LIMITED", 1, 51},
                     {"Cmono XCOLORRANGE=FULL", 1, 60},
                     {"Cmono", 1, 60},
                     {"Cmono16 XCOLORRANGE=LIMITED", 256, 51},
                     {"Cmono16", 256, 60}};
  for (const auto& kind : kinds) {
    const std::string path = testing::TempDir() + "grey.y4m";
    {
      std::ofstream file(path, std::ios::binary);
      file << "YUV4MPEG2 W7 H5 F25:1 " << kind.said << "\nFRAME\n";
      for (int i = 0; i < 35; ++i) {
        if (kind.step > 1) file.put(60);
        file.put(60);
      }
    }
    const auto video = open_video(path);
    Frame frame;
    ASSERT_TRUE(video->next(frame)) << kind.said;
    ASSERT_EQ(frame.image.size(), 105);
    for (std::size_t i = 0; i < frame.image.size(); ++i) {
      ASSERT_NEAR(frame.image.data()[i], kind.wanted, 1) << kind.said;
    }
    EXPECT_EQ(video->info().colours.full_range, kind.wanted == 60) << kind.said;
  }
}

TEST(capture_video_file, what_says_no_matrix_is_taken_by_its_size) {
  // Luma 81, U 90, V 240 is full red in BT.601, luma 63, U 102, V 240 in BT.709.
  Frame frame;
  const auto small = open_video(write_y4m("small.y4m", "F25:1 C420mpeg2", 720, 480, 1, 81, 90, 240));
  ASSERT_TRUE(small->next(frame));
  EXPECT_NEAR(frame.image.data()[0], 255, 2);
  EXPECT_NEAR(frame.image.data()[1], 0, 2);
  EXPECT_NEAR(frame.image.data()[2], 0, 2);
  const auto large = open_video(write_y4m("large.y4m", "F25:1 C420mpeg2", 1280, 720, 1, 63, 102, 240));
  ASSERT_TRUE(large->next(frame));
  EXPECT_NEAR(frame.image.data()[0], 255, 2);
  EXPECT_NEAR(frame.image.data()[1], 0, 2);
  EXPECT_NEAR(frame.image.data()[2], 0, 2);
}

TEST(capture_video_file, ten_bits_become_eight) {
  const std::string path = testing::TempDir() + "ten.y4m";
  {
    std::ofstream file(path, std::ios::binary);
    file << "YUV4MPEG2 W6 H4 F25:1 C420p10\nFRAME\n";
    const auto put = [&](int value, int count) {
      for (int i = 0; i < count; ++i) file.put(static_cast<char>(value & 255)).put(static_cast<char>(value >> 8));
    };
    put(64 + 438, 24);  // half way from 64 to 940
    put(512, 6);
    put(512, 6);
  }
  const auto video = open_video(path);
  Frame frame;
  ASSERT_TRUE(video->next(frame));
  EXPECT_EQ(video->info().pixel_format, "yuv420p10le");
  for (std::size_t i = 0; i < frame.image.size(); ++i) ASSERT_NEAR(frame.image.data()[i], 127.5, 1.5);
}

TEST(capture_video_file, start_and_end_cut_to_the_frame) {
  const std::string path = write_y4m("cut.y4m", "F10:1 C420jpeg", 16, 16, 50, 20);
  VideoOptions options;
  options.start = 1.0;
  options.end = 2.5;
  const auto video = open_video(path, options);
  for (int round = 0; round < 2; ++round) {
    Frame frame;
    int count = 0;
    for (; video->next(frame); ++count) {
      EXPECT_EQ(video->pts(), 10 + count);
      EXPECT_NEAR(frame.seconds, count * 0.1, 1e-9);
    }
    EXPECT_EQ(count, 15);
    video->rewind();
  }
  options.start = 7;
  EXPECT_EQ(code_of([&] { open_video(path, options); }), ExitCode::input);
}

TEST(capture_video_file, a_file_that_is_cut_short_gives_its_whole_frames) {
  const std::string path = write_y4m("short.y4m", "F10:1 C420jpeg", 64, 64, 10, 20);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 3000);
  const auto video = open_video(path);
  Frame frame;
  int count = 0;
  while (video->next(frame)) ++count;
  EXPECT_GE(count, 9);
  EXPECT_LE(count, 10);
}

TEST(capture_video_file, raw_pictures_are_read_as_they_are_said_to_be) {
  const std::string path = testing::TempDir() + "pictures.raw";
  std::ofstream(path, std::ios::binary) << std::string(3, '\1') << std::string(3, '\2') << std::string(6, '\3');
  VideoOptions options;
  options.format = "rawvideo";
  options.width = 2;
  options.height = 1;
  options.pixel_format = "rgb24";
  options.frame_rate = 5;
  const auto video = open_video(path, options);
  Frame frame;
  ASSERT_TRUE(video->next(frame));
  EXPECT_EQ(frame.image.data()[2], 1);
  EXPECT_EQ(frame.image.data()[3], 2);
  ASSERT_TRUE(video->next(frame));
  EXPECT_NEAR(frame.seconds, 0.2, 1e-9);
  EXPECT_EQ(frame.image.data()[5], 3);
  EXPECT_FALSE(video->next(frame));
}

TEST(capture_video_file, what_is_no_video_is_refused_in_a_sentence) {
  const std::string text = testing::TempDir() + "text.mp4";
  std::ofstream(text) << "this is no video at all, whatever its name says";
  for (const std::string& where : {text, testing::TempDir() + "missing.mp4", testing::TempDir()}) {
    EXPECT_EQ(code_of([&] { open_video(where); }), ExitCode::input) << where;
  }
  VideoOptions options;
  options.format = "no-such-format";
  EXPECT_EQ(code_of([&] { open_video(text, options); }), ExitCode::usage);
}

TEST(capture_video_file, anamorphic_frames_say_how_wide_their_pixels_are_or_become_as_wide_as_they_are_shown) {
  const std::string path = write_y4m("anamorphic.y4m", "F25:1 C420jpeg A32:27", 54, 40, 2, 90);
  Frame frame;
  const auto stored = open_video(path);
  ASSERT_TRUE(stored->next(frame));
  EXPECT_EQ(stored->info().sample_aspect, (Rational{32, 27}));
  EXPECT_EQ(frame.image.width(), 54);
  EXPECT_DOUBLE_EQ(frame.pixel_aspect, 32.0 / 27);
  VideoOptions options;
  options.square_pixels = true;
  const auto square = open_video(path, options);
  ASSERT_TRUE(square->next(frame));
  EXPECT_EQ(square->info().sample_aspect, (Rational{1, 1}));
  EXPECT_EQ(square->info().width, 64);
  EXPECT_EQ(square->info().height, 40);
  EXPECT_EQ(frame.image.width(), 64);
  EXPECT_EQ(frame.image.height(), 40);
  EXPECT_EQ(frame.pixel_aspect, 1);
  EXPECT_NEAR(frame.image.data()[0], (90 - 16) * 255.0 / 219, 1);
}

TEST(capture_video_file, a_shape_of_pixels_that_cannot_be_meant_is_none) {
  const auto video = open_video(write_y4m("mistaken.y4m", "F25:1 C420jpeg A1000:1", 54, 40, 1, 90));
  EXPECT_EQ(video->info().sample_aspect, (Rational{1, 1}));
}

TEST(capture_video_file, it_goes_to_any_moment) {
  const auto video = open_video(write_y4m("moment.y4m", "F10:1 C420jpeg", 8, 6, 30, 40));
  Frame frame;
  for (const int wanted : {20, 3, 29, 0}) {
    video->go_to(wanted / 10.0);
    ASSERT_TRUE(video->next(frame)) << wanted;
    EXPECT_NEAR(frame.seconds, wanted / 10.0, 1e-9);
  }
  video->go_to(10);
  EXPECT_FALSE(video->next(frame)) << "behind its end";
  video->rewind();
  EXPECT_TRUE(video->next(frame));
}

TEST(capture_video_file, sizes_that_no_picture_has_are_refused_before_anything_is_made_of_them) {
  for (const char* size : {"W100000 H100000", "W20000 H20000", "W2147483647 H2147483647", "W65536 H65537", "W-5 H7"}) {
    const std::string path = testing::TempDir() + "huge.y4m";
    std::ofstream(path) << "YUV4MPEG2 " << size << " F25:1 C420jpeg\nFRAME\nabc";
    EXPECT_EQ(code_of([&] { open_video(path); }), ExitCode::input) << size;
  }
  VideoOptions options;
  options.format = "rawvideo";
  options.pixel_format = "rgb24";
  options.width = options.height = 30000;
  EXPECT_EQ(code_of([&] { open_video("/dev/null", options); }), ExitCode::input);
}

/// A named pipe, and who writes into it.
struct Pipe {
  Pipe() : path(testing::TempDir() + "pipe-" + std::to_string(::getpid()) + ".y4m") {
    ::unlink(path.c_str());
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
  }
  ~Pipe() { ::unlink(path.c_str()); }
  std::string path;
};

TEST(capture_video_file, a_pipe_that_nobody_writes_to_can_be_left) {
  const Pipe pipe;
  int looks = 0;
  VideoOptions options;
  options.stop = [&looks] { return ++looks > 3; };
  EXPECT_EQ(code_of([&] { open_video(pipe.path, options); }), ExitCode::interrupted);
}

TEST(capture_video_file, a_pipe_that_falls_silent_ends_when_it_is_asked_to_or_after_its_time) {
  for (const bool asked : {true, false}) {
    const Pipe pipe;
    std::ofstream writer;
    std::thread writing([&] {
      writer.open(pipe.path, std::ios::binary);
      writer << "YUV4MPEG2 W8 H6 F25:1 C420jpeg\n";
      for (int i = 0; i < 60; ++i) writer << "FRAME\n" << std::string(72, 'x');
      writer.flush();
    });
    std::atomic<bool> stop{false};
    VideoOptions options;
    options.stop = [&stop] { return stop.load(); };
    if (!asked) options.silence = 2;
    const auto video = open_video(pipe.path, options);
    writing.join();
    Frame frame;
    std::thread asks([&] {
      if (asked) stop = true;
    });
    if (asked) {
      while (video->next(frame)) {
      }
    } else {
      EXPECT_EQ(code_of([&] {
                  while (video->next(frame)) {
                  }
                }),
                ExitCode::input);
    }
    asks.join();
  }
}

}  // namespace
}  // namespace segme
