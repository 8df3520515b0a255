// session/image/crew: a batch as a server or a phone would run it: told of each picture, stopped in the middle, and
// with errors that name no flags.
#include "session/image/crew.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "base/error.h"
#include "capture/image_file.h"
#include "sink/image_file.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;

class CrewTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("crew_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "in");
    options_.inputs = {(folder_ / "in").string()};
    options_.output = (folder_ / "out").string() + "/";
    options_.recipe.model = SEGME_SOURCE_DIR "/tests/data/red";
    options_.recipe.refine = "none";
    options_.recipe.still = true;
    options_.recipe.engine.cache = false;
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// A red square, which the test net takes for a person, in the middle of blue.
  void add_picture(const std::string& name) const {
    Image picture(64, 64, 3);
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 64; ++x) {
        const bool person = x >= 16 && x < 48 && y >= 16 && y < 48;
        std::uint8_t* pixel = picture.row(y) + 3 * x;
        pixel[0] = person ? 255 : 0;
        pixel[1] = 0;
        pixel[2] = person ? 0 : 255;
      }
    }
    write_file(folder_ / "in" / name, encode_image(picture, ".png", {}));
  }

  /// Runs the batch. What was said of each picture, by its name.
  std::map<std::string, Result> run(std::stop_token stop = {}) {
    Plan plan(options_, stop);
    Crew crew(options_, stop);
    std::map<std::string, Result> results;
    std::mutex mutex;
    Crew::Listener listener;
    listener.result = [&](const Result& result) {
      const std::lock_guard lock(mutex);
      results[fs::path(result.task.input).filename().string()] = result;
      return !deaf_;
    };
    crew.run(plan, listener);
    return results;
  }

  fs::path folder_;
  ImageOptions options_;
  bool deaf_ = false;
};

TEST_F(CrewTest, every_picture_is_drawn_and_told) {
  for (const char* name : {"a.png", "b.png", "c.png", "d.png", "e.png"}) add_picture(name);
  options_.jobs = 2;
  const auto results = run();
  ASSERT_EQ(results.size(), 5U);
  for (const auto& [name, result] : results) {
    EXPECT_EQ(result.error, "") << name;
    const Image cutout = read_image(result.task.output, true);
    ASSERT_EQ(cutout.channels(), 4) << name;
    EXPECT_GT(cutout.row(32)[4 * 32 + 3], 250) << name;
    EXPECT_LT(cutout.row(2)[4 * 2 + 3], 5) << name;
    EXPECT_NEAR(result.person, 0.25, 0.05) << name;
  }
}

TEST_F(CrewTest, what_is_broken_costs_itself_and_names_no_flag) {
  add_picture("good.png");
  write_file(folder_ / "in" / "bad.png", std::vector<std::uint8_t>{0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A, 0});
  auto results = run();
  EXPECT_EQ(results["good.png"].error, "");
  EXPECT_EQ(results["bad.png"].code, static_cast<int>(ExitCode::input));
  results = run();  // now the result is there
  EXPECT_EQ(results["good.png"].code, static_cast<int>(ExitCode::output));
  for (const auto& [name, result] : results) EXPECT_EQ(result.error.find("--"), std::string::npos) << result.error;
  options_.skip_existing = true;
  EXPECT_TRUE(run()["good.png"].skipped);
}

TEST_F(CrewTest, a_batch_that_is_stopped_or_not_heard_begins_nothing_new) {
  for (const char* name : {"a.png", "b.png", "c.png"}) add_picture(name);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(run(stop.get_token()).empty());
  deaf_ = true;
  EXPECT_EQ(run().size(), 1U);
}

TEST_F(CrewTest, a_watched_folder_ends_when_it_is_stopped) {
  options_.inputs.clear();
  options_.watch = (folder_ / "in").string();
  add_picture("a.png");
  std::stop_source stop;
  Plan plan(options_, stop.get_token());
  Crew crew(options_, stop.get_token());
  std::atomic<int> told = 0;
  Crew::Listener listener;
  listener.watching = [&] { ++told; };
  listener.result = [&](const Result& result) {
    EXPECT_EQ(result.error, "");
    stop.request_stop();  // while the next picture is waited for
    return true;
  };
  crew.run(plan, listener);
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace segme::session
