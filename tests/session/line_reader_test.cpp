// session/line_reader: lists as editors, other systems and find write them.
#include "session/line_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace segme::session {
namespace {

using Lines = std::vector<std::pair<std::int64_t, std::string>>;

/// What a list of this content says; the Error goes through.
Lines read(std::string_view content, bool nul = false) {
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / ("segme_list_" + std::to_string(::getpid()));
  std::ofstream(path, std::ios::binary) << content;
  LineReader reader(path.string(), nul);
  std::filesystem::remove(path);
  Lines lines;
  while (const std::optional<Line> line = reader.next()) lines.emplace_back(line->index, line->text);
  return lines;
}

TEST(line_reader, gives_lines_with_their_index) {
  EXPECT_EQ(read("a\n\nb c \nd"), (Lines{{0, "a"}, {2, "b c "}, {3, "d"}}));
  EXPECT_EQ(read(""), Lines{});
  EXPECT_EQ(read("\n\n"), Lines{});
}

TEST(line_reader, a_list_of_another_system_is_read) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a\r\n\r\nb\r\n"),
            (Lines{{0, "a"}, {2, "b"}}));
  EXPECT_EQ(read("\xEF\xBB\xBF\r\nb"), (Lines{{1, "b"}}));
}

TEST(line_reader, nuls_may_be_between_names) {
  const std::string_view list("a\nb\0c\r\0\0\xEF\xBB\xBF!\0", 13);
  EXPECT_EQ(read(list, true), (Lines{{0, "a\nb"}, {1, "c\r"}, {3, "\xEF\xBB\xBF!"}}));
}

TEST(line_reader, lists_that_would_be_misread_are_refused) {
  for (const std::string_view list : {std::string_view("a\0b\0", 4),
                                      std::string_view("\xFF\xFE"
                                                       "a\0\n\0",
                                                       6),
                                      std::string_view("\xFE\xFF\0a", 4)}) {
    EXPECT_THROW(read(list), Error);
  }
}

}  // namespace
}  // namespace segme::session
