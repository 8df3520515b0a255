// train/torch/checkpoint: what is read is what was written; a full disk leaves the old file; a foreign file is refused.
#include "train/torch/checkpoint.h"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "base/error.h"
#include "tests/train/torch/tiny_net.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;

class train_checkpoint : public testing::Test {
 protected:
  train_checkpoint() : folder_(fs::temp_directory_path() / ("segme-checkpoint-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    options_.bf16 = false;
  }
  ~train_checkpoint() override { fs::remove_all(folder_); }

  Learner learned(int steps) {
    torch::manual_seed(1);
    Learner learner(tiny_net(true), options_);
    Ranks alone;
    for (int i = 0; i < steps; ++i) learner.step(bright_batch(i, 3), 0.01, alone);
    return learner;
  }
  static std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::string refusal(ExitCode code, Learner& learner) {
    RunState state;
    try {
      read_checkpoint(folder_ / "last.ckpt", learner, state);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.what();
    }
    ADD_FAILURE() << "read";
    return "";
  }

  fs::path folder_;
  TrainOptions options_;
};

TEST_F(train_checkpoint, everything_comes_back) {
  Learner learner = learned(3);
  const RunState state{12.5, 0.75, 2, 0.5, 10, {0.25, 0.125, 7}};
  write_checkpoint(folder_ / "last.ckpt", learner, state);
  torch::manual_seed(9);
  Learner other(tiny_net(true), options_);
  RunState read;
  read_checkpoint(folder_ / "last.ckpt", other, read);
  EXPECT_EQ(read.elapsed, 12.5);
  EXPECT_EQ(read.best, 0.75);
  EXPECT_EQ(read.without_better, 2);
  EXPECT_EQ(read.mean_loss, 0.5);
  EXPECT_EQ(read.last_report, 10);
  EXPECT_EQ(read.schedule.factor, 0.25);
  EXPECT_EQ(read.schedule.least, 0.125);
  EXPECT_EQ(read.schedule.waited, 7);
  EXPECT_EQ(other.steps(), 3);
  for (const auto& [name, tensor] : learner.net().weights()) {
    EXPECT_EQ(tensor.values, other.net().weights().at(name).values) << name;
  }
  // The optimiser's memory too: the next step is the same.
  Ranks alone;
  EXPECT_EQ(learner.step(bright_batch(9, 3), 0.01, alone), other.step(bright_batch(9, 3), 0.01, alone));
  EXPECT_EQ(learner.step(bright_batch(9, 3), 0.01, alone), other.step(bright_batch(9, 3), 0.01, alone));
}

TEST_F(train_checkpoint, of_another_net_or_shape_is_refused_with_both_names) {
  const Learner learner = learned(1);
  write_checkpoint(folder_ / "last.ckpt", learner, {});
  Learner other(tiny_net(true, "other"), options_);
  const std::string sentence = refusal(ExitCode::model, other);
  EXPECT_NE(sentence.find("of net 'tiny', not of 'other'"), std::string::npos) << sentence;
  Learner without_norm(tiny_net(false), options_);
  EXPECT_NE(refusal(ExitCode::model, without_norm).find("does not fit"), std::string::npos);
}

TEST_F(train_checkpoint, of_other_options_is_refused) {
  const Learner learner = learned(1);
  write_checkpoint(folder_ / "last.ckpt", learner, {});
  options_.freeze = "stem";
  Learner frozen(tiny_net(true), options_);
  EXPECT_NE(refusal(ExitCode::model, frozen).find("first sitting"), std::string::npos);
}

TEST_F(train_checkpoint, missing_cut_short_or_something_else_is_refused) {
  Learner learner = learned(1);
  EXPECT_NE(refusal(ExitCode::input, learner).find("there is no"), std::string::npos);
  write_checkpoint(folder_ / "last.ckpt", learner, {});
  const std::string whole = bytes_of(folder_ / "last.ckpt");
  for (const std::size_t length : {std::size_t{0}, std::size_t{100}, whole.size() / 2, whole.size() - 30}) {
    std::ofstream(folder_ / "last.ckpt", std::ios::binary) << whole.substr(0, length);
    EXPECT_NE(refusal(ExitCode::input, learner).find("cut short"), std::string::npos) << length;
  }
  std::ofstream(folder_ / "last.ckpt") << "hello";
  refusal(ExitCode::input, learner);
}

TEST_F(train_checkpoint, a_write_that_fails_leaves_the_old_file_and_nothing_else) {
  const Learner learner = learned(2);
  write_checkpoint(folder_ / "last.ckpt", learner, {});
  const std::string before = bytes_of(folder_ / "last.ckpt");
  rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4096, old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THROW(write_checkpoint(folder_ / "last.ckpt", learned(3), {}), Error);
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, old_handler);
  EXPECT_EQ(bytes_of(folder_ / "last.ckpt"), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(train_checkpoint, a_full_disk_leaves_the_old_file_which_still_reads) {
  const fs::path disk = folder_ / "disk";
  fs::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) GTEST_SKIP() << "only root may mount a small disk";
  const Learner learner = learned(2);
  write_checkpoint(disk / "last.ckpt", learner, {});
  std::ofstream(disk / "filler", std::ios::binary) << std::string(2U << 20U, 'x');  // takes what is left
  std::string sentence;
  try {
    write_checkpoint(disk / "last.ckpt", learned(3), {});
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::output);
    sentence = error.what();
  }
  Learner back(tiny_net(true), options_);
  RunState state;
  read_checkpoint(disk / "last.ckpt", back, state);
  ::umount2(disk.c_str(), MNT_DETACH);
  EXPECT_NE(sentence.find("full"), std::string::npos) << sentence;
  EXPECT_EQ(back.steps(), 2);
}

}  // namespace
}  // namespace segme::train
