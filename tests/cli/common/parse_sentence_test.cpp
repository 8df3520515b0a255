// What people read where CLI11 finds a command line wrong: its sentences, made by itself, and ours.
#include "cli/common/parse_sentence.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace segme::cli {
namespace {

/// What is said of this command line.
std::string said_of(const std::string& line) {
  CLI::App app;
  std::string fit, file;
  int jobs = 0;
  double seconds = 0, free = 0;
  std::vector<std::string> files;
  app.add_option("--fit", fit)->check(CLI::IsMember({"fill", "fit", "centre"}));
  app.add_option("--jobs", jobs)->check(CLI::Range(0, 1024));
  CLI::Option* keep = app.add_option("--keep", seconds)->check(CLI::Range(0.05, 1.0));
  app.add_option("--free", free)->excludes(keep);
  app.add_option("-o,--output", file);
  app.add_option("FILE", files)->required()->expected(2, 100);
  try {
    app.parse(line);
  } catch (const CLI::ParseError& error) {
    return parse_sentence(error.what());
  }
  return "";
}

TEST(ParseSentence, says_in_words_what_is_wrong) {
  EXPECT_EQ(said_of("a b"), "");
  EXPECT_EQ(said_of("a b --fit middle"), "--fit 'middle' is not one of fill, fit, centre");
  EXPECT_EQ(said_of("a b --jobs 5000"), "--jobs '5000' is not a number from 0 to 1024");
  EXPECT_EQ(said_of("a b --jobs many"), "--jobs 'many' is not a number from 0 to 1024");
  EXPECT_EQ(said_of("a b --keep 2"), "--keep '2' is not a number from 0.05 to 1");
  EXPECT_EQ(said_of("a b --free much"), "--free 'much' is not a number");
  EXPECT_EQ(said_of("a b --free 1 --keep 1"), "--keep and --free contradict each other");
  EXPECT_EQ(said_of("a b -o"), "--output wants a value, and none follows it");
  EXPECT_EQ(said_of("a b --keep 0.5 0.6 --keep 0.7"), "--keep takes one value, and 2 were given");
  EXPECT_EQ(said_of("a b --fit"), "--fit wants a value, and none follows it");
  EXPECT_EQ(said_of("a"), "at least 2 of FILE are needed");
  EXPECT_EQ(said_of(""), "FILE is missing");
}

TEST(ParseSentence, leaves_what_it_does_not_know) { EXPECT_EQ(parse_sentence("something else"), "something else"); }

}  // namespace
}  // namespace segme::cli
