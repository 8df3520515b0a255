// train/torch/ranks: sums by all-reduce, divided here; everything waits, since a step needs the result at once.
#include "train/torch/ranks.h"

#include "base/error.h"

#ifdef SEGME_HAS_GLOO
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif

namespace segme::train {

#ifdef SEGME_HAS_GLOO

struct Ranks::Group {
  c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo;

  template <class Start>
  void wait(const Start& start) const {
    try {
      start()->wait();
    } catch (const std::exception& error) {
      throw Error(ExitCode::input,
                  std::string("the processes of this run lost each other: one of them has ended, or was ended for want "
                              "of memory (") +
                      error.what() + "). Go on with --resume.");
    }
  }
};

bool Ranks::available() { return true; }

Ranks::Ranks(const std::string& store, int rank, int count) : rank_(rank), count_(count) {
  SEGME_CHECK(count >= 1 && rank >= 0 && rank < count);
  if (count == 1) return;
  constexpr std::chrono::hours kPatience{2};  // the others wait while rank 0 looks at the val split
  auto options = c10d::ProcessGroupGloo::Options::create();
  options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1"));
  options->timeout = kPatience;
  options->threads = 1;
  group_ = std::make_unique<Group>();
  try {
    group_->gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(c10::make_intrusive<c10d::FileStore>(store, count), rank,
                                                               count, options);
  } catch (const std::exception& error) {
    throw Error(ExitCode::bug, "the " + std::to_string(count) + " processes of this run did not find each other: " +
                                   error.what() + ". Try again, or without --processes.");
  }
}

void Ranks::average(torch::Tensor& values) {
  if (count_ == 1) return;
  std::vector<torch::Tensor> list{values};
  group_->wait([&] { return group_->gloo->allreduce(list); });
  values.div_(count_);
}

void Ranks::share(std::vector<double>& values) {
  if (count_ == 1) return;
  std::vector<torch::Tensor> list{torch::tensor(values, torch::kFloat64)};
  group_->wait([&] { return group_->gloo->broadcast(list); });
  std::copy_n(list[0].data_ptr<double>(), values.size(), values.begin());
}

#else

struct Ranks::Group {};

bool Ranks::available() { return false; }

Ranks::Ranks(const std::string&, int rank, int count) : rank_(rank), count_(count) {
  if (count > 1) {
    throw Error(ExitCode::missing,
                "this segme-train was built without Gloo, so it cannot share a run among processes. Install "
                "libgloo-dev and build again, or leave --processes out.");
  }
}

void Ranks::average(torch::Tensor&) { SEGME_CHECK(count_ == 1); }
void Ranks::share(std::vector<double>&) { SEGME_CHECK(count_ == 1); }

#endif

Ranks::Ranks() = default;
Ranks::~Ranks() = default;

double Ranks::mean(double value) {
  if (count_ == 1) return value;
  torch::Tensor one = torch::tensor({value}, torch::kFloat64);
  average(one);
  return one.item<double>();
}

}  // namespace segme::train
