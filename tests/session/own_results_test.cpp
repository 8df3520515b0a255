// session/own_results: a second walk finds what the first one found.
#include "session/own_results.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class own_results : public testing::Test {
 protected:
  own_results() : top_(fs::path(testing::TempDir()) / ("segme_walk_" + std::to_string(::getpid()))) {
    for (const char* name : {"a.jpg", "b.png", "sub/c.jpg", "out/a.png", "out/sub/c.png", "sub/deep/out/x.jpg"})
      put(name);
  }
  ~own_results() override { fs::remove_all(top_); }
  void put(const std::string& name) const {
    fs::create_directories((top_ / name).parent_path());
    std::ofstream(top_ / name) << name;
  }
  /// What a walk finds; `output` and `what` below the folder of the test.
  [[nodiscard]] Names found(const std::string& output, const std::string& what = "", bool among = false) const {
    SourceWalk walk(output.empty() ? "" : (top_ / output).string());
    Names names;
    for (const auto& entry : walk.list(what.empty() ? top_.string() : (top_ / what).string()).pictures) {
      names.push_back(entry.relative.generic_string());
    }
    EXPECT_EQ(walk.among_sources(), among);
    return names;
  }
  fs::path top_;
};

TEST_F(own_results, the_output_folder_is_left_out_where_it_lies_in_the_other) {
  EXPECT_EQ(found("").size(), 6U);
  const Names sources{"a.jpg", "b.png", "sub/c.jpg", "sub/deep/out/x.jpg"};
  for (const char* output : {"out", "out/", "out/%s.png", "sub/../out/%s-%03d.png", "./out"}) {
    EXPECT_EQ(found(output), sources) << output;
  }
  EXPECT_EQ(found("not/there").size(), 6U);
  EXPECT_EQ(found("out", "out", true).size(), 2U) << "a folder that is asked for is read";
  EXPECT_EQ(found("", "*.jpg"), Names{"a.jpg"});
  EXPECT_EQ(found("out", "*"), sources);
}

TEST_F(own_results, what_was_named_by_the_program_is_left_out) {
  for (const char* name : {"a-cutout.png", "b.png-matte.png", "sub/c-composite-2.jpg"}) put(name);
  EXPECT_EQ(found("").size(), 6U);
  EXPECT_EQ(found("", "a-cutout.png"), Names{"a-cutout.png"}) << "but not a file that is named";
  EXPECT_EQ(found("", "*-cutout.png"), Names{"a-cutout.png"}) << "nor a pattern that says it";
  EXPECT_EQ(found("", "a*"), Names{"a.jpg"});
  EXPECT_FALSE(is_result_name("matte.png"));
  EXPECT_FALSE(is_result_name("a-matted.png"));
  EXPECT_TRUE(is_result_name("x/a-matte-12.png"));
}

TEST_F(own_results, what_a_pattern_made_beside_its_sources_is_left_out) {
  for (const char* name : {"a_cut.png", "b_cut.png", "z_cut.png"}) put(name);
  const Names sources{"a.jpg", "b.png", "out/a.png", "out/sub/c.png", "sub/c.jpg", "sub/deep/out/x.jpg", "z_cut.png"};
  EXPECT_EQ(found("%s_cut.png", "", true), sources) << "there is no z, so z_cut is a picture of its own";
  EXPECT_EQ(found("%s.png", "*.png", true).size(), 4U) << "b.png is a source, whatever the pattern gives";
}

TEST_F(own_results, a_folder_of_results_alone_is_refused_with_its_reason) {
  for (const char* name : {"done/a-cutout.png", "done/b-matte.png"}) put(name);
  EXPECT_THROW(static_cast<void>(found("", "done")), Error);
}

}  // namespace
}  // namespace segme::session
