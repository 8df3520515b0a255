// session/live/source: see source.h.
#include "session/live/source.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "capture/cameras.h"
#include "capture/paced.h"
#include "capture/restarting.h"

namespace segme::session {
namespace {

constexpr double kLongestSilence = 10;                   // seconds after which a stream with patience is opened anew
constexpr auto kPause = std::chrono::milliseconds(500);  // between two tries to open what has gone

bool all_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

VideoOptions video_options(const SourceOptions& o, SourceKind kind, const std::stop_token& stop) {
  VideoOptions options;
  options.stop = [stop, all = o.stop] { return stop.stop_requested() || all.stop_requested(); };
  options.square_pixels = true;  // screens, cameras and servers know no others
  if (kind == SourceKind::stream && o.patience > 0) options.silence = std::min(o.patience, kLongestSilence);
  options.threads = 1;  // several hold frames back, and a camera's are small
  if (kind != SourceKind::camera) return options;
  options.format = "v4l2";
  options.width = o.width;
  options.height = o.height;
  options.frame_rate = o.frame_rate;
  if (!o.format.empty()) options.more.emplace_back("input_format", camera_format(o.format));
  return options;
}

[[noreturn]] void no_camera(const std::string& device, const Error& error) {
  const std::string said = error.what();
  const std::string first = said.substr(0, said.find(". "));
  std::string there;
  for (const Camera& camera : list_cameras()) there += (there.empty() ? "" : ", ") + camera.device + " " + camera.name;
  throw Error(ExitCode::input, first + ". " +
                                   (there.empty() ? "This machine has no camera that can be seen (" + device +
                                                        "); plug one in, or name a file."
                                                  : "There are: " + there + "; list them to see their modes."));
}

/// A source that has no end, and whose end is a break: RTSP tells nobody whether a sender went or was lost.
class Endless final : public Capture {
 public:
  Endless(std::unique_ptr<Capture> source, std::string where, std::function<bool()> stopped)
      : source_(std::move(source)), where_(std::move(where)), stopped_(std::move(stopped)) {}
  bool next(Frame& frame) override {
    if (source_->next(frame)) return true;
    if (stopped_()) return false;
    throw Error(ExitCode::input,
                "cannot read on in '" + where_ + "': the connection ended. Check its sender, or have it opened again.");
  }

 private:
  std::unique_ptr<Capture> source_;
  std::string where_;
  std::function<bool()> stopped_;
};

/// A file, which tells at its end what of it was lost or put right.
class ToTheEnd final : public Capture {
 public:
  ToTheEnd(std::unique_ptr<VideoSource> file, std::function<void(const VideoSource&)> ended)
      : file_(std::move(file)), ended_(std::move(ended)) {}
  bool next(Frame& frame) override {
    if (file_->next(frame)) return true;
    ended_(*file_);
    return false;
  }

 private:
  std::unique_ptr<VideoSource> file_;
  std::function<void(const VideoSource&)> ended_;
};

/// A camera or a live stream may come back after it has ended; a film has then been seen.
bool is_endless(const VideoSource& video) { return video.info().duration <= 0 && !video.can_rewind(); }

std::unique_ptr<Capture> open_source(const SourceOptions& o, const std::shared_ptr<VideoInfo>& info,
                                     const std::stop_token& stop) {
  const SourceKind kind = source_kind(o.where);
  const std::string where = all_digits(o.where) ? "/dev/video" + o.where : o.where;
  const auto endless = std::make_shared<bool>(false);
  auto open = [where, options = video_options(o, kind, stop), info, endless, first = true]() mutable {
    auto video = open_video(where, options);
    if (std::exchange(first, false)) *info = video->info();
    *endless = is_endless(*video);
    return video;
  };
  if (kind == SourceKind::file) {
    const auto ended = [where, read = o.read, stopped = video_options(o, kind, stop).stop,
                        told = std::make_shared<bool>(false)](const VideoSource& file) {
      if (read && !stopped() && !std::exchange(*told, true)) read(where, file.losses(), file.repairs());
    };
    const auto open_file = [open, ended]() mutable -> std::unique_ptr<Capture> {
      return std::make_unique<ToTheEnd>(open(), ended);
    };
    return std::make_unique<Paced>(open_file, o.loop, stop);
  }
  const auto open_stream = [open, where, endless,
                            stopped = video_options(o, kind, stop).stop]() mutable -> std::unique_ptr<Capture> {
    std::unique_ptr<Capture> source = open();
    if (!*endless || !where.starts_with("rtsp")) return source;
    return std::make_unique<Endless>(std::move(source), where, stopped);
  };
  try {
    const auto patience = std::chrono::milliseconds(static_cast<std::int64_t>(o.patience * 1000));
    const auto tell = [where, told = o.tell](bool there) {
      if (told) told(where, there);
    };
    return std::make_unique<Restarting>(
        open_stream, Restarting::Patience{patience, kPause, [endless] { return *endless; }, tell}, stop);
  } catch (const Error& error) {
    if (kind == SourceKind::camera && error.code() == ExitCode::input) no_camera(where, error);
    throw;
  }
}

}  // namespace

SourceKind source_kind(const std::string& where) {
  if (all_digits(where) || where.starts_with("/dev/video") || where.starts_with("/dev/v4l/")) return SourceKind::camera;
  return where.find("://") != std::string::npos ? SourceKind::stream : SourceKind::file;
}

Newest::Open source_opener(const SourceOptions& o, std::shared_ptr<VideoInfo> info) {
  return [o, info = std::move(info)](const std::stop_token& stop) { return open_source(o, info, stop); };
}

}  // namespace segme::session
