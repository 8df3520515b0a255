// train/run_record: what is written is what is read; what makes another run is refused by its name, the rest is said.
#include "train/run_record.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;

RunRecord some_record() {
  RunRecord record;
  record.net = "portrait";
  record.options.data = "manifest.csv";
  record.options.learning_rate = 1.0F / 3;
  record.options.freeze = "a,b\"c";
  record.options.bf16 = false;
  record.set = "abc";
  record.pictures = 7;
  record.files["teacher"] = "123";
  record.versions["segme"] = "0.1";
  record.changes = {"from step 3: --steps was 1 and is 2"};
  return record;
}

std::string refusal(const RunRecord& now, ExitCode code) {
  try {
    differences(some_record(), now);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "went on";
  return "";
}

TEST(train_run_record, comes_back_to_the_last_bit) {
  const RunRecord record = some_record();
  const RunRecord read = read_record(record_text(record), "x");
  EXPECT_EQ(record_text(read), record_text(record));
  EXPECT_EQ(read.options.learning_rate, 1.0F / 3);
  EXPECT_EQ(read.options.freeze, "a,b\"c");
  EXPECT_EQ(read.files.at("teacher"), "123");
  EXPECT_EQ(read.pictures, 7U);
}

TEST(train_run_record, another_text_is_refused) {
  for (const char* text : {"", "{", "[]", "{\"net\": 3}", "{\"net\":\"x\",\"options\":{\"soup\":1}}"}) {
    EXPECT_THROW(read_record(text, "x"), Error) << text;
  }
}

TEST(train_run_record, what_would_change_the_outcome_is_refused_by_its_name) {
  RunRecord now = some_record();
  EXPECT_TRUE(differences(some_record(), now).empty());
  now.options.optimizer = "adam";
  EXPECT_NE(refusal(now, ExitCode::usage).find("--optimizer 'adam': the run began with 'adamw'"), std::string::npos);
  now = some_record();
  now.options.seed = 5;
  EXPECT_NE(refusal(now, ExitCode::usage).find("--seed"), std::string::npos);
  now = some_record();
  now.options.bf16 = true;
  EXPECT_NE(refusal(now, ExitCode::usage).find("--bf16"), std::string::npos);
  now = some_record();
  now.set = "abd";
  now.pictures = 8;
  EXPECT_NE(refusal(now, ExitCode::input).find("7 pictures then, 8 now"), std::string::npos);
  now = some_record();
  now.files["teacher"] = "124";
  EXPECT_NE(refusal(now, ExitCode::input).find("--teacher"), std::string::npos);
  now = some_record();
  now.options.start = "a.safetensors";
  EXPECT_NE(refusal(now, ExitCode::usage).find("--start"), std::string::npos);
  now = some_record();
  now.net = "prisma";
  refusal(now, ExitCode::model);
}

TEST(train_run_record, what_may_change_is_said) {
  RunRecord now = some_record();
  now.options.steps = 40;
  now.options.threads = 1;
  now.options.data = "moved/manifest.csv";
  now.versions["segme"] = "0.2";
  now.options.cache_gb = 1;  // nobody's business
  const auto said = differences(some_record(), now);
  ASSERT_EQ(said.size(), 4U);
  EXPECT_EQ(said[0], "--data was manifest.csv and is moved/manifest.csv");
  EXPECT_EQ(said[1], "--steps was 0 and is 40");
  EXPECT_EQ(said[3], "segme was 0.1 and is 0.2");
}

TEST(train_run_record, what_was_not_typed_is_taken_over) {
  CommandLine line;
  line.options.output = "runs/x";
  line.options.steps = 9;
  line.given = {{"output", "runs/x"}, {"steps", "9"}, {"freeze", "a,b\"c"}};
  take_over(some_record(), line);
  EXPECT_EQ(line.net, "portrait");
  EXPECT_EQ(line.options.data, "manifest.csv");
  EXPECT_EQ(line.options.learning_rate, 1.0F / 3);
  EXPECT_EQ(line.options.steps, 9);
  EXPECT_EQ(line.options.output, "runs/x");
  EXPECT_TRUE(line.options.resume);
  line.given.emplace_back("size", "64");
  EXPECT_THROW(take_over(some_record(), line), Error);
}

TEST(train_run_record, a_set_is_what_its_files_hold) {
  const fs::path folder = fs::temp_directory_path() / ("segme-record-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const auto put = [&](const char* name, const std::string& text) { std::ofstream(folder / name) << text; };
  put("a", "picture");
  put("b", "matte");
  put("c", "picture");
  Sample sample;
  sample.image = folder / "a";
  sample.matte = folder / "b";
  const std::string before = set_sha256({sample}, 2);
  EXPECT_EQ(before.size(), 64U);
  sample.image = folder / "c";
  EXPECT_EQ(set_sha256({sample}, 1), before) << "another name, the same picture";
  sample.split = "val";
  EXPECT_NE(set_sha256({sample}, 1), before);
  sample.split = "";
  put("b", "mattf");
  EXPECT_NE(set_sha256({sample}, 1), before);
  EXPECT_NE(set_sha256({sample, sample}, 1), set_sha256({sample}, 1));
  sample.matte = folder / "none";
  EXPECT_THROW(set_sha256({sample}, 1), Error);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace segme::train
