// session/live/job: see job.h.
#include "session/live/job.h"

#include <chrono>
#include <thread>
#include <utility>

#include "base/error.h"
#include "session/live_file.h"
#include "session/replaceable.h"
#include "sink/fitted.h"
#include "sink/video_file.h"

namespace segme::session {
namespace {

using std::chrono::milliseconds;
constexpr int kListenMs = 5;                // for keys, while there is no new picture
constexpr auto kSleep = milliseconds(200);  // between two looks whether somebody watches
constexpr std::size_t kRecordRoom = 16;     // pictures that may wait for the recording

/// Before a model is loaded or a camera opened.
LiveOptions checked(LiveOptions options, const std::stop_token& stop) {
  options.source.stop = stop;
  if (options.record.empty()) return options;
  Sources sources = options.used;
  sources.add(options.source.where);
  check_video_replaceable(sources, options.record, options.overwrite);
  return options;
}

}  // namespace

LiveJob::LiveJob(LiveOptions options, std::stop_token stop)
    : options_(checked(std::move(options), stop)),
      stop_(std::move(stop)),
      adapt_(options_.adapt, options_.recipe),
      pipeline_(adapt_.make_pipeline()) {}

void LiveJob::open_source() {
  info_ = std::make_shared<VideoInfo>();
  there_ = false;
  live_ = std::make_unique<Live>(pipeline_, source_opener(options_.source, info_), options_.sync);
}

/// Whether the source is open. The first time, so are the outputs then, which want to know its size.
bool LiveJob::opened() {
  if (!there_) there_ = live_->opened_within(milliseconds(kListenMs));
  if (!there_ || std::exchange(outputs_, true)) return there_;
  open_outputs();
  report_.start();
  return true;
}

void LiveJob::open_outputs() {
  const int width = info_->width > 0 ? info_->width : 1280;
  const int height = info_->height > 0 ? info_->height : 720;
  if (!options_.virtual_camera.empty()) {
    virtual_camera_ = make_virtual_camera(options_.virtual_camera, width, height);
    black_.resize(width, height, 3);
    black_.fill(0);
    virtual_camera_->show(black_, 0);  // readers see a camera from now on
  }
  if (!options_.record.empty()) open_record();
}

void LiveJob::open_record() {
  const VideoFileOptions file = live_file_options(options_.record, *info_, options_.encoder);
  const bool alpha = options_.transparent && video_can_hold_alpha(options_.record, file);
  auto fitted = std::make_unique<Fitted>(make_video_file(options_.record, file), info_->width, info_->height, alpha);
  record_ = std::make_unique<Queued>(std::move(fitted), kRecordRoom, WhenFull::drop);
}

bool LiveJob::over(const LiveViewer& viewer) const {
  return ended_ || stop_.stop_requested() || viewer.quit() ||
         (options_.seconds > 0 && watch_.milliseconds() >= 1000 * options_.seconds);
}

/// With nobody at the virtual camera, and no other place for pictures, the source is closed until somebody comes.
bool LiveJob::asleep(const LiveViewer& viewer) {
  if (!virtual_camera_ || viewer.there() || record_ || virtual_camera_->watched()) return false;
  if (live_) report_.sleeps();
  live_.reset();
  virtual_camera_->show(black_, 0);
  std::this_thread::sleep_for(kSleep);
  return true;
}

void LiveJob::step(LiveViewer& viewer) {
  if (asleep(viewer)) return;
  if (!live_) {
    pipeline_.reset();
    open_source();
  }
  viewer.look();
  if (!opened()) return viewer.wait_for(options_.source.where);
  switch (live_->next(picture_, milliseconds(kListenMs))) {
    case Taken::thing:
      show(picture_, viewer);
      viewer.listen(1);
      break;
    case Taken::nothing: viewer.listen(kListenMs); break;
    case Taken::end: ended_ = true; break;
  }
}

void LiveJob::show(const LivePicture& picture, LiveViewer& viewer) {
  const Image& image = picture.picture;
  viewer.show(picture, report_.line());
  if (virtual_camera_) virtual_camera_->show(image, picture.frame.seconds);
  if (record_) record(image, picture.frame.seconds);
  report_.add(picture);
  adapt_.note(pipeline_, picture.work_ms);
}

void LiveJob::record(const Image& image, double seconds) {
  try {
    record_->show(image, seconds);
  } catch (const Error&) {
    record_.reset();  // there is nothing to finish
    throw;
  }
}

/// Until it is over, or something breaks.
void LiveJob::go_on(LiveViewer& viewer) {
  try {
    while (!over(viewer)) step(viewer);
  } catch (const Error&) {
    if (report_.pictures() == 0) throw;
    failure_ = std::current_exception();
  }
}

void LiveJob::finish() {
  if (!record_ || report_.pictures() == 0) return;
  record_->finish();
  report_.recorded(options_.record, record_->dropped());
}

/// A run that showed nothing has failed, unless nobody wanted to see anything.
void LiveJob::check() const {
  if (failure_) std::rethrow_exception(failure_);
  if (report_.pictures() > 0 || report_.slept() || stop_.stop_requested() || quit_) return;
  const std::string why =
      ended_ ? ": there is no picture in it." : ": no picture came from it in the time that it was given.";
  throw Error(ExitCode::input, "cannot show '" + options_.source.where + "'" + why);
}

void LiveJob::run(LiveViewer& viewer) {
  open_source();
  watch_ = Stopwatch();
  report_.start();
  go_on(viewer);
  finish();
  quit_ = viewer.quit();
  if (live_) report_.count(*live_);
  live_.reset();
  if (!there_) info_ = std::make_shared<VideoInfo>();
}

}  // namespace segme::session
