// pipeline/threads: the same as one thread does, in the same order; failures and the wish to stop come through; once
// warm nothing of ours allocates. The net takes the red channel for the matte (tests/data/red).
#include "pipeline/threads.h"

#include <gtest/gtest.h>

#include "capture/synthetic.h"
#include "capture/video_file.h"
#include "recipe/recipe.h"
#include "sink/video_file.h"
#include "tests/count_allocations.h"

namespace segme {
namespace {

Recipe red() {
  Recipe options;
  options.model = SEGME_SOURCE_DIR "/tests/data/red";
  options.refine = "guided";
  options.render = "colour:value=blue";
  options.engine.threads = 1;
  options.engine.cache = false;
  return options;
}

Synthetic::Options moving(int frames) {
  Synthetic::Options options;
  options.width = 160;
  options.height = 90;
  options.frames = frames;
  options.motion = 0.02F;
  return options;
}

/// Keeps a sum of every picture, and its moment.
class Sums final : public Sink {
 public:
  explicit Sums(std::int64_t fail_at = -1) : fail_at_(fail_at) {}
  void show(const Image& picture, double seconds) override {
    if (static_cast<std::int64_t>(sums.size()) == fail_at_) throw Error(ExitCode::output, "cannot write: full.");
    std::uint64_t sum = 14695981039346656037U;
    for (std::size_t i = 0; i < picture.size(); ++i) sum = (sum ^ picture.data()[i]) * 1099511628211U;
    sums.emplace_back(sum, seconds);
  }
  std::vector<std::pair<std::uint64_t, double>> sums;

 private:
  std::int64_t fail_at_;
};

/// Breaks after some frames.
class Broken final : public Capture {
 public:
  bool next(Frame& frame) override {
    if (++count_ > 5) throw Error(ExitCode::input, "cannot read: it broke.");
    frame.image.resize(64, 64, 3);
    frame.image.fill(100);
    frame.seconds = count_;
    return true;
  }

 private:
  int count_ = 0;
};

TEST(threads, give_the_same_pictures_in_the_same_order_as_one_thread) {
  Pipeline pipeline = make_pipeline(red());
  Sums one;
  Sums several;
  Synthetic first(moving(30));
  pipeline.run(first, one);
  pipeline.reset();
  Synthetic second(moving(30));
  const ThreadedReport report = run_threaded(pipeline, second, several, {});
  EXPECT_EQ(report.frames, 30);
  EXPECT_FALSE(report.stopped);
  EXPECT_GT(report.net, 0);
  EXPECT_EQ(one.sums, several.sums);
}

TEST(threads, what_a_stage_throws_is_thrown_when_all_have_ended) {
  Pipeline pipeline = make_pipeline(red());
  const auto code = [&](Capture& capture, Sink& sink) {
    try {
      run_threaded(pipeline, capture, sink, {});
    } catch (const Error& error) {
      return error.code();
    }
    return ExitCode::ok;
  };
  Broken broken;
  Sums good;
  EXPECT_EQ(code(broken, good), ExitCode::input);
  Synthetic synthetic(moving(100));
  Sums full(3);
  EXPECT_EQ(code(synthetic, full), ExitCode::output);
  EXPECT_EQ(full.sums.size(), 3U);
}

TEST(threads, stop_when_they_are_asked_to_and_show_what_is_under_way) {
  Pipeline pipeline = make_pipeline(red());
  Synthetic synthetic(moving(1000));
  Sums sink;
  std::atomic<std::int64_t> shown{0};
  ThreadedOptions options;
  options.stop = [&] { return shown >= 10; };
  options.shown = [&](std::int64_t count) { shown = count; };
  const ThreadedReport report = run_threaded(pipeline, synthetic, sink, options);
  EXPECT_TRUE(report.stopped);
  EXPECT_GE(report.frames, 10);
  EXPECT_LE(report.frames, 20);
  EXPECT_EQ(static_cast<std::size_t>(report.frames), sink.sums.size());
  for (std::size_t i = 0; i < sink.sums.size(); ++i) {
    EXPECT_NEAR(sink.sums[i].second, static_cast<double>(i) / 30, 1e-9);
  }
}

TEST(threads, a_source_without_frames_is_no_failure) {
  Pipeline pipeline = make_pipeline(red());
  Synthetic synthetic(moving(0));
  Sums sink;
  EXPECT_EQ(run_threaded(pipeline, synthetic, sink, {}).frames, 0);
}

#if defined(SEGME_TEST_FFMPEG)
TEST(threads, once_warm_nothing_of_ours_allocates_from_file_to_file) {
  if (!test::kCountsAllocations) GTEST_SKIP() << "a sanitizer counts none";
  const std::string in = testing::TempDir() + "allocations-in.mp4";
  const std::string out = testing::TempDir() + "allocations-out.mp4";
  VideoFileOptions file;
  file.encoder = "h264:preset=ultrafast";
  {
    Synthetic synthetic(moving(60));
    const auto sink = make_video_file(in, file);
    Frame frame;
    while (synthetic.next(frame)) sink->show(frame.image, frame.seconds);
    sink->finish();
  }
  Pipeline pipeline = make_pipeline(red());
  const auto source = open_video(in);
  file.time_base = source->info().time_base;
  const auto sink = make_video_file(out, file);
  const test::CountAllocations counter;
  long warm = 0;
  long end = 0;
  ThreadedOptions options;
  options.source = source.get();
  options.sink = sink.get();
  options.shown = [&](std::int64_t count) {
    if (count == 20) warm = counter.so_far();
    if (count == 50) end = counter.so_far();
  };
  EXPECT_EQ(run_threaded(pipeline, *source, *sink, options).frames, 60);
  sink->finish();
  EXPECT_GT(warm, 0) << "nothing was counted: the test cannot fail";
  EXPECT_EQ(end - warm, 0) << "in thirty frames";
}

/// A clip of a person-like shape as a file without losses.
std::string write_clip(const std::string& name, const Synthetic::Options& size, const Colours& colours,
                       const std::string& format) {
  const std::string path = testing::TempDir() + "planes-" + name + ".mkv";
  VideoFileOptions file;
  file.encoder = "ffv1";
  file.pixel_format = format;
  file.colours = colours;
  const auto sink = make_video_file(path, file);
  Synthetic synthetic(size);
  Frame frame;
  while (synthetic.next(frame)) sink->show(frame.image, frame.seconds);
  sink->finish();
  return path;
}

/// The frames of a clip with a background behind the person, in RGB as players show them.
std::vector<Image> replaced(const std::string& clip, const std::string& render, bool in_planes, bool& took) {
  Recipe recipe = red();
  recipe.render = render;
  Pipeline pipeline = make_pipeline(recipe);
  const auto source = open_video(clip);
  const VideoInfo info = source->info();
  VideoFileOptions file;
  file.encoder = "ffv1";
  file.pixel_format = "yuv420p";
  file.colours = info.colours;
  file.time_base = info.time_base;
  const std::string path = testing::TempDir() + (in_planes ? "planes-out.mkv" : "rgb-out.mkv");
  const auto sink = make_video_file(path, file);
  ThreadedOptions options;
  if (in_planes) {
    options.source = source.get();
    options.sink = sink.get();
  }
  const ThreadedReport report = run_threaded(pipeline, *source, *sink, options);
  took = report.in_planes == report.frames && report.frames > 0;
  sink->finish();
  std::vector<Image> frames;
  const auto result = open_video(path);
  Frame frame;
  while (result->next(frame)) frames.push_back(frame.image);
  return frames;
}

TEST(threads, in_planes_pictures_are_what_they_are_in_rgb) {
  const struct {
    const char* name;
    Colours colours;
    const char* format;
    int width;
    bool planes;
  } clips[] = {
      {"601", {ColourMatrix::bt601, false, true, 6, 6, 6}, "yuv420p", 160, true},
      {"601-full", {ColourMatrix::bt601, true, true, 6, 6, 6}, "yuv420p", 160, true},
      {"709", kHighDefinition, "yuv420p", 160, true},
      {"709-full", {ColourMatrix::bt709, true, true, 1, 1, 1}, "yuv420p", 160, true},
      {"10-bits", kHighDefinition, "yuv420p10le", 160, false},
      {"10-bits-601", {ColourMatrix::bt601, true, true, 6, 6, 6}, "yuv420p10le", 160, false},
      {"odd", kHighDefinition, "yuv420p", 161, false},
      {"444", kHighDefinition, "yuv444p", 160, false},
  };
  for (const auto& clip : clips) {
    Synthetic::Options size = moving(6);
    size.width = clip.width;
    const std::string path = write_clip(clip.name, size, clip.colours, clip.format);
    for (const char* render : {"colour:value=blue", "blur"}) {
      bool took = false, took_not = true;
      const std::vector<Image> planes = replaced(path, render, true, took);
      const std::vector<Image> rgb = replaced(path, render, false, took_not);
      EXPECT_EQ(took, clip.planes) << clip.name;
      EXPECT_FALSE(took_not) << clip.name;
      ASSERT_EQ(planes.size(), 6U) << clip.name;
      ASSERT_EQ(rgb.size(), 6U) << clip.name;
      double sum = 0;
      for (std::size_t i = 0; i < rgb.size(); ++i) {
        ASSERT_EQ(planes[i].size(), rgb[i].size());
        for (std::size_t k = 0; k < rgb[i].size(); ++k) sum += std::abs(planes[i].data()[k] - rgb[i].data()[k]);
      }
      EXPECT_LT(sum / static_cast<double>(6 * rgb[0].size()), 0.05) << clip.name << ", " << render;
    }
  }
}
#endif

}  // namespace
}  // namespace segme
