// session/live/job: a camera, a file as one, or a stream; the person before another background as it happens, for
// whoever looks, a virtual camera and a recording.
#pragma once

#include <exception>
#include <memory>
#include <stop_token>

#include "base/stopwatch.h"
#include "pipeline/live.h"
#include "session/live/adapt.h"
#include "session/live/options.h"
#include "session/live/report.h"
#include "session/live/viewer.h"
#include "sink/queued.h"
#include "sink/virtual_camera.h"

namespace segme::session {

class LiveJob {
 public:
  /// Loads the model. @throws Error, also where the recording may not be written
  LiveJob(LiveOptions options, std::stop_token stop);
  /// Its renderer says what is drawn: set one before run(), and others on its thread meanwhile.
  [[nodiscard]] Pipeline& pipeline() { return pipeline_; }

  /// Until the source ends, `stop` is asked for, the viewer quits, or something breaks: then what was recorded is kept.
  /// @throws Error when it breaks before there was a picture
  void run(LiveViewer& viewer);
  /// After run(). @throws what broke, and Error(input) where there was no picture though somebody wanted one
  void check() const;
  [[nodiscard]] const LiveReport& report() const { return report_; }
  [[nodiscard]] const VideoInfo& info() const { return *info_; }

 private:
  void open_source();
  [[nodiscard]] bool opened();
  void open_outputs();
  void open_record();
  [[nodiscard]] bool over(const LiveViewer& viewer) const;
  bool asleep(const LiveViewer& viewer);
  void step(LiveViewer& viewer);
  void show(const LivePicture& picture, LiveViewer& viewer);
  void record(const Image& image, double seconds);
  void go_on(LiveViewer& viewer);
  void finish();

  LiveOptions options_;
  std::stop_token stop_;
  LiveAdapt adapt_;
  std::shared_ptr<VideoInfo> info_ = std::make_shared<VideoInfo>();  // the source writes it, until it is open
  Pipeline pipeline_;
  std::unique_ptr<Live> live_;
  std::unique_ptr<VirtualCamera> virtual_camera_;
  std::unique_ptr<Queued> record_;
  LivePicture picture_;
  Image black_;
  LiveReport report_;
  Stopwatch watch_;
  bool there_ = false;    // the source is open
  bool outputs_ = false;  // so are they
  bool ended_ = false;
  bool quit_ = false;
  std::exception_ptr failure_;  // what ended it; what was recorded until then is kept
};

}  // namespace segme::session
