// train/torch/processes: fork and exec before LibTorch has any thread; the rank and the meeting place go by
// environment.
#include "train/torch/processes.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>

#include "base/error.h"

namespace segme::train {
namespace {

constexpr const char* kRank = "SEGME_TRAIN_RANK";
constexpr const char* kStore = "SEGME_TRAIN_STORE";

}  // namespace

Processes::Processes(int count, char** arguments) {
  const char* rank = std::getenv(kRank);
  const char* store = std::getenv(kStore);
  if (count <= 1) {
    ranks_ = std::make_unique<Ranks>();
  } else if (rank != nullptr && store != nullptr) {
    ranks_ = std::make_unique<Ranks>(store, std::atoi(rank), count);
  } else if (!Ranks::available()) {
    ranks_ = std::make_unique<Ranks>("", 0, count);  // says why
  } else {
    start(count, arguments);
    ranks_ = std::make_unique<Ranks>(store_, 0, count);
  }
}

void Processes::start(int count, char** arguments) {
  store_ = (std::filesystem::temp_directory_path() / ("segme-train-" + std::to_string(::getpid()))).string();
  std::filesystem::remove(store_);
  ::setenv(kStore, store_.c_str(), 1);
  for (int rank = 1; rank < count; ++rank) {
    ::setenv(kRank, std::to_string(rank).c_str(), 1);
    const pid_t child = ::fork();
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::execv("/proc/self/exe", arguments);
      ::_exit(127);
    }
    if (child < 0) {
      throw Error(ExitCode::bug, std::string("cannot start another process: ") + std::strerror(errno) +
                                     ". Give a smaller --processes.");
    }
    children_.push_back(child);
  }
  ::unsetenv(kRank);
  ::unsetenv(kStore);
}

Processes::~Processes() {
  ranks_.reset();
  for (const int child : children_) {
    if (std::uncaught_exceptions() > 0) ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  std::error_code ignored;
  if (!store_.empty()) std::filesystem::remove(store_, ignored);
}

}  // namespace segme::train
