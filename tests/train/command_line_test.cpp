// train/command_line: what is typed behind `segme train`, read as every command of segme reads it.
#include "train/command_line.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segme::train {
namespace {

CommandLine read(std::vector<std::string> words) {
  words.insert(words.begin(), "train");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  const auto line = read_command_line(static_cast<int>(pointers.size()), pointers.data());
  EXPECT_TRUE(line.has_value());
  return line.value_or(CommandLine{});
}

std::string refusal(const std::vector<std::string>& words) {
  try {
    read(words);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  ADD_FAILURE() << "read";
  return "";
}

TEST(train_command_line, values_are_taken_whole_commas_and_all) {
  const CommandLine line = read({"portrait", "--data", "img.npy,msk.npy", "--output=a,b", "--freeze", "stem,head"});
  EXPECT_EQ(line.net, "portrait");
  EXPECT_EQ(line.options.data, "img.npy,msk.npy");
  EXPECT_EQ(line.options.output, "a,b");
  EXPECT_EQ(line.options.freeze, "stem,head");
  EXPECT_EQ(read({"portrait", "--data", "images/,masks/", "-o", "x"}).options.data, "images/,masks/");
}

TEST(train_command_line, switches_stand_alone_or_say_off) {
  const std::vector<std::string> rest{"--data", "d", "-o", "x"};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), rest.begin(), rest.end());
    return read(std::move(words));
  };
  EXPECT_TRUE(with({"portrait"}).options.bf16);
  EXPECT_FALSE(with({"portrait", "--bf16", "off"}).options.bf16);
  EXPECT_FALSE(with({"--bf16=off", "portrait"}).options.bf16);
  EXPECT_TRUE(with({"--bf16", "portrait"}).options.bf16);
  EXPECT_EQ(with({"--overwrite", "portrait"}).net, "portrait");
  EXPECT_TRUE(with({"--overwrite", "portrait"}).options.overwrite);
  EXPECT_FALSE(with({"portrait", "--distill", "off"}).options.distill);
  EXPECT_TRUE(with({"portrait", "--distill=on"}).options.distill);
}

TEST(train_command_line, options_stand_on_top_of_the_recipe_wherever_it_stands) {
  const CommandLine line = read({"prisma", "--batch", "64", "--recipe", "reference", "--data", "d", "-o", "x"});
  EXPECT_EQ(line.options.batch, 64);
  EXPECT_EQ(line.options.optimizer, "adam");
  EXPECT_EQ(line.options.recipe, "reference");
}

TEST(train_command_line, a_run_that_goes_on_needs_its_folder_alone) {
  EXPECT_EQ(read({"--resume", "-o", "runs/x"}).options.output, "runs/x");
  EXPECT_NE(refusal({"--resume"}).find("--output"), std::string::npos);
}

TEST(train_command_line, what_is_wrong_is_said) {
  EXPECT_NE(refusal({"--data", "d", "-o", "x"}).find("no net"), std::string::npos);
  EXPECT_NE(refusal({"portrait", "-o", "x"}).find("--data"), std::string::npos);
  EXPECT_NE(refusal({"portrait", "prisma", "--data", "d", "-o", "x"}).find("one argument too many"), std::string::npos);
  EXPECT_NE(refusal({"portrait", "--data", "d", "-o", "x", "--batsh", "3"}).find("'--batch'"), std::string::npos);
  EXPECT_NE(refusal({"portrait", "--data", "d", "-o", "x", "--batch", "0"}).find("from 1 to 1024"), std::string::npos);
  EXPECT_NE(refusal({"portrait", "--data", "d", "-o", "x", "--batch"}).find("--batch"), std::string::npos);
}

TEST(train_command_line, sizes_that_a_net_cannot_have_are_named_with_their_multiple) {
  TrainOptions options;
  options.size = 100;
  try {
    check_sizes("portrait", options);
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    EXPECT_STREQ(error.what(), "--size is 100, but a side of net 'portrait' is a multiple of 32. Give 96 or 128.");
  }
  options.size = 96;
  options.small_size = 33;
  EXPECT_THROW(check_sizes("portrait", options), Error);
  options.small_share = 0;  // then nobody sees that size
  EXPECT_NO_THROW(check_sizes("portrait", options));
}

}  // namespace
}  // namespace segme::train
