// sink/video_file and capture/video_file back to back: what goes in comes out.
#include "sink/video_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "capture/image_file.h"
#include "capture/synthetic.h"
#include "capture/video_file.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

fs::path empty_folder() {
  fs::path folder = fs::path(testing::TempDir()) / ("segme-video-file-" + std::to_string(::getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

std::size_t count_files(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Colours that change slowly, so that chroma at half the size says all of it.
Image slopes(int width, int height, int channels) {
  Image image(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = image.row(y) + static_cast<std::ptrdiff_t>(x) * channels;
      const int values[4] = {40 + x * 170 / width, 60 + y * 150 / height, 200 - (x + y) * 150 / (width + height),
                             x * 255 / width};
      for (int c = 0; c < channels; ++c) pixel[c] = static_cast<std::uint8_t>(values[c]);
    }
  }
  return image;
}

ExitCode code_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  return ExitCode::ok;
}

TEST(video_file, keeps_count_and_moments) {
  const fs::path folder = empty_folder();
  struct Kind {
    const char* name;
    double tolerance;  // Matroska counts milliseconds, GIF hundredths of a second
  };
  for (const auto& [name, tolerance] : {Kind{"a.mp4", 1e-9}, Kind{"a.mov", 1e-9}, Kind{"a.mkv", 0.0005001},
                                        Kind{"a.webm", 0.0005001}, Kind{"a.gif", 0.0051}, Kind{"a.ts", 1e-9}}) {
    Synthetic::Options options;
    options.frames = 40;
    options.width = 96;
    options.height = 64;
    options.motion = 0.02F;
    Synthetic synthetic(options);
    VideoFileOptions file;
    file.time_base = {1, 90000};
    const auto sink = make_video_file((folder / name).string(), file);
    Frame frame;
    std::vector<double> moments;
    while (synthetic.next(frame)) {
      const std::int64_t late = frame.number % 3 == 1 ? 1357 : 0;  // no constant rate
      moments.push_back(static_cast<double>(frame.number * 3003 + late) / 90000);
      sink->show(frame.image, moments.back());
    }
    sink->finish();
    const auto source = open_video((folder / name).string());
    std::size_t count = 0;
    for (; source->next(frame) && count < moments.size(); ++count) {
      EXPECT_NEAR(frame.seconds, moments[count], tolerance) << name << ", frame " << count;
    }
    EXPECT_EQ(count, 40U) << name;
    EXPECT_EQ(source->info().width, 96);
  }
  EXPECT_EQ(count_files(folder), 6U);  // and nothing that was on its way
}

/// Writes `count` pictures at a rate, from moments on a fine clock, and gives what a reader finds: the moments.
std::vector<double> write_and_read(const std::string& where, int count, int rate) {
  Synthetic::Options options;
  options.frames = count;
  options.width = 176;
  options.height = 144;
  options.motion = 0.02F;  // Theora has no picture where nothing moves
  Synthetic synthetic(options);
  VideoFileOptions file;
  file.frame_rate = {rate, 1};
  file.time_base = {1, 90000};
  const auto sink = make_video_file(where, file);
  Frame frame;
  while (synthetic.next(frame)) sink->show(frame.image, static_cast<double>(frame.number) / rate);
  sink->finish();
  const auto source = open_video(where);
  std::vector<double> moments;
  while (source->next(frame)) moments.push_back(frame.seconds);
  return moments;
}

TEST(video_file, formats_of_one_rate_take_a_source_with_a_fine_clock) {
  const fs::path folder = empty_folder();
  for (const char* name : {"a.ogv", "a.mpg", "a.vob", "a.3gp", "a.3g2", "a.mxf", "a.swf", "a.avi"}) {
    const std::vector<double> moments = write_and_read((folder / name).string(), 20, 25);
    ASSERT_GE(moments.size(), 19U) << name;
    EXPECT_LE(moments.size(), 20U) << name;
    for (std::size_t i = 1; i < moments.size(); ++i) {
      EXPECT_NEAR(moments[i] - moments[i - 1], 0.04, 0.002) << name << ", frame " << i;
    }
  }
}

TEST(video_file, a_rate_that_the_encoder_lacks_changes_no_length) {
  const fs::path folder = empty_folder();
  for (const int rate : {12, 15, 100}) {
    const std::vector<double> moments = write_and_read((folder / "a.mpg").string(), 2 * rate, rate);
    ASSERT_FALSE(moments.empty());
    EXPECT_NEAR(moments.back() - moments.front(), 2.0 - 1.0 / rate, 0.09) << rate;
    EXPECT_GE(moments.size(), static_cast<std::size_t>(std::min(2 * rate, 120)) - 2) << rate;
  }
}

TEST(video_file, files_of_sound_are_no_videos) {
  const fs::path folder = empty_folder();
  for (const char* name : {"a.mp3", "a.flac", "a.aiff", "a.wav"}) {
    EXPECT_EQ(code_of([&] { make_video_file((folder / name).string(), {}); }), ExitCode::usage) << name;
  }
  EXPECT_EQ(count_files(folder), 0U);
}

TEST(video_file, colours_come_back_whatever_the_space_range_and_size) {
  const fs::path folder = empty_folder();
  for (const ColourMatrix matrix : {ColourMatrix::bt601, ColourMatrix::bt709, ColourMatrix::bt2020}) {
    for (const bool full : {false, true}) {
      for (const auto& [width, height] : {std::pair{128, 96}, std::pair{129, 97}, std::pair{64, 33}}) {
        const Image image = slopes(width, height, 3);
        VideoFileOptions file;
        file.encoder = "h264:preset=ultrafast,qp=0";
        file.colours.matrix = matrix;
        file.colours.full_range = full;
        file.colours.range_said = true;
        file.colours.space = matrix == ColourMatrix::bt601 ? 6 : matrix == ColourMatrix::bt709 ? 1 : 9;
        const std::string path = (folder / "a.mp4").string();
        const auto sink = make_video_file(path, file);
        for (int i = 0; i < 3; ++i) sink->show(image, i / 30.0);
        sink->finish();
        const auto source = open_video(path);
        EXPECT_EQ(source->info().colours.matrix, matrix);
        EXPECT_EQ(source->info().colours.full_range, full);
        Frame frame;
        ASSERT_TRUE(source->next(frame));
        ASSERT_EQ(frame.image.width(), width);
        ASSERT_EQ(frame.image.height(), height);
        double sum = 0;  // four pixels share their chroma: single ones may be off by a few
        for (std::size_t i = 0; i < image.size(); ++i) {
          ASSERT_NEAR(frame.image.data()[i], image.data()[i], 8) << width << "x" << height << " full " << full;
          sum += frame.image.data()[i] - image.data()[i];
        }
        EXPECT_NEAR(sum / static_cast<double>(image.size()), 0, 0.3) << width << "x" << height << " full " << full;
      }
    }
  }
}

TEST(video_file, a_matte_comes_back) {
  const fs::path folder = empty_folder();
  const Image matte = slopes(121, 67, 1);
  for (const char* name : {"m.mp4", "m.mkv", "m.webm", "m.mov"}) {
    VideoFileOptions file;
    if (std::string(name) != "m.webm") file.encoder = "h264:preset=ultrafast,qp=0";
    const auto sink = make_video_file((folder / name).string(), file);
    for (int i = 0; i < 2; ++i) sink->show(matte, i / 30.0);
    sink->finish();
    Frame frame;
    ASSERT_TRUE(open_video((folder / name).string())->next(frame));
    const int tolerance = std::string(name) == "m.webm" ? 6 : 1;
    for (std::size_t i = 0; i < matte.size(); ++i) {
      ASSERT_NEAR(frame.image.data()[3 * i], matte.data()[i], tolerance) << name;
    }
  }
}

TEST(video_file, passing_through_again_and_again_loses_nothing) {
  // What is read and written without loss must not drift from copy to copy.
  const fs::path folder = empty_folder();
  Image image = slopes(80, 60, 3);
  Image first;
  for (int round = 0; round < 5; ++round) {
    VideoFileOptions file;
    file.encoder = "h264:preset=ultrafast,qp=0";
    const std::string path = (folder / ("r" + std::to_string(round) + ".mkv")).string();
    const auto sink = make_video_file(path, file);
    sink->show(image, 0);
    sink->finish();
    Frame frame;
    ASSERT_TRUE(open_video(path)->next(frame));
    image.swap(frame.image);
    if (round == 0) first = image;
  }
  EXPECT_EQ(std::vector(image.data(), image.data() + image.size()),
            std::vector(first.data(), first.data() + first.size()));
}

TEST(video_file, pictures_are_numbered) {
  const fs::path folder = empty_folder();
  const auto sink = make_video_file((folder / "new" / "p%03d.png").string());
  const Image picture = slopes(10, 7, 4);
  for (int i = 0; i < 3; ++i) sink->show(picture, i / 30.0);
  sink->finish();
  EXPECT_EQ(count_files(folder / "new"), 3U);
  const Image back = read_image(folder / "new" / "p003.png", true);
  EXPECT_EQ(std::vector(back.data(), back.data() + back.size()),
            std::vector(picture.data(), picture.data() + picture.size()));
}

TEST(video_file, unfinished_leaves_what_was_there) {
  const fs::path folder = empty_folder();
  const fs::path path = folder / "a.mp4";
  {
    const auto sink = make_video_file(path.string());
    sink->show(slopes(64, 64, 3), 0);
    EXPECT_FALSE(fs::exists(path));
  }
  EXPECT_EQ(count_files(folder), 0U);
}

TEST(video_file, a_full_disk_is_said_in_one_sentence) {
  if (!fs::exists("/dev/full")) GTEST_SKIP();
  VideoFileOptions file;
  file.format = "matroska";
  try {
    const auto sink = make_video_file("/dev/full", file);
    for (int i = 0; i < 200; ++i) sink->show(slopes(320, 240, 3), i / 30.0);
    sink->finish();
    FAIL() << "nothing was said";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::output);
    EXPECT_NE(std::string(error.what()).find("disk is full"), std::string::npos) << error.what();
  }
}

TEST(video_file, says_what_cannot_hold_transparency) {
  EXPECT_TRUE(video_can_hold_alpha("a.webm"));
  EXPECT_TRUE(video_can_hold_alpha("a.mov"));
  EXPECT_TRUE(video_can_hold_alpha("a.mkv"));
  EXPECT_TRUE(video_can_hold_alpha("a.gif"));
  EXPECT_TRUE(video_can_hold_alpha("f/%04d.png"));
  EXPECT_FALSE(video_can_hold_alpha("a.mp4"));
  EXPECT_FALSE(video_can_hold_alpha("f/%04d.jpg"));
  EXPECT_FALSE(video_can_hold_alpha("-"));
  VideoFileOptions h264;
  h264.encoder = "h264";
  EXPECT_FALSE(video_can_hold_alpha("a.mov", h264));
}

TEST(video_file, what_cannot_be_is_refused_before_the_first_picture) {
  const fs::path folder = empty_folder();
  const auto make = [&](const std::string& name, const std::string& encoder) {
    VideoFileOptions file;
    file.encoder = encoder;
    make_video_file((folder / name).string(), file);
  };
  EXPECT_EQ(code_of([&] { make("a.xyz", ""); }), ExitCode::usage);
  EXPECT_EQ(code_of([&] { make("a.mp4", "no-such-encoder"); }), ExitCode::usage);
  EXPECT_EQ(code_of([&] { make("a.webm", "h264"); }), ExitCode::usage);
  EXPECT_EQ(code_of([&] { make("p%d.txt", ""); }), ExitCode::usage);
  EXPECT_EQ(code_of([&] { make_video_file("/proc/no/a.mp4"); }), ExitCode::output);
  VideoFileOptions wrong;
  wrong.encoder = "h264:no_such_option=1";
  EXPECT_EQ(code_of([&] { make_video_file((folder / "a.mp4").string(), wrong)->show(slopes(16, 16, 3), 0); }),
            ExitCode::usage);
  EXPECT_EQ(count_files(folder), 0U);
}

}  // namespace
}  // namespace segme
