// segme image: pictures in, cut-outs, composites or mattes out. One picture or a hundred thousand: the plan says what
// goes where, workers on threads do it, and a batch goes on past what is broken.
#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/activity.h"
#include "base/error.h"
#include "base/workers.h"
#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/media.h"
#include "cli/common/say.h"
#include "cli/image/options.h"
#include "cli/image/plan.h"
#include "cli/image/report.h"
#include "cli/image/work.h"
#include "recipe/background.h"
#include "render/background.h"
#include "render/renderer.h"

namespace segme::cli {
namespace {

constexpr std::size_t kBatch = 4;  // from so many pictures on, a net for each core is worth loading

/// The threads that take tasks from the plan until it has no more.
class Crew {
 public:
  explicit Crew(const ImageCommandOptions& options) : options_(options) {}

  /// @throws what stops all: a model or a background that cannot be used.
  void run(Plan& plan, Report& report, std::size_t jobs) {
    threads_ = options_.threads > 0 ? options_.threads : jobs > 1 ? 1 : 0;
    // Who watches for hours wants to hear at once what is wrong.
    Worker* first = options_.watch.empty() ? nullptr : make_worker();
    if (first != nullptr) say(Level::info, "watching '" + options_.watch + "'. Ctrl-C ends it.");
    work_together(std::max<std::size_t>(1, jobs), [&](std::size_t i) { work(plan, report, i == 0 ? first : nullptr); });
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void work(Plan& plan, Report& report, Worker* worker) {
    try {
      while (!interrupted() && !report.output_lost() && !failed()) {
        const std::optional<Task> task = plan.next();
        if (!task) return;
        if (options_.dry_run || task->exists || !task->problem.empty()) {
          report.take(settled(*task));
          continue;
        }
        if (!worker && !(worker = make_worker())) return;
        std::optional<Activity> single;  // of several, the bar or the events say how far they are
        if (plan.count() == 1) single.emplace("working on " + task->input);
        const Result result = worker->run(*task);
        single.reset();
        report.take(result);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  /// One after the other: the first compiles the model and keeps it, the others read what it kept. Null when the first
  /// could not.
  Worker* make_worker() {
    const std::lock_guard lock(making_);
    if (failed()) return nullptr;
    workers_.push_back(std::make_unique<Worker>(options_, threads_));
    return workers_.back().get();
  }

  bool failed() {
    const std::lock_guard lock(mutex_);
    return failure_ != nullptr;
  }

  /// What the plan already refused or leaves as it is.
  static Result settled(const Task& task) {
    Result result;
    result.task = task;
    result.error = task.problem;
    result.code = task.code;
    result.skipped = true;
    return result;
  }

  const ImageCommandOptions& options_;
  int threads_ = 0;
  std::mutex mutex_, making_;
  std::exception_ptr failure_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

std::size_t count_jobs(const ImageCommandOptions& options, std::size_t tasks) {
  if (options.dry_run || (!options.watch.empty() && options.jobs == 0)) return 1;
  if (options.jobs == 0 && tasks > 0 && tasks < kBatch) return 1;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = options.jobs > 0 ? static_cast<std::size_t>(options.jobs) : cores;
  return tasks == 0 ? wanted : std::min(wanted, tasks);
}

/// What only segme-media has is met before anything is read: it starts anew there.
void meet_what_is_in_media(const ImageCommandOptions& options) {
  if (is_video_background(options.background) || !options.framing.head.empty()) go_on_in_media();
  const auto known = [](std::string_view name) {
    return is_in_table(all_renderers(), name) || is_in_table(all_backgrounds(), name);
  };
  for (const std::string& item : split_chain(options.chain(), known)) {
    if (is_in_table(all_renderers(), item)) make_from_table<Renderer>("renderer", all_renderers(), item);
  }
}

int run_image(int argc, char** argv) {
  // They live as long as the process: main() ends it without taking engines apart, which costs as much as a matte.
  static ImageCommandOptions options;
  if (!read_image_options(argc, argv, options)) return 0;
  meet_what_is_in_media(options);
  watch_interrupt();
  Plan plan(options);
  if (plan.left_out() > 0) {
    say(Level::info, "left out " + std::to_string(plan.left_out()) +
                         " pictures that earlier runs made: they are in the output folder, or named -cutout, -matte or "
                         "-composite. Name such a file itself to have it done.");
  }
  Report report(options, plan.count());
  report.take_left_aside(plan.left_aside());
  static Crew crew(options);
  crew.run(plan, report, count_jobs(options, plan.count()));
  return report.exit_code();
}

}  // namespace

const Command image_command{"image", "cuts the person out of pictures, or puts something else behind", run_image};

}  // namespace segme::cli
