// A file is written whole or not at all, and nothing else is left lying about.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "base/error.h"
#include "base/file_writer.h"

namespace segme {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

Bytes contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

class write_file : public testing::Test {
 protected:
  write_file() {
    top_ = fs::path(testing::TempDir()) / ("segme_write_" + std::to_string(::getpid()));
    fs::create_directories(top_);
  }
  ~write_file() override {
    std::error_code ignored;
    fs::remove_all(top_, ignored);
  }
  /// The Error's sentence; "" when there was none.
  static std::string failure(const fs::path& path, const Bytes& bytes) {
    try {
      segme::write_file(path, bytes);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::output);
      EXPECT_EQ(std::string(error.what()).find("cannot write '" + path.string() + "': "), 0u) << error.what();
      return error.what();
    }
    return "";
  }
  static std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  fs::path top_;
};

TEST_F(write_file, makes_parent_folders_and_leaves_one_file) {
  const Bytes bytes = {1, 2, 3};
  segme::write_file(top_ / "a/b/c.png", bytes);
  EXPECT_EQ(contents(top_ / "a/b/c.png"), bytes);
  EXPECT_EQ(files_in(top_ / "a/b"), 1u);
}

TEST_F(write_file, replaces_the_old_file) {
  segme::write_file(top_ / "a.png", Bytes(1000, 1));
  segme::write_file(top_ / "a.png", Bytes(10, 2));
  EXPECT_EQ(contents(top_ / "a.png"), Bytes(10, 2));
  EXPECT_EQ(files_in(top_), 1u);
}

TEST_F(write_file, writes_through_a_link) {
  segme::write_file(top_ / "real.png", {1});
  fs::create_symlink(top_ / "real.png", top_ / "link.png");
  segme::write_file(top_ / "link.png", {2});
  EXPECT_TRUE(fs::is_symlink(top_ / "link.png"));
  EXPECT_EQ(contents(top_ / "real.png"), Bytes{2});
}

TEST_F(write_file, writes_through_links_to_what_is_not_there_yet) {
  fs::create_directory(top_ / "far");
  fs::create_symlink("far/real.png", top_ / "second.png");  // from where the link lies
  fs::create_symlink(top_ / "second.png", top_ / "first.png");
  segme::write_file(top_ / "first.png", {3});
  EXPECT_TRUE(fs::is_symlink(top_ / "first.png"));
  EXPECT_TRUE(fs::is_symlink(top_ / "second.png"));
  EXPECT_EQ(contents(top_ / "far/real.png"), Bytes{3});
  EXPECT_EQ(files_in(top_ / "far"), 1u);
  fs::create_symlink("round.png", top_ / "round.png");
  EXPECT_NE(failure(top_ / "round.png", {1}).find("leads to itself"), std::string::npos);
  EXPECT_TRUE(fs::is_symlink(top_ / "round.png"));
}

TEST_F(write_file, a_file_that_is_replaced_gives_its_mode_and_owner) {
  for (const mode_t mode : {0600U, 0640U, 0664U, 0444U, 0755U}) {
    const fs::path file = top_ / "a.png";
    segme::write_file(file, {1});
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    const bool given = ::chown(file.c_str(), 12345, 12346) == 0;  // root alone may
    segme::write_file(file, {2});
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, mode);
    if (given) {
      EXPECT_EQ(status.st_uid, 12345U);
      EXPECT_EQ(status.st_gid, 12346U);
    }
    EXPECT_EQ(contents(file), Bytes{2});
    fs::remove(file);
  }
}

TEST_F(write_file, a_new_file_has_the_mode_that_the_user_chose) {
  const mode_t before = ::umask(027);
  segme::write_file(top_ / "a.png", {1});
  FileWriter cache(top_ / "b", FileUse::cache);
  cache.finish();
  ::umask(before);
  struct stat status {};
  ASSERT_EQ(::stat((top_ / "a.png").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
  ASSERT_EQ(::stat((top_ / "b").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST_F(write_file, a_name_as_long_as_the_disk_allows_is_no_problem) {
  const std::string name = std::string(251, 'n') + ".png";
  segme::write_file(top_ / name, {7});
  EXPECT_EQ(contents(top_ / name), Bytes{7});
}

TEST_F(write_file, many_threads_write_the_same_place_without_mixing) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round)
        segme::write_file(top_ / "same.bin", Bytes(5000, static_cast<std::uint8_t>(i)));
    });
  }
  for (std::thread& thread : threads) thread.join();
  const Bytes bytes = contents(top_ / "same.bin");
  EXPECT_EQ(bytes, Bytes(5000, bytes.at(0)));
  EXPECT_EQ(files_in(top_), 1u);
}

TEST_F(write_file, a_folder_or_a_file_in_the_way_is_named) {
  EXPECT_NE(failure(top_, {1}).find("it is a folder"), std::string::npos);
  segme::write_file(top_ / "file", {1});
  EXPECT_NE(failure(top_ / "file/a.png", {1}).find("not a folder"), std::string::npos);
  EXPECT_NE(failure(top_ / (std::string(300, 'n') + ".png"), {1}).find("too long"), std::string::npos);
  EXPECT_EQ(files_in(top_), 1u);
}

TEST_F(write_file, a_folder_without_permission_is_named) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::permissions(top_, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_NE(failure(top_ / "a.png", {1}).find("no permission"), std::string::npos);
  fs::permissions(top_, fs::perms::owner_all);
}

TEST_F(write_file, a_device_that_is_full_says_so) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  EXPECT_NE(failure("/dev/full", Bytes(100, 1)).find("the disk is full"), std::string::npos);
  segme::write_file("/dev/null", Bytes(100, 1));
}

TEST_F(write_file, a_write_that_breaks_off_keeps_the_old_file_and_leaves_nothing) {
  segme::write_file(top_ / "a.png", {1, 2, 3});
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 4096;  // a write beyond it fails in the middle, as on a full disk
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string sentence = failure(top_ / "a.png", Bytes(100000, 9));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, old_handler);
  EXPECT_NE(sentence, "");
  EXPECT_EQ(contents(top_ / "a.png"), (Bytes{1, 2, 3}));
  EXPECT_EQ(files_in(top_), 1u);
}

TEST_F(write_file, a_full_disk_keeps_the_old_file_and_leaves_nothing) {
  const fs::path disk = top_ / "disk";
  fs::create_directories(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0) GTEST_SKIP() << "may not mount a tmpfs";
  segme::write_file(disk / "a.png", {1, 2, 3});
  const std::string sentence = failure(disk / "a.png", Bytes(200000, 9));
  EXPECT_NE(sentence.find("the disk is full"), std::string::npos) << sentence;
  EXPECT_EQ(contents(disk / "a.png"), (Bytes{1, 2, 3}));
  EXPECT_EQ(files_in(disk), 1u);
  ::umount(disk.c_str());
}

TEST_F(write_file, an_interrupted_program_leaves_only_whole_files) {
  const pid_t child = ::fork();
  if (child == 0) {  // writes for ever, until the clean-up of Ctrl-C comes
    std::thread writer([&] {
      for (int i = 0;; ++i) {
        try {
          segme::write_file(top_ / ("file" + std::to_string(i % 5)), Bytes(300000, 5));
        } catch (const Error&) {
        }
      }
    });
    for (int i = 0; i < 20; ++i) {
      ::usleep(5000);
      remove_unfinished_files();
    }
    ::_exit(0);
  }
  ASSERT_GT(child, 0);
  int status = 0;
  ::waitpid(child, &status, 0);
  int unfinished = 0;
  for (const auto& entry : fs::directory_iterator(top_)) {
    if (entry.path().extension() == ".part") {
      ++unfinished;
    } else {
      EXPECT_EQ(fs::file_size(entry.path()), 300000u);
    }
  }
  EXPECT_LE(unfinished, 1) << "only one that was begun after the last clean-up";
}

}  // namespace
}  // namespace segme
