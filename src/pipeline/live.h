// pipeline/live: the loop of `segme live`. A camera is read on a thread of its own and only its newest frame counts.
// exact: each frame is shown with its own matte, and so late as the net takes. low-latency: the newest frame is shown
// at once, with the last matte moved along by motion, while the net works on another thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "base/mailbox.h"
#include "capture/newest.h"
#include "pipeline.h"
#include "pipeline/sync_trial.h"
#include "refine/motion.h"

namespace segme {

/// A picture and what there is to say about it.
struct LivePicture {
  Frame frame;
  Matte matte;
  Image picture;
  std::chrono::steady_clock::time_point arrived;  ///< when the camera gave the frame
  double work_ms = 0;                             ///< from taking the frame to having the picture
  double net_ms = 0;
  std::int64_t matte_number = 0;  ///< number of the frame that the matte was computed from; exact: the frame's own
};

class Live {
 public:
  /// Starts reading `source` at once. `pipeline` lives longer.
  Live(Pipeline& pipeline, std::unique_ptr<Capture> source, Sync sync);
  /// The same, of a source that is opened on the reading thread: see Newest.
  Live(Pipeline& pipeline, Newest::Open open, Sync sync);
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;
  /// Asks the source to stop, and waits for what the other threads are doing.
  ~Live();

  /// Waits at most `most` for the source to be open. @throws what opening it threw.
  bool opened_within(std::chrono::milliseconds most) { return newest_.opened_within(most); }
  /// Waits at most `most` for the next picture. end: the source has ended. Frames without pixels are left out and
  /// counted. @throws what the source throws, what the net throws.
  Taken next(LivePicture& picture, std::chrono::milliseconds most);

  /// Frames of the camera that were never shown because a newer one was there.
  [[nodiscard]] std::int64_t dropped() const { return newest_.dropped(); }
  /// How pictures are drawn now: exact as well where low-latency does not pay.
  [[nodiscard]] Sync sync() const { return trial_.next(); }
  /// Frames that had no pixels.
  [[nodiscard]] std::int64_t empty() const { return empty_; }

 private:
  struct Job {
    Frame frame;
    Matte matte;
    double net_ms = 0;
  };
  void draw_exact(LivePicture& picture);
  void draw_moved(LivePicture& picture);
  void take_matte(bool wait);
  void work();

  Pipeline& pipeline_;
  SyncTrial trial_;
  Newest newest_;
  std::int64_t empty_ = 0;
  // Of low-latency: frames go to the net's thread and come back with their mattes.
  Mailbox<Job> to_net_, from_net_;
  Job job_;
  bool busy_ = false;
  MatteMotion motion_;
  std::int64_t matte_number_ = 0;
  double net_ms_ = 0;
  std::exception_ptr failure_;  // written before from_net_ closes, read after
  std::thread net_;
};

}  // namespace segme
