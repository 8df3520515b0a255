// base/sources: a file is the same by whatever name.
#include "base/sources.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

class sources : public testing::Test {
 protected:
  sources() : top_(fs::path(testing::TempDir()) / ("segme_sources_" + std::to_string(::getpid()))) {
    fs::create_directories(top_);
    put("a.mp4");
    put("b.jpg");
  }
  ~sources() override { fs::remove_all(top_); }
  fs::path put(const std::string& name) const {
    std::ofstream(top_ / name) << name;
    return top_ / name;
  }
  fs::path top_;
  Sources sources_;
};

TEST_F(sources, links_and_hard_links_are_the_file_itself) {
  sources_.add((top_ / "a.mp4").string());
  fs::create_symlink("a.mp4", top_ / "link");
  fs::create_hard_link(top_ / "a.mp4", top_ / "hard");
  for (const char* name : {"a.mp4", "link", "hard", "./a.mp4", "../x"}) {
    EXPECT_EQ(sources_.contains(top_ / name), std::string(name) != "../x") << name;
  }
  EXPECT_FALSE(sources_.contains(top_ / "b.jpg"));
  try {
    sources_.refuse(top_ / "hard");
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::output);
    EXPECT_NE(std::string(error.what()).find("it is an input"), std::string::npos);
  }
  sources_.refuse(top_ / "b.jpg");
}

TEST_F(sources, what_an_argument_can_name_is_found) {
  put("f001.png");
  put("f17.png");
  put("x.acv");
  const std::string top = top_.string() + "/";
  sources_.add("file:" + top + "a.mp4");
  sources_.add(top + "f%03d.png");
  sources_.add(top);
  sources_.add_named_in("alpha,curves:file=" + top + "x.acv,strength=1");
  for (const char* name : {"a.mp4", "f001.png", "x.acv"}) EXPECT_TRUE(sources_.contains(top_ / name));
  for (const char* name : {"f17.png", "b.jpg", ""}) EXPECT_FALSE(sources_.contains(top_ / name)) << name;
}

TEST_F(sources, devices_pipes_urls_and_nothing_are_no_files) {
  ASSERT_EQ(::mkfifo((top_ / "pipe").c_str(), 0600), 0);
  for (const std::string& what : {std::string(), std::string("/dev/null"), std::string("rtsp://x/%d"), std::string("0"),
                                  (top_ / "pipe").string(), (top_ / "gone").string()}) {
    sources_.add(what);
    EXPECT_FALSE(sources_.contains(what)) << what;
  }
}

}  // namespace
}  // namespace segme
