// train/run_folder: a run that is there stays, unless the user says otherwise; what a run reads stays always.
#include "train/run_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;

class train_run_folder : public testing::Test {
 protected:
  train_run_folder() : folder_(fs::temp_directory_path() / ("segme-run-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    options_.output = folder_.string();
    options_.data = "manifest.csv";
  }
  ~train_run_folder() override { fs::remove_all(folder_); }
  void put(const std::string& name) const { std::ofstream(folder_ / name) << name; }
  /// The Error's code; ok when there was none.
  [[nodiscard]] ExitCode checked() const {
    try {
      check_run_folder(options_);
    } catch (const Error& error) {
      return error.code();
    }
    return ExitCode::ok;
  }
  fs::path folder_;
  TrainOptions options_;
};

TEST_F(train_run_folder, a_run_is_replaced_or_gone_on_with_only_when_that_is_said) {
  EXPECT_EQ(checked(), ExitCode::ok);
  put("notes.txt");
  EXPECT_EQ(checked(), ExitCode::ok);
  for (const std::string name : {"last.ckpt", "best.safetensors", "log.jsonl", "events.out.tfevents.1.x"}) {
    put(name);
    EXPECT_EQ(checked(), ExitCode::output) << name;
    options_.resume = true;
    EXPECT_EQ(checked(), ExitCode::ok);
    options_.overwrite = true;
    EXPECT_EQ(checked(), ExitCode::usage);
    options_.resume = false;
    EXPECT_EQ(checked(), ExitCode::ok);
    options_.overwrite = false;
    clear_run_folder(folder_);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "the notes are nobody's business";
  }
}

TEST_F(train_run_folder, a_run_never_replaces_what_it_starts_from) {
  put("last.safetensors");
  options_.overwrite = true;
  options_.start = (folder_ / "last.safetensors").string();
  EXPECT_EQ(checked(), ExitCode::output);
  fs::create_hard_link(options_.start, folder_ / "link");
  options_.start = (folder_ / "link").string();
  EXPECT_EQ(checked(), ExitCode::output);
}

}  // namespace
}  // namespace segme::train
