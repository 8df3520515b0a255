// session/image/crew: threads that take pictures from the plan until it has no more; a batch goes on past what is
// broken.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "session/image/options.h"
#include "session/image/plan.h"
#include "session/image/work.h"

namespace segme::session {

class Crew {
 public:
  struct Listener {
    std::function<void()> watching;                    ///< a folder is watched from now on, and the model is there
    std::function<bool(const Result& result)> result;  ///< of each task, on any thread; false ends the batch
  };

  /// `options` lives longer.
  Crew(const ImageOptions& options, std::stop_token stop) : options_(options), stop_(std::move(stop)) {}

  /// @throws what stops all: a model or a background that cannot be used.
  void run(Plan& plan, const Listener& listener);

 private:
  void work(Plan& plan, Worker* worker);
  Worker* make_worker();
  bool ended();

  const ImageOptions& options_;
  std::stop_token stop_;
  Listener listener_;
  int threads_ = 0;
  std::mutex mutex_, making_;
  std::exception_ptr failure_;
  bool unheard_ = false;  // nobody takes results any more
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace segme::session
