// session: the jobs about videos as a server would run them: told how far they are, stopped in the middle, watched by
// a viewer that is no window, and with errors that name no flags. The net takes the red channel for the matte.
#include "session/video.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "sink/video_file.h"

#if defined(SEGME_TEST_FFMPEG)
#include "session/live/job.h"
#include "session/stream/job.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;
constexpr int kFrames = 40;

class JobsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("jobs_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const auto sink = make_video_file(at("clip.mkv"), {});
    Image picture(96, 64, 3);
    for (int i = 0; i < kFrames; ++i) {
      for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 96; ++x) {
          std::uint8_t* pixel = picture.row(y) + 3 * x;
          pixel[0] = x < 48 ? 255 : 0;
          pixel[1] = 0;
          pixel[2] = static_cast<std::uint8_t>(4 * i);
        }
      }
      sink->show(picture, i / 30.0);
    }
    sink->finish();
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string at(const std::string& name) const { return (folder_ / name).string(); }

  static Recipe red() {
    Recipe recipe;
    recipe.model = SEGME_SOURCE_DIR "/tests/data/red";
    recipe.refine = "none";
    recipe.background = "#00ff00";
    recipe.engine.threads = 1;
    recipe.engine.cache = false;
    return recipe;
  }
  [[nodiscard]] VideoJobOptions video(const std::string& output) const {
    VideoJobOptions options;
    options.input = at("clip.mkv");
    options.output = at(output);
    options.recipe = red();
    return options;
  }
  [[nodiscard]] int frames_of(const std::string& name) const {
    const auto source = open_video(at(name));
    Frame frame;
    int count = 0;
    while (source->next(frame)) {
      const std::uint8_t* right = frame.image.row(32) + 3 * 80;
      EXPECT_GT(right[1], 200) << "green behind nobody, frame " << count;
      EXPECT_LT(frame.image.row(32)[3 * 20 + 1], 60) << "the person as it was, frame " << count;
      ++count;
    }
    return count;
  }

  fs::path folder_;
};

/// Counts what it is shown, and goes after so many.
class Counting final : public LiveViewer {
 public:
  explicit Counting(int most) : most_(most) {}
  void show(const LivePicture& picture, const std::string&) override {
    EXPECT_GT(picture.picture.row(32)[3 * 80 + 1], 200);
    ++shown_;
  }
  void wait_for(const std::string&) override {}
  void listen(int) override {}
  [[nodiscard]] bool there() const override { return true; }
  [[nodiscard]] bool quit() const override { return shown_ >= most_; }
  [[nodiscard]] int shown() const { return shown_; }

 private:
  int most_, shown_ = 0;
};

TEST_F(JobsTest, a_video_is_drawn_frame_by_frame_and_told) {
  std::size_t expected = 0;
  int shown = 0, ended = 0;
  VideoJob::Listener listener{[&](std::size_t frames) { expected = frames; }, [&] { ++shown; }, [&] { ++ended; }};
  const VideoResult result = VideoJob(video("out.mkv"), {}).run(listener);
  EXPECT_NEAR(static_cast<double>(expected), kFrames, 2);
  EXPECT_EQ(shown, kFrames);
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(result.report.frames, kFrames);
  EXPECT_FALSE(result.losses.any());
  EXPECT_EQ(frames_of("out.mkv"), kFrames);
}

/// Stays: is never wholly RGB.
TEST_F(JobsTest, a_video_stays_in_planes_where_both_files_and_the_chain_can) {
  const auto in_planes = [&](const VideoJobOptions& options) {
    const VideoResult result = VideoJob(options, {}).run({});
    EXPECT_EQ(result.report.frames, kFrames);
    EXPECT_GE(result.report.waits.encode, 0);
    EXPECT_NE(to_json(options, result).find("\"in_planes\":" + std::to_string(result.report.in_planes)),
              std::string::npos);
    return result.report.in_planes;
  };
  EXPECT_EQ(in_planes(video("out.mkv")), kFrames);
  VideoJobOptions filtered = video("filtered.mkv");
  filtered.recipe.render = "alpha,sepia";
  EXPECT_EQ(in_planes(filtered), 0);
  VideoJobOptions matte = video("matte.mkv");
  matte.matte = true;
  matte.recipe.background = "none";
  EXPECT_EQ(in_planes(matte), 0);
  VideoJobOptions full = video("444.mkv");
  full.output_pixel_format = "yuv444p";
  EXPECT_EQ(in_planes(full), 0);
}

TEST_F(JobsTest, a_video_that_is_stopped_holds_what_was_done) {
  std::stop_source stop;
  int shown = 0;
  VideoJob::Listener listener;
  listener.shown = [&] {
    if (++shown == 5) stop.request_stop();
  };
  const VideoResult result = VideoJob(video("out.mkv"), stop.get_token()).run(listener);
  EXPECT_TRUE(result.report.stopped);
  EXPECT_GE(result.report.frames, 5);
  EXPECT_LT(result.report.frames, kFrames);
  EXPECT_EQ(frames_of("out.mkv"), result.report.frames);
}

TEST_F(JobsTest, what_may_not_be_replaced_is_refused_without_a_flag) {
  const auto refused = [&](const VideoJobOptions& options, ExitCode code) {
    try {
      VideoJob(options, {}).run({});
      ADD_FAILURE() << "nothing was refused";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      EXPECT_EQ(std::string(error.what()).find("--"), std::string::npos) << error.what();
    }
  };
  refused(video("clip.mkv"), ExitCode::output);  // the source itself
  VideoJobOptions alpha = video("out.mp4");
  alpha.transparent = true;
  refused(alpha, ExitCode::usage);
  std::ofstream(at("there.mkv")) << "mine";
  refused(video("there.mkv"), ExitCode::output);
}

TEST_F(JobsTest, live_pictures_go_to_a_viewer_that_may_leave_and_to_a_recording) {
  LiveOptions options;
  options.source.where = at("clip.mkv");
  options.record = at("record.mkv");
  options.recipe = red();
  LiveJob job(options, {});
  Counting viewer(6);
  job.run(viewer);
  EXPECT_NO_THROW(job.check());
  EXPECT_EQ(viewer.shown(), 6);
  EXPECT_EQ(job.report().pictures(), 6);
  EXPECT_EQ(frames_of("record.mkv"), 6);
}

TEST_F(JobsTest, a_live_run_ends_when_it_is_stopped_and_one_without_a_picture_has_failed) {
  LiveOptions options;
  options.source.where = at("clip.mkv");
  options.recipe = red();
  std::stop_source stop;
  stop.request_stop();
  Counting viewer(1000);
  LiveJob job(options, stop.get_token());
  job.run(viewer);
  EXPECT_NO_THROW(job.check());  // somebody wanted it so
  EXPECT_EQ(viewer.shown(), 0);
  options.seconds = 1e-6;
  LiveJob hasty(options, {});
  hasty.run(viewer);
  EXPECT_THROW(hasty.check(), Error);
}

TEST_F(JobsTest, a_stream_writes_all_outputs_and_tells_its_figures) {
  StreamOptions options;
  options.inputs = {at("clip.mkv")};
  options.outputs = {at("one.mkv"), at("two.mkv")};
  options.when_slow = WhenFull::wait;
  options.recipe = red();
  StreamJob job(options, {});
  job.run();
  EXPECT_NO_THROW(job.check());
  EXPECT_TRUE(job.all_well());
  const StreamFigures figures = job.figures();
  EXPECT_GT(figures.pictures, 0);
  ASSERT_EQ(figures.outputs.size(), 2U);
  for (const char* name : {"one.mkv", "two.mkv"}) EXPECT_EQ(frames_of(name), figures.pictures) << name;
  EXPECT_NE(to_json(figures).find("\"dropped\":0"), std::string::npos) << to_json(figures);
}

}  // namespace
}  // namespace segme::session
#endif
