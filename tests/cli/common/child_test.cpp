// cli/common/child: an answer comes back, an Error is thrown here, and a crash there is a word here.
#include "cli/common/child.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "base/error.h"

namespace segme::cli {
namespace {

TEST(cli_child, an_answer_of_any_length_comes_back) {
  const std::string long_one(1 << 20, 'x');
  EXPECT_EQ(run_in_child([&] { return long_one; }).answer, long_one);
  const ChildEnd nothing = run_in_child([] { return std::string(); });
  EXPECT_EQ(nothing.answer + nothing.crash, "");
}

TEST(cli_child, what_it_does_stays_there) {
  int value = 1;
  run_in_child([&] {
    value = 2;
    return std::string();
  });
  EXPECT_EQ(value, 1);
}

TEST(cli_child, an_error_is_thrown_here) {
  try {
    run_in_child([]() -> std::string { throw Error(ExitCode::model, "no such layer."); });
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::model);
    EXPECT_STREQ(error.what(), "no such layer.");
  }
}

TEST(cli_child, a_crash_is_a_word) {
  const ChildEnd crashed = run_in_child([]() -> std::string {
    std::signal(SIGSEGV, SIG_DFL);  // a sanitizer has a handler
    std::raise(SIGSEGV);
    return "not reached";
  });
  EXPECT_EQ(crashed.answer, "");
  EXPECT_EQ(crashed.crash, "Segmentation fault");
  EXPECT_NE(run_in_child([]() -> std::string { ::_exit(3); }).crash, "");
}

}  // namespace
}  // namespace segme::cli
