// segme live: a camera, a file as one, or a stream; the person before another background as it happens, in a window, a
// terminal, a virtual camera and a recording.
#include "pipeline/live.h"

#include <cstdio>
#include <exception>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/stopwatch.h"
#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/replaceable.h"
#include "cli/live/adapt.h"
#include "cli/live/options.h"
#include "cli/live/report.h"
#include "cli/live/screen.h"
#include "cli/live/source.h"
#include "recipe/recipe.h"
#include "session/live_file.h"
#include "sink/fitted.h"
#include "sink/queued.h"
#include "sink/video_file.h"
#include "sink/virtual_camera.h"

namespace segme::cli {
namespace {

using std::chrono::milliseconds;
constexpr int kListenMs = 5;                // for keys, while there is no new picture
constexpr auto kSleep = milliseconds(200);  // between two looks whether somebody watches
constexpr std::size_t kRecordRoom = 16;     // pictures that may wait for the recording

class Session {
 public:
  explicit Session(const LiveCommandOptions& options);
  int run();

 private:
  void open_source();
  [[nodiscard]] bool opened();
  void open_outputs();
  void open_record();
  [[nodiscard]] bool over() const;
  bool asleep();
  void step();
  void show(const LivePicture& picture);
  void record(const Image& image, double seconds);
  void go_on();
  void finish();
  void check_pictures() const;

  const LiveCommandOptions& options_;
  LiveAdapt adapt_;
  std::shared_ptr<VideoInfo> info_;  // the source writes it, until it is open
  Pipeline pipeline_;
  LiveControls controls_;
  LiveScreen screen_;
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
  std::exception_ptr failure_;  // what ended it; what was recorded until then is kept
};

SourceOptions source_options(const LiveCommandOptions& o) {
  return {o.camera, o.format, o.width, o.height, o.frame_rate, o.loop, o.patience};
}

/// For the net alone: what is drawn comes from the controls.
Recipe bare(const LiveCommandOptions& o) {
  Recipe recipe = recipe_of(o, o.threads);
  recipe.background = "none";
  recipe.render.clear();
  return recipe;
}

Session::Session(const LiveCommandOptions& options)
    : options_(options),
      adapt_(options, bare(options)),
      pipeline_(adapt_.make_pipeline()),
      controls_(pipeline_, options),
      screen_(options.preview, !options.virtual_camera.empty() || !options.record.empty(), controls_) {
  open_source();
}

void Session::open_source() {
  info_ = std::make_shared<VideoInfo>();
  there_ = false;
  live_ = std::make_unique<Live>(pipeline_, source_opener(source_options(options_), info_), options_.sync);
}

/// Whether the source is open. The first time, so are the outputs then, which want to know its size.
bool Session::opened() {
  if (!there_) there_ = live_->opened_within(milliseconds(kListenMs));
  if (!there_ || std::exchange(outputs_, true)) return there_;
  open_outputs();
  report_.start();
  return true;
}

void Session::open_outputs() {
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

void Session::open_record() {
  const VideoFileOptions file = session::live_file_options(options_.record, *info_, options_.encoder);
  const bool alpha = options_.transparent() && video_can_hold_alpha(options_.record, file);
  auto fitted = std::make_unique<Fitted>(make_video_file(options_.record, file), info_->width, info_->height, alpha);
  record_ = std::make_unique<Queued>(std::move(fitted), kRecordRoom, WhenFull::drop);
}

bool Session::over() const {
  return ended_ || interrupted() || controls_.quit() ||
         (options_.seconds > 0 && watch_.milliseconds() >= 1000 * options_.seconds);
}

/// With nobody at the virtual camera, and no other place for pictures, the source is closed until somebody comes.
bool Session::asleep() {
  if (!virtual_camera_ || screen_.there() || record_ || virtual_camera_->watched()) return false;
  if (live_) report_.sleeps();
  live_.reset();
  virtual_camera_->show(black_, 0);
  std::this_thread::sleep_for(kSleep);
  return true;
}

void Session::step() {
  if (asleep()) return;
  if (!live_) {
    pipeline_.reset();
    open_source();
  }
  controls_.look();
  if (!opened()) return screen_.wait_for(options_.camera);
  switch (live_->next(picture_, milliseconds(kListenMs))) {
    case Taken::thing:
      show(picture_);
      screen_.listen(1);
      break;
    case Taken::nothing: screen_.listen(kListenMs); break;
    case Taken::end: ended_ = true; break;
  }
}

void Session::show(const LivePicture& picture) {
  const Image& image = picture.picture;
  screen_.show(image, picture.matte, report_.line());
  if (virtual_camera_) virtual_camera_->show(image, picture.frame.seconds);
  if (record_) record(image, picture.frame.seconds);
  report_.add(picture);
  adapt_.note(pipeline_, picture.work_ms);
}

void Session::record(const Image& image, double seconds) {
  try {
    record_->show(image, seconds);
  } catch (const Error&) {
    record_.reset();  // there is nothing to finish
    throw;
  }
}

/// Until it is over, or something breaks.
void Session::go_on() {
  try {
    while (!over()) step();
  } catch (const Error&) {
    if (report_.pictures() == 0) throw;
    failure_ = std::current_exception();
  }
}

void Session::finish() {
  if (!record_ || report_.pictures() == 0) return;
  record_->finish();
  report_.recorded(options_.record, record_->dropped());
}

/// A run that showed nothing has failed, unless nobody wanted to see anything. @throws Error(input)
void Session::check_pictures() const {
  if (report_.pictures() > 0 || report_.slept() || interrupted() || controls_.quit()) return;
  const std::string why =
      ended_ ? ": there is no picture in it." : ": no picture came from it in the time of --seconds.";
  throw Error(ExitCode::input, "cannot show '" + options_.camera + "'" + why);
}

int Session::run() {
  watch_ = Stopwatch();
  report_.start();
  go_on();
  finish();
  if (live_) report_.count(*live_);
  live_.reset();
  if (!there_) info_ = std::make_shared<VideoInfo>();
  options_.json ? report_.print_json(pipeline_, *info_) : report_.print(*info_);
  if (failure_) std::rethrow_exception(failure_);
  check_pictures();
  return static_cast<int>(interrupted() ? ExitCode::interrupted : ExitCode::ok);
}

/// Before a model is loaded or a camera opened.
void check_record(const LiveCommandOptions& o) {
  if (o.record.empty()) return;
  Sources sources = sources_of(o);
  sources.add(o.camera);
  for (const std::string& background : o.backgrounds) sources.add_named_in(background);
  check_video_replaceable(sources, o.record, o.overwrite);
}

int run_live(int argc, char** argv) {
  LiveCommandOptions options;
  if (!read_live_options(argc, argv, options)) return 0;
  if (options.list) {
    print_cameras();
    return 0;
  }
  check_record(options);
  watch_interrupt();
  return Session(options).run();
}

}  // namespace

const Command live_command{"live", kLiveSummary, run_live};

}  // namespace segme::cli
