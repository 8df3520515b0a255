// session/stream/job: see job.h.
#include "session/stream/job.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/redact.h"
#include "capture/thinned.h"
#include "session/json_name.h"
#include "session/live/source.h"
#include "session/replaceable.h"
#include "session/stopping.h"
#include "session/tiles.h"

namespace segme::session {
namespace {

using std::chrono::milliseconds;
constexpr auto kMostWait = milliseconds(50);  // between two looks whether to stop
constexpr double kUsualRate = 30;             // of tiles whose first input tells no rate

StreamOptions checked(StreamOptions options) {
  Sources sources = options.used;
  for (const std::string& where : options.inputs) sources.add(where);
  std::set<std::string> places;
  for (const std::string& where : options.outputs) {
    check_video_replaceable(sources, where, options.overwrite);
    std::error_code ignored;
    const std::string place =
        is_url(where) ? where : std::filesystem::weakly_canonical(std::filesystem::absolute(where), ignored).string();
    if (places.insert(place).second) continue;
    throw Error(ExitCode::usage, "outputs", "two outputs are one place: '" + where + "'. Give each a name of its own.");
  }
  return options;
}

}  // namespace

/// One input on its way.
struct StreamJob::Feed {
  std::unique_ptr<Pipeline> pipeline;
  std::unique_ptr<Live> live;
  std::shared_ptr<VideoInfo> info = std::make_shared<VideoInfo>();  // the source writes it, until it is open
  LivePicture picture;
  bool ended = false;
};

StreamJob::StreamJob(StreamOptions options, std::stop_token stop)
    : options_(checked(std::move(options))), stop_(std::move(stop)) {
  for (const std::string& where : options_.inputs) feeds_.push_back(open_feed(where));
}

StreamJob::~StreamJob() = default;

std::unique_ptr<StreamJob::Feed> StreamJob::open_feed(const std::string& where) const {
  auto feed = std::make_unique<Feed>();
  Recipe recipe = options_.recipe;
  recipe.opening = {Pace::live, stops(stop_), 0, true, feeds_.empty() ? options_.read : nullptr};
  feed->pipeline = std::make_unique<Pipeline>(make_pipeline(recipe));
  SourceOptions source;
  source.where = where;
  source.loop = options_.loop;
  source.patience = options_.patience;
  source.tell = options_.tell;
  source.read = options_.read;
  source.stop = stop_;
  const auto open = [opener = source_opener(source, feed->info),
                     rate = options_.frame_rate](const std::stop_token& stop) {
    std::unique_ptr<Capture> capture = opener(stop);
    if (rate > 0) capture = std::make_unique<Thinned>(std::move(capture), rate);
    return capture;
  };
  feed->live = std::make_unique<Live>(*feed->pipeline, open, Sync::exact);
  return feed;
}

void StreamJob::run() {
  go_on();
  finish();
  for (const auto& feed : feeds_) left_out_ += feed->live->dropped() + feed->live->empty();
}

/// Waits for the first input, whose size the outputs have, and opens these. False when it is over before that.
bool StreamJob::open() {
  while (!feeds_.front()->live->opened_within(kMostWait)) {
    for (std::size_t i = 1; i < feeds_.size(); ++i) feeds_[i]->live->opened_within(milliseconds(0));  // may throw
    if (over()) return false;
  }
  info_ = *feeds_.front()->info;
  outputs_ = std::make_unique<StreamOutputs>(options_, info_, sound(), stop_);
  return true;
}

/// Sound can go along with one file that is played once.
std::string StreamJob::sound() const {
  const bool file = feeds_.size() == 1 && source_kind(options_.inputs.front()) == SourceKind::file;
  return file && !options_.loop && !options_.no_sound && info_.has_sound ? options_.inputs.front() : "";
}

/// Until it is over, or something breaks.
void StreamJob::go_on() {
  try {
    if (open()) feeds_.size() == 1 ? run_one(*feeds_.front()) : run_tiled();
  } catch (const Error&) {
    if (pictures_ == 0) throw;
    failure_ = std::current_exception();
  }
}

/// What came until then is kept in every output.
void StreamJob::finish() {
  if (pictures_ == 0) return;
  if (over() || failure_) outputs_->cut();
  try {
    outputs_->finish();
  } catch (const Error&) {
    if (!failure_) failure_ = std::current_exception();
  }
}

/// A run that delivered nothing has failed.
void StreamJob::check() const {
  if (failure_) std::rethrow_exception(failure_);
  if (pictures_ > 0 || stop_.stop_requested()) return;
  const bool ended = options_.seconds <= 0 || watch_.milliseconds() < 1000 * options_.seconds;
  throw Error(ExitCode::input, "cannot stream '" + options_.inputs.front() + "'" +
                                   (ended ? ": there is no picture in it."
                                          : ": no picture came from it in the time that it was given."));
}

bool StreamJob::over() const {
  return stop_.stop_requested() || (options_.seconds > 0 && watch_.milliseconds() >= 1000 * options_.seconds);
}

void StreamJob::show(const Image& picture, double seconds) {
  outputs_->show(picture, seconds);
  ++pictures_;
}

void StreamJob::run_one(Feed& feed) {
  while (!over()) {
    const Taken taken = feed.live->next(feed.picture, kMostWait);
    if (taken == Taken::end) return;
    if (taken == Taken::thing) show(feed.picture.picture, feed.picture.frame.seconds);
  }
}

/// A picture of all at even moments; an input without a new frame keeps its last.
void StreamJob::run_tiled() {
  const VideoInfo& first = info_;
  const double own = first.frame_rate.numerator > 0 ? first.frame_rate.value() : kUsualRate;
  const double step = 1 / (options_.frame_rate > 0 ? std::min(own, options_.frame_rate) : own);
  Tiles tiles(static_cast<int>(feeds_.size()), std::max(1, first.width), std::max(1, first.height));
  for (double now = watch_.milliseconds() / 1000; !over(); now = watch_.milliseconds() / 1000) {
    bool any = false, going = false;
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
      Feed& feed = *feeds_[i];
      if (feed.ended) continue;
      const Taken taken = feed.live->next(feed.picture, milliseconds(0));
      feed.ended = taken == Taken::end;
      going = going || !feed.ended;
      if (taken != Taken::thing) continue;
      tiles.put(static_cast<int>(i), feed.picture.picture);
      any = true;
    }
    if (!going) return;
    if (any || pictures_ > 0) show(tiles.picture(), now);
    const double left = now + step - watch_.milliseconds() / 1000;
    if (left > 0) std::this_thread::sleep_for(std::chrono::duration<double>(left));
  }
}

bool StreamJob::all_well() const { return !outputs_ || outputs_->all_well(); }

StreamFigures StreamJob::figures() const {
  StreamFigures figures;
  figures.pictures = pictures_;
  figures.left_out = left_out_;
  figures.seconds = watch_.milliseconds() / 1000;
  if (outputs_) figures.outputs = outputs_->figures();
  figures.model = feeds_.front()->pipeline->segmenter().name();
  figures.device = feeds_.front()->pipeline->segmenter().device();
  return figures;
}

std::string to_json(const StreamFigures& figures) {
  nlohmann::ordered_json json;
  json["pictures"] = figures.pictures;
  json["seconds"] = figures.seconds;
  json["left_out"] = figures.left_out;
  json["outputs"] = nlohmann::ordered_json::array();
  for (const OutputFigures& one : figures.outputs) {
    nlohmann::ordered_json entry;
    put_name(entry, "output", one.where);
    entry["pictures"] = one.pictures;
    entry["dropped"] = one.dropped;
    entry["reconnects"] = one.reconnects;
    if (!one.lost.empty()) entry["error"] = one.lost;
    if (!one.notes.empty()) entry["notes"] = nlohmann::ordered_json::array();
    for (const std::string& note : one.notes) entry["notes"].push_back(without_secrets(note));
    json["outputs"].push_back(std::move(entry));
  }
  json["model"] = figures.model;
  json["device"] = figures.device;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace segme::session
