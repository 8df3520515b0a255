// segme stream: a video, a camera or several, with something else behind the person, to servers and files at once, as
// it happens: a net or a server that is too slow costs pictures, never time.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/stopwatch.h"
#include "capture/thinned.h"
#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/replaceable.h"
#include "cli/common/say.h"
#include "cli/live/source.h"
#include "cli/stream/options.h"
#include "cli/stream/outputs.h"
#include "pipeline/live.h"
#include "recipe/recipe.h"
#include "session/json_name.h"
#include "session/tiles.h"

namespace segme::cli {
namespace {

using std::chrono::milliseconds;
constexpr auto kMostWait = milliseconds(50);  // between two looks whether to stop
constexpr double kUsualRate = 30;             // of tiles whose first input tells no rate

/// One input on its way.
struct Feed {
  std::unique_ptr<Pipeline> pipeline;
  std::unique_ptr<Live> live;
  std::shared_ptr<VideoInfo> info = std::make_shared<VideoInfo>();  // the source writes it, until it is open
  LivePicture picture;
  bool ended = false;
};

std::unique_ptr<Feed> open_feed(const StreamCommandOptions& o, const std::string& where) {
  auto feed = std::make_unique<Feed>();
  Recipe recipe = recipe_of(o, o.threads);
  recipe.opening = {Pace::live, interrupted, 0, true};
  if (o.matte) recipe.render = "matte_view";
  feed->pipeline = std::make_unique<Pipeline>(make_pipeline(recipe));
  SourceOptions source;
  source.where = where;
  source.loop = o.loop;
  source.patience = o.patience;
  const auto open = [opener = source_opener(source, feed->info), rate = o.frame_rate](const std::stop_token& stop) {
    std::unique_ptr<Capture> capture = opener(stop);
    if (rate > 0) capture = std::make_unique<Thinned>(std::move(capture), rate);
    return capture;
  };
  feed->live = std::make_unique<Live>(*feed->pipeline, open, Sync::exact);
  return feed;
}

void check_outputs(const StreamCommandOptions& options) {
  Sources sources = sources_of(options);
  for (const std::string& where : options.inputs) sources.add(where);
  for (const std::string& where : options.outputs) check_video_replaceable(sources, where, options.overwrite);
}

class Streaming {
 public:
  explicit Streaming(const StreamCommandOptions& options) : options_(options) {
    check_outputs(options);
    for (const std::string& where : options.inputs) feeds_.push_back(open_feed(options, where));
  }

  int run() {
    go_on();
    finish();
    for (const auto& feed : feeds_) left_out_ += feed->live->dropped() + feed->live->empty();
    options_.json ? print_json() : print();
    if (failure_) std::rethrow_exception(failure_);
    check_pictures();
    if (interrupted()) return static_cast<int>(ExitCode::interrupted);
    return static_cast<int>(!outputs_ || outputs_->all_well() ? ExitCode::ok : ExitCode::partial);
  }

 private:
  /// Waits for the first input, whose size the outputs have, and opens these. False when it is over before that.
  bool open() {
    while (!feeds_.front()->live->opened_within(kMostWait)) {
      for (std::size_t i = 1; i < feeds_.size(); ++i) feeds_[i]->live->opened_within(milliseconds(0));  // may throw
      if (over()) return false;
    }
    info_ = *feeds_.front()->info;
    outputs_ = std::make_unique<StreamOutputs>(options_, info_, sound());
    return true;
  }

  /// Sound can go along with one file that is played once.
  [[nodiscard]] std::string sound() const {
    const bool file = feeds_.size() == 1 && source_kind(options_.inputs.front()) == SourceKind::file;
    return file && !options_.loop && !options_.no_sound && info_.has_sound ? options_.inputs.front() : "";
  }

  /// Until it is over, or something breaks.
  void go_on() {
    try {
      if (open()) feeds_.size() == 1 ? run_one(*feeds_.front()) : run_tiled();
    } catch (const Error&) {
      if (pictures_ == 0) throw;
      failure_ = std::current_exception();
    }
  }

  /// What came until then is kept in every output.
  void finish() {
    if (pictures_ == 0) return;
    if (over() || failure_) outputs_->cut();
    try {
      outputs_->finish();
    } catch (const Error&) {
      if (!failure_) failure_ = std::current_exception();
    }
  }

  /// A run that delivered nothing has failed. @throws Error(input)
  void check_pictures() const {
    if (pictures_ > 0 || interrupted()) return;
    const bool ended = options_.seconds <= 0 || watch_.milliseconds() < 1000 * options_.seconds;
    throw Error(ExitCode::input,
                "cannot stream '" + options_.inputs.front() + "'" +
                    (ended ? ": there is no picture in it." : ": no picture came from it in the time of --seconds."));
  }

  [[nodiscard]] bool over() const {
    return interrupted() || (options_.seconds > 0 && watch_.milliseconds() >= 1000 * options_.seconds);
  }

  void show(const Image& picture, double seconds) {
    outputs_->show(picture, seconds);
    ++pictures_;
  }

  void run_one(Feed& feed) {
    while (!over()) {
      const Taken taken = feed.live->next(feed.picture, kMostWait);
      if (taken == Taken::end) return;
      if (taken == Taken::thing) show(feed.picture.picture, feed.picture.frame.seconds);
    }
  }

  /// A picture of all at even moments; an input without a new frame keeps its last.
  void run_tiled() {
    const VideoInfo& first = info_;
    const double own = first.frame_rate.numerator > 0 ? first.frame_rate.value() : kUsualRate;
    const double step = 1 / (options_.frame_rate > 0 ? std::min(own, options_.frame_rate) : own);
    session::Tiles tiles(static_cast<int>(feeds_.size()), std::max(1, first.width), std::max(1, first.height));
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

  [[nodiscard]] std::vector<OutputFigures> figures() const {
    return outputs_ ? outputs_->figures() : std::vector<OutputFigures>();
  }

  void print() const {
    sayf(Level::info, "%lld pictures in %.1f s, %lld frames left out because they came too fast",
         static_cast<long long>(pictures_), watch_.milliseconds() / 1000, static_cast<long long>(left_out_));
    for (const OutputFigures& one : figures()) {
      sayf(Level::info, "'%s' got %lld, %lld dropped, %d reconnects%s", one.where.c_str(),
           static_cast<long long>(one.pictures), static_cast<long long>(one.dropped), one.reconnects,
           one.lost.empty() ? "" : ", then given up");
    }
  }

  void print_json() const {
    nlohmann::ordered_json json;
    json["pictures"] = pictures_;
    json["seconds"] = watch_.milliseconds() / 1000;
    json["left_out"] = left_out_;
    json["outputs"] = nlohmann::ordered_json::array();
    for (const OutputFigures& one : figures()) {
      nlohmann::ordered_json entry;
      session::put_name(entry, "output", one.where);
      entry["pictures"] = one.pictures;
      entry["dropped"] = one.dropped;
      entry["reconnects"] = one.reconnects;
      if (!one.lost.empty()) entry["error"] = one.lost;
      json["outputs"].push_back(std::move(entry));
    }
    json["model"] = feeds_.front()->pipeline->segmenter().name();
    json["device"] = feeds_.front()->pipeline->segmenter().device();
    std::puts(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  }

  const StreamCommandOptions& options_;
  std::vector<std::unique_ptr<Feed>> feeds_;
  VideoInfo info_;  // of the first input
  std::unique_ptr<StreamOutputs> outputs_;
  Stopwatch watch_;
  std::int64_t pictures_ = 0, left_out_ = 0;
  std::exception_ptr failure_;  // what ended it
};

int run_stream(int argc, char** argv) {
  StreamCommandOptions options;
  if (!read_stream_options(argc, argv, options)) return 0;
  watch_interrupt();
  return Streaming(options).run();
}

}  // namespace

const Command stream_command{"stream", kStreamSummary, run_stream};

}  // namespace segme::cli
