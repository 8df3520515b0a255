// cli/common/with_flags: the library's advice gets the names of flags, and the library itself names none.
#include "cli/common/with_flags.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

/// All strings of src/, those that are written in several parts as one.
std::string library_text() {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(SEGME_SOURCE_DIR) / "src")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return std::regex_replace(all, std::regex("\"\n *\""), "");
}

TEST(with_flags, advice_of_the_library_names_flags) {
  EXPECT_EQ(with_flags("this FFmpeg has no encoder for 'x.mp4'. Give another encoder."),
            "this FFmpeg has no encoder for 'x.mp4'. Give another --encoder.");
  EXPECT_EQ(with_flags("'a.png' is one file, and there may be several pictures. Give a folder (a/) or a pattern "
                       "('a-%s.png')."),
            "'a.png' is one file, and there may be several pictures. Give a folder (-o a/) or a pattern "
            "(-o 'a-%s.png').");
  EXPECT_EQ(with_flags("cannot read 'x.jpg'. Copy it again."), "cannot read 'x.jpg'. Copy it again.");
}

TEST(with_flags, every_phrase_is_one_that_the_library_says) {
  const std::string text = library_text();
  for (const Wording& wording : wordings()) {
    EXPECT_NE(text.find(wording.library), std::string::npos) << wording.library;
  }
}

}  // namespace
}  // namespace segme::cli
