// session/line_reader: lists as editors, other systems and find write them.
#include "session/line_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <thread>
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

TEST(line_reader, a_stop_ends_the_waiting_for_a_pipe_that_nobody_writes_to) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::stop_source stop;
  LineReader reader("/proc/self/fd/" + std::to_string(ends[0]), false, stop.get_token());
  ASSERT_EQ(::write(ends[1], "a\n", 2), 2);
  EXPECT_EQ(reader.next()->text, "a");
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop.request_stop();
  });
  EXPECT_FALSE(reader.next());
  other.join();
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace segme::session
