// pipeline/threads: a few jobs go round, each with buffers for one frame; a queue leads from every stage to the next.
#include "pipeline/threads.h"

#include <array>
#include <exception>
#include <iterator>
#include <mutex>

#include "base/queue.h"
#include "base/stopwatch.h"
#include "base/workers.h"

namespace segme {
namespace {

/// A frame on its way. Five: one in each stage, and one on its way between two.
struct Job {
  Frame frame;
  Matte matte;
  Image picture;
};
constexpr std::size_t kJobs = 5;

constexpr int kSeenRows = 8;  // every eighth row says what share of a matte is person

class Line {
 public:
  Line(Pipeline& pipeline, Capture& capture, Sink& sink, const ThreadedOptions& options)
      : pipeline_(pipeline), capture_(capture), sink_(sink), options_(options) {}

  ThreadedReport run() {
    const Stopwatch wall;
    for (Job& job : jobs_) free_.put(&job);
    void (Line::*const stages[])() = {&Line::show, &Line::decode, &Line::segment, &Line::draw};
    work_together(std::size(stages), [&](std::size_t i) { guard([&] { (this->*stages[i])(); }); });
    if (failure_) std::rethrow_exception(failure_);
    report_.wall = wall.milliseconds();
    if (report_.frames > 0) report_.person /= static_cast<double>(report_.frames);
    return report_;
  }

 private:
  void decode() {
    Job* job = nullptr;
    while (free_.take(job)) {
      if (options_.stop && options_.stop()) {
        report_.stopped = true;
        break;
      }
      const Stopwatch watch;
      if (!capture_.next(job->frame)) break;
      report_.decode += watch.milliseconds();
      if (!decoded_.put(job)) break;
    }
    decoded_.close();
  }

  void segment() {
    Job* job = nullptr;
    while (decoded_.take(job)) {
      pipeline_.segment(job->frame, job->matte);
      report_.tensorise += pipeline_.times().tensorise;
      report_.net += pipeline_.times().net;
      if (!segmented_.put(job)) break;
    }
    segmented_.close();
  }

  void draw() {
    Job* job = nullptr;
    while (segmented_.take(job)) {
      pipeline_.finish(job->frame, job->matte, job->picture);
      report_.refine += pipeline_.times().refine;
      report_.render += pipeline_.times().render;
      report_.person += mean_of(job->matte, kSeenRows);
      if (!drawn_.put(job)) break;
    }
    drawn_.close();
  }

  void show() {
    Job* job = nullptr;
    while (drawn_.take(job)) {
      const Stopwatch watch;
      sink_.show(job->picture, job->frame.seconds);
      report_.encode += watch.milliseconds();
      ++report_.frames;
      if (options_.shown) options_.shown(report_.frames);
      free_.put(job);
    }
  }

  /// The first failure ends all stages.
  template <class Work>
  void guard(Work work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      for (Queue<Job*>* queue : {&free_, &decoded_, &segmented_, &drawn_}) queue->close();
    }
  }

  Pipeline& pipeline_;
  Capture& capture_;
  Sink& sink_;
  const ThreadedOptions& options_;
  std::array<Job, kJobs> jobs_;
  Queue<Job*> free_{kJobs}, decoded_{kJobs}, segmented_{kJobs}, drawn_{kJobs};
  ThreadedReport report_;  // every field has one thread that writes it
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

ThreadedReport run_threaded(Pipeline& pipeline, Capture& capture, Sink& sink, const ThreadedOptions& options) {
  return Line(pipeline, capture, sink, options).run();
}

}  // namespace segme
