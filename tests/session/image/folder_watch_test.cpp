// A watched folder hands out files that are whole, once each time that they are written, and nothing unfinished.
#include "session/image/folder_watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "base/error.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;

class FolderWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("watch_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name) const { std::ofstream(folder_ / name) << "x"; }
  /// Of the next file, below the folder.
  std::string next(FolderWatch& watch) const { return watch.next()->lexically_relative(folder_).string(); }

  fs::path folder_;
};

TEST_F(FolderWatchTest, what_lies_there_comes_first) {
  write("b.jpg");
  write("a.jpg");
  write(".hidden.jpg");
  write("c.jpg.part");
  FolderWatch watch(folder_);
  EXPECT_EQ(next(watch), "a.jpg");
  EXPECT_EQ(next(watch), "b.jpg");
  write("last.jpg");
  EXPECT_EQ(next(watch), "last.jpg");
}

TEST_F(FolderWatchTest, a_link_comes_when_it_is_made) {
  const fs::path elsewhere = folder_.string() + "_elsewhere.jpg";
  std::ofstream(elsewhere) << "x";
  FolderWatch watch(folder_);
  fs::create_symlink(elsewhere, folder_ / "soft.jpg");
  EXPECT_EQ(next(watch), "soft.jpg");
  fs::create_hard_link(elsewhere, folder_ / "hard.jpg");
  EXPECT_EQ(next(watch), "hard.jpg");
  fs::remove(elsewhere);
}

TEST_F(FolderWatchTest, a_file_comes_when_it_is_closed_and_not_before) {
  FolderWatch watch(folder_);
  std::ofstream slow(folder_ / "slow.jpg");
  slow << "begin" << std::flush;
  std::atomic<bool> closed{false};
  std::thread writer([&] {
    for (int i = 0; i < 4; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(120));
      slow << "more" << std::flush;
    }
    closed = true;
    slow.close();
  });
  EXPECT_EQ(next(watch), "slow.jpg");
  EXPECT_TRUE(closed);
  writer.join();
}

TEST_F(FolderWatchTest, moved_linked_and_changed_files_come_too) {
  FolderWatch watch(folder_);
  write(".upload");
  fs::rename(folder_ / ".upload", folder_ / "moved.jpg");
  EXPECT_EQ(next(watch), "moved.jpg");
  fs::create_hard_link(folder_ / "moved.jpg", folder_ / "linked.jpg");
  EXPECT_EQ(next(watch), "linked.jpg");
  write("moved.jpg");
  EXPECT_EQ(next(watch), "moved.jpg");
}

TEST_F(FolderWatchTest, folders_that_arrive_are_watched_with_what_is_in_them) {
  FolderWatch watch(folder_);
  fs::create_directories(folder_ / "day" / "one");
  write("day/one/a.jpg");
  EXPECT_EQ(next(watch), "day/one/a.jpg");
  write("day/one/b.jpg");
  std::string second = next(watch);
  if (second == "day/one/a.jpg") second = next(watch);  // found by the list and told by an event
  EXPECT_EQ(second, "day/one/b.jpg");
}

TEST_F(FolderWatchTest, a_file_that_goes_again_does_not_come) {
  FolderWatch watch(folder_);
  write("gone.jpg");
  fs::remove(folder_ / "gone.jpg");
  write("stays.jpg");
  EXPECT_EQ(next(watch), "stays.jpg");
}

TEST_F(FolderWatchTest, what_is_no_folder_or_goes_away_is_an_error) {
  write("file");
  EXPECT_THROW(FolderWatch(folder_ / "file"), Error);
  EXPECT_THROW(FolderWatch(folder_ / "missing"), Error);
  FolderWatch watch(folder_);
  EXPECT_EQ(next(watch), "file");
  fs::remove_all(folder_);
  EXPECT_THROW(watch.next(), Error);
}

TEST_F(FolderWatchTest, a_stop_ends_the_waiting) {
  std::stop_source stop;
  FolderWatch watch(folder_, stop.get_token());
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop.request_stop();
  });
  EXPECT_FALSE(watch.next());
  other.join();
}

}  // namespace
}  // namespace segme::session
