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
  StoredPicture stored;
  bool in_planes = false;  ///< `stored` is the frame
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
  static bool take(Queue<Job*>& queue, Job*& job, double& waited) {
    const Stopwatch watch;
    const bool taken = queue.take(job);
    waited += watch.milliseconds();
    return taken;
  }

  void decode() {
    Job* job = nullptr;
    while (take(free_, job, report_.waits.decode)) {
      if (options_.stop && options_.stop()) {
        report_.stopped = true;
        break;
      }
      const Stopwatch watch;
      if (!capture_.next(job->frame)) break;
      job->in_planes = planes_ && options_.source->stored(job->stored) && takes(job->stored);
      report_.decode += watch.milliseconds();
      if (!decoded_.put(job)) break;
    }
    decoded_.close();
  }

  void segment() {
    Job* job = nullptr;
    while (take(decoded_, job, report_.waits.net)) {
      pipeline_.segment(job->frame, job->matte);
      report_.tensorise += pipeline_.times().tensorise;
      report_.net += pipeline_.times().net;
      if (!segmented_.put(job)) break;
    }
    segmented_.close();
  }

  void draw() {
    Job* job = nullptr;
    while (take(segmented_, job, report_.waits.refine)) {
      const Stopwatch watch;
      pipeline_.refine(job->frame, job->matte);
      report_.refine += watch.milliseconds();
      if (!planes_) render(*job);
      report_.person += mean_of(job->matte, kSeenRows);
      if (!drawn_.put(job)) break;
    }
    drawn_.close();
  }

  void show() {
    Job* job = nullptr;
    while (take(drawn_, job, report_.waits.encode)) {
      const Stopwatch watch;
      const double rendered = planes_ ? report_.render : 0;  // elsewhere another thread draws
      if (job->in_planes) {
        show_planes(*job);
        ++report_.in_planes;
      } else {
        if (planes_) render(*job);
        sink_.show(job->picture, job->frame.seconds);
      }
      in_planes_ = job->in_planes;
      report_.encode += watch.milliseconds() - (planes_ ? report_.render - rendered : 0);
      ++report_.frames;
      if (options_.shown) options_.shown(report_.frames);
      free_.put(job);
    }
  }

  /// Whether the sink stores pictures just so.
  bool takes(const StoredPicture& picture) {
    if (picture.width != asked_.width || picture.height != asked_.height || picture.colours != asked_.colours ||
        picture.is_deep() != asked_.is_deep()) {
      asked_ = {{}, picture.width, picture.height, picture.colours, nullptr, {}};
      asked_.deep.plane[0] = picture.deep.plane[0];
      taken_ = picture.is_deep() ? options_.sink->takes_deep(picture.width, picture.height, picture.colours)
                                 : options_.sink->takes_planes(picture.width, picture.height, picture.colours);
    }
    return taken_;
  }

  void render(Job& job) {
    const Stopwatch watch;
    pipeline_.renderer().render(job.frame, job.matte, job.picture);
    report_.render += watch.milliseconds();
  }

  void show_planes(Job& job) {
    struct Drawing {
      Line& line;
      Job& job;
    } drawing{*this, job};
    const auto draw = [&drawing](const Planes420<std::uint8_t>& planes) {
      const Stopwatch watch;
      Job& it = drawing.job;
      drawing.line.pipeline_.renderer().draw_planes({it.frame, it.matte}, {it.stored, nullptr, drawing.line.in_planes_},
                                                    planes);
      drawing.line.report_.render += watch.milliseconds();
    };
    const auto draw_deep = [&drawing](const DeepPlanes<std::uint16_t>& planes) {
      const Stopwatch watch;
      Job& it = drawing.job;
      drawing.line.pipeline_.renderer().draw_deep({it.frame, it.matte}, {it.stored}, planes);
      drawing.line.report_.render += watch.milliseconds();
    };
    if (job.stored.is_deep()) {
      options_.sink->show_deep(job.stored.width, job.stored.height, draw_deep, job.frame.seconds);
      return;
    }
    options_.sink->show_planes(job.stored.width, job.stored.height, draw, job.frame.seconds);
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
  /// Whether pictures may be drawn in planes. Then the thread of the sink draws them, all of them.
  const bool planes_ = options_.source != nullptr && options_.sink != nullptr && pipeline_.renderer().draws_planes();
  StoredPicture asked_;     ///< the kind of picture that the sink was asked about last
  bool taken_ = false;      ///< what it said
  bool in_planes_ = false;  ///< the picture before was drawn in planes
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
