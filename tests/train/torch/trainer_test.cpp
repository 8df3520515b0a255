// train/torch/trainer: whole runs over a drawn set: resumed bit for bit, stopped early, and what they leave on disk.
#include "train/torch/trainer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "net/safetensors.h"
#include "tests/train/drawn_set.h"
#include "train/torch/checkpoint.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;

class train_trainer : public testing::Test {
 protected:
  train_trainer() : folder_(fs::temp_directory_path() / ("segme-trainer-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    std::ofstream manifest(folder_ / "manifest.csv");
    manifest << "image,mask,source,kind,label,split\n";
    for (int seed = 1; seed <= 5; ++seed) {
      const std::string name = test::draw_person(folder_, 72, 96, seed);
      manifest << "people/" << name << ",mattes/" << name << ",drawn,portrait,matte," << (seed < 4 ? "train" : "val")
               << "\nrooms/" << name << ",,drawn,background,none,train\n";
    }
    options_.data = (folder_ / "manifest.csv").string();
    options_.size = options_.small_size = 32;
    options_.batch = 2;
    options_.threads = 1;
    options_.steps = 6;
    options_.warm_up = 2;
    options_.report_steps = 2;
  }
  ~train_trainer() override { fs::remove_all(folder_); }

  /// Trains into a folder of that name; asks to stop in step `stop_at` (0: never). Returns the folder.
  fs::path run(const std::string& name, int stop_at = 0) {
    options_.output = (folder_ / name).string();
    Ranks alone;
    int asked = 0;
    train("portrait", options_, alone, [&] { return ++asked == stop_at; });
    return folder_ / name;
  }
  static std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::vector<nlohmann::json> log_of(const fs::path& folder) {
    std::vector<nlohmann::json> lines;
    std::ifstream file(folder / "log.jsonl");
    for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
    return lines;
  }

  fs::path folder_;
  TrainOptions options_;
};

TEST_F(train_trainer, three_steps_and_three_more_are_six_steps_bit_for_bit) {
  for (const bool bf16 : {false, true}) {
    options_.bf16 = bf16;
    options_.resume = false;
    const fs::path whole = run(bf16 ? "whole16" : "whole");
    const fs::path parts = run(bf16 ? "parts16" : "parts", 3);
    EXPECT_EQ(log_of(parts).back()["step"], 3);
    EXPECT_NE(text_of(whole / "last.safetensors"), text_of(parts / "last.safetensors"));
    options_.resume = true;
    run(bf16 ? "parts16" : "parts");
    EXPECT_EQ(text_of(whole / "last.safetensors"), text_of(parts / "last.safetensors")) << "bf16 " << bf16;
    EXPECT_EQ(log_of(parts).back()["val"], log_of(whole).back()["val"]);
    EXPECT_EQ(log_of(parts).back()["loss"], log_of(whole).back()["loss"]);
  }
}

TEST_F(train_trainer, the_reference_recipe_resumes_bit_for_bit_too) {
  const std::string data = options_.data;
  apply_recipe("reference", options_);
  options_.epochs = 6;
  options_.steps = 0;
  options_.report_steps = 0;
  options_.plateau_patience = 1;
  options_.size = 32;
  options_.batch = 2;  // 3 people: an epoch is 2 steps, and the order of 12 steps runs over its ends
  const fs::path whole = run("whole");
  const fs::path parts = run("parts", 5);
  options_.resume = true;
  run("parts");
  EXPECT_EQ(text_of(whole / "last.safetensors"), text_of(parts / "last.safetensors"));
  EXPECT_EQ(log_of(parts).back()["rate"], log_of(whole).back()["rate"]);
  EXPECT_EQ(log_of(whole).back()["step"], 12);
}

TEST_F(train_trainer, a_run_leaves_weights_log_page_and_curves) {
  const fs::path out = run("run");
  net::Metadata metadata;
  EXPECT_FALSE(net::read_safetensors(out / "best.safetensors", &metadata).empty());
  EXPECT_EQ(metadata["net"], "portrait");
  EXPECT_EQ(metadata["size"], std::to_string(options_.size)) << "what `segme export` writes";
  EXPECT_TRUE(fs::exists(out / "last.ckpt"));
  const std::string page = text_of(out / "report.html");
  EXPECT_NE(page.find("<polyline"), std::string::npos);
  EXPECT_NE(page.find("data:image/jpeg;base64,/9j/"), std::string::npos);  // ff d8 ff: a JPEG
  EXPECT_EQ(page.find("http"), std::string::npos);
  int events = 0;
  for (const auto& entry : fs::directory_iterator(out)) {
    if (entry.path().filename().string().starts_with("events.out.tfevents.")) ++events;
  }
  EXPECT_EQ(events, 1);
  const auto log = log_of(out);
  ASSERT_EQ(log.size(), 3U);  // at 2, 4 and 6 steps
  EXPECT_EQ(log[1]["step"], 4);
  EXPECT_EQ(log[1]["val"]["all"]["pictures"], 2);
  EXPECT_GT(log[1]["val"]["all"]["loss"], 0);
}

TEST_F(train_trainer, a_run_tells_what_made_it) {
  options_.learning_rate = 0.0025F;
  const fs::path out = run("run");
  const std::string text = text_of(out / "run.json");
  const auto record = nlohmann::json::parse(text);
  EXPECT_EQ(record["net"], "portrait");
  EXPECT_EQ(record["options"]["learning-rate"], 0.0025);
  EXPECT_EQ(record["options"]["seed"], 1);
  EXPECT_EQ(record["set"]["pictures"], 10);
  EXPECT_EQ(record["set"]["sha256"].get<std::string>().size(), 64U);
  EXPECT_FALSE(record["versions"]["libtorch"].get<std::string>().empty());
  EXPECT_EQ(record_in(out / "last.ckpt"), text);
  EXPECT_NE(text_of(out / "report.html").find("learning-rate&quot;: 0.0025"), std::string::npos);
}

TEST_F(train_trainer, a_killed_run_is_gone_on_with_from_its_last_report) {
  options_.steps = 12;
  const fs::path whole = run("whole");
  // As kill -9 leaves it: the checkpoint is that of a report, the log has gone on and its last line is cut short.
  const fs::path killed = run("killed", 5);
  std::ofstream(killed / "log.jsonl", std::ios::app) << "{\"step\":6,\"loss\":1}\n{\"step\":8,\"lo";
  options_.resume = true;
  run("killed");
  std::vector<int> steps;
  for (const auto& line : log_of(killed)) steps.push_back(line["step"].get<int>());
  EXPECT_EQ(steps, (std::vector<int>{2, 4, 5, 6, 8, 10, 12}));
  EXPECT_EQ(text_of(whole / "last.safetensors"), text_of(killed / "last.safetensors"));
}

TEST_F(train_trainer, every_report_leaves_a_checkpoint) {
  // A run that breaks off at once, as kill -9 does: the stop is thrown and not asked for.
  options_.output = (folder_ / "run").string();
  Ranks alone;
  int asked = 0;
  const auto stop = [&]() -> bool {
    if (++asked == 4) throw Error(ExitCode::interrupted, "killed");
    return false;
  };
  EXPECT_THROW(train("portrait", options_, alone, stop), Error);
  ASSERT_TRUE(fs::exists(folder_ / "run" / "last.ckpt"));
  options_.resume = true;
  run("run");
  const fs::path whole = (options_.resume = false, run("whole"));
  EXPECT_EQ(text_of(whole / "last.safetensors"), text_of(folder_ / "run" / "last.safetensors"));
}

TEST_F(train_trainer, what_would_make_another_run_of_it_is_not_gone_on_with) {
  run("run", 3);
  options_.resume = true;
  options_.optimizer = "adam";
  try {
    run("run");
    FAIL() << "went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    EXPECT_NE(std::string(error.what()).find("--optimizer"), std::string::npos) << error.what();
  }
  options_.optimizer = "adamw";
  fs::copy_file(folder_ / "rooms" / "2.png", folder_ / "rooms" / "1.png", fs::copy_options::overwrite_existing);
  EXPECT_THROW(run("run"), Error) << "a picture of the set is another";
}

TEST_F(train_trainer, no_better_report_ends_the_run_early) {
  options_.steps = 60;
  options_.early_stop = 2;
  options_.learning_rate = 1e-6F;  // nothing gets better
  options_.warm_up = 1000;
  const fs::path out = run("early");
  EXPECT_LT(log_of(out).back()["step"], 30);
}

TEST_F(train_trainer, weights_that_are_no_numbers_stop_the_run_and_leave_the_checkpoint) {
  const fs::path out = run("run", 2);
  const std::string before = text_of(out / "last.ckpt");
  net::Weights weights = net::read_safetensors(out / "last.safetensors");
  weights.begin()->second.values[0] = std::numeric_limits<float>::quiet_NaN();
  net::write_safetensors(folder_ / "bad.safetensors", weights);
  options_.start = (folder_ / "bad.safetensors").string();
  try {
    run("run");
    FAIL() << "went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_NE(std::string(error.what()).find("stopped at step 1: the loss is not a finite number"), std::string::npos)
        << error.what();
  }
  EXPECT_EQ(text_of(out / "last.ckpt"), before);
}

TEST_F(train_trainer, a_run_of_another_net_is_not_gone_on_with) {
  run("run", 1);
  options_.resume = true;
  options_.freeze = "stem";
  EXPECT_THROW(run("run"), Error);
}

}  // namespace
}  // namespace segme::train
