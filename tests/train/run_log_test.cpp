// train/run_log: each step once, whatever happened to the run.
#include "train/run_log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace segme::train {
namespace {

namespace fs = std::filesystem;

class train_run_log : public testing::Test {
 protected:
  train_run_log() : path_(fs::temp_directory_path() / ("segme-log-" + std::to_string(::getpid()))) {}
  ~train_run_log() override { fs::remove(path_); }
  [[nodiscard]] std::string text() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  fs::path path_;
};

TEST_F(train_run_log, two_lines_of_one_step_become_one) {
  RunLog log(path_);
  log.add(R"({"loss":1,"step":1})");
  log.add(R"({"loss":2,"step":2})");
  log.add(R"({"step":2,"val":5})");
  log.add(R"({"step":3})");
  EXPECT_EQ(text(), "{\"loss\":1,\"step\":1}\n{\"loss\":2,\"step\":2,\"val\":5}\n{\"step\":3}\n");
}

TEST_F(train_run_log, a_killed_run_is_cut_back_to_its_checkpoint) {
  std::ofstream(path_) << "{\"step\":50}\n{\"step\":100}\n{\"step\":100,\"again\":1}\nnonsense\n{\"step\":150}\n{\"st";
  RunLog log(path_);
  log.go_on_after(100);
  EXPECT_EQ(text(), "{\"step\":50}\n{\"step\":100}\n");
  log.add(R"({"step":100,"val":1})");
  log.add(R"({"step":150})");
  EXPECT_EQ(text(), "{\"step\":50}\n{\"step\":100,\"val\":1}\n{\"step\":150}\n");
}

TEST_F(train_run_log, going_on_where_nothing_is_begins) {
  RunLog log(path_);
  log.go_on_after(7);
  log.add(R"({"step":8})");
  EXPECT_EQ(text(), "{\"step\":8}\n");
}

}  // namespace
}  // namespace segme::train
