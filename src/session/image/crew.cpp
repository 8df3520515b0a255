// session/image/crew: see crew.h.
#include "session/image/crew.h"

#include <algorithm>
#include <optional>
#include <thread>

#include "base/activity.h"
#include "base/workers.h"

namespace segme::session {
namespace {

constexpr std::size_t kBatch = 4;  // from so many pictures on, a net for each core is worth loading

std::size_t count_jobs(const ImageOptions& options, std::size_t tasks) {
  if (options.dry_run || (!options.watch.empty() && options.jobs == 0)) return 1;
  if (options.jobs == 0 && tasks > 0 && tasks < kBatch) return 1;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = options.jobs > 0 ? static_cast<std::size_t>(options.jobs) : cores;
  return tasks == 0 ? wanted : std::min(wanted, tasks);
}

/// What the plan already refused or leaves as it is.
Result settled(const Task& task) {
  Result result;
  result.task = task;
  result.error = task.problem;
  result.code = task.code;
  result.skipped = true;
  return result;
}

}  // namespace

void Crew::run(Plan& plan, const Listener& listener) {
  listener_ = listener;
  const std::size_t jobs = count_jobs(options_, plan.count());
  threads_ = options_.recipe.engine.threads > 0 ? options_.recipe.engine.threads : jobs > 1 ? 1 : 0;
  // Who watches for hours wants to hear at once what is wrong.
  Worker* first = options_.watch.empty() ? nullptr : make_worker();
  if (first != nullptr && listener_.watching) listener_.watching();
  work_together(std::max<std::size_t>(1, jobs), [&](std::size_t i) { work(plan, i == 0 ? first : nullptr); });
  if (failure_) std::rethrow_exception(failure_);
}

void Crew::work(Plan& plan, Worker* worker) {
  try {
    while (!stop_.stop_requested() && !ended()) {
      const std::optional<Task> task = plan.next();
      if (!task) return;
      Result result;
      if (options_.dry_run || task->exists || !task->problem.empty()) {
        result = settled(*task);
      } else {
        if (!worker && !(worker = make_worker())) return;
        std::optional<Activity> single;  // of several, the bar or the events say how far they are
        if (plan.count() == 1) single.emplace("working on " + task->input);
        result = worker->run(*task);
      }
      if (listener_.result(result)) continue;
      const std::lock_guard lock(mutex_);
      unheard_ = true;
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

/// One after the other: the first compiles the model and keeps it, the others read what it kept. Null when the first
/// could not.
Worker* Crew::make_worker() {
  const std::lock_guard lock(making_);
  if (ended()) return nullptr;
  workers_.push_back(std::make_unique<Worker>(options_, threads_, stop_));
  return workers_.back().get();
}

bool Crew::ended() {
  const std::lock_guard lock(mutex_);
  return unheard_ || failure_ != nullptr;
}

}  // namespace segme::session
