// Libraries that are loaded on demand: what is missing is a sentence, not a crash.
#include "base/loaded_library.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(loaded_library, what_is_missing_is_named) {
  LoadedLibrary library("libthat-nobody-has.so.7");
  EXPECT_NE(library.failure().find("libthat-nobody-has.so.7"), std::string::npos) << library.failure();
  int (*function)(int) = nullptr;
  library.find(function, "anything");
  EXPECT_EQ(function, nullptr);
}

TEST(loaded_library, a_missing_function_is_a_failure_too) {
  LoadedLibrary library("libc.so.6");
  int (*absolute)(int) = nullptr;
  library.find(absolute, "abs");
  EXPECT_TRUE(library.failure().empty()) << library.failure();
  ASSERT_NE(absolute, nullptr);
  EXPECT_EQ(absolute(-3), 3);
  library.find(absolute, "that_nobody_has");
  EXPECT_NE(library.failure().find("that_nobody_has"), std::string::npos) << library.failure();
}

}  // namespace
}  // namespace segme
