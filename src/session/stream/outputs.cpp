// session/stream/outputs: see outputs.h.
#include "session/stream/outputs.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <utility>

#include "base/error.h"
#include "base/redact.h"
#include "session/replaceable.h"
#include "session/stopping.h"
#include "sink/fitted.h"

namespace segme::session {
namespace {

constexpr std::size_t kRoom = 15;       // pictures that may wait for a slow output: half a second
constexpr double kKeyFrameSeconds = 2;  // who joins a stream waits no longer

std::chrono::milliseconds milliseconds_of(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

/// The options for a server: a bit rate, whole pictures often, and no pictures held back.
VideoFileOptions for_server(const VideoFileOptions& file, const StreamOptions& o) {
  VideoFileOptions options = file;
  options.bit_rate = o.bit_rate;
  if (o.encoder.empty()) options.encoder = "h264:preset=veryfast,tune=zerolatency";
  options.key_seconds = kKeyFrameSeconds;
  options.stop = Reconnecting::late;
  options.copy_with_pictures = true;
  return options;
}

/// make_video_file(), with a sentence of our own for a server that does not answer.
std::unique_ptr<Sink> connect(const std::string& where, const VideoFileOptions& options, double deadline,
                              const std::stop_token& stop) {
  try {
    return make_video_file(where, options);
  } catch (const Error& error) {
    if (error.code() != ExitCode::interrupted || stop.stop_requested()) throw;
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%g", deadline);
    throw Error(ExitCode::output, "cannot write '" + where + "': its server does not answer within " + seconds +
                                      " s. Check the address and that it runs.");
  }
}

}  // namespace

StreamOutputs::StreamOutputs(const StreamOptions& options, const VideoInfo& info, const std::string& sound,
                             std::stop_token stop)
    : options_(options), stop_(std::move(stop)), info_(info) {
  outputs_.reserve(options.outputs.size());
  for (const std::string& where : options.outputs) {
    VideoFileOptions file = live_file_options(where, info, options.encoder);
    if (options.frame_rate > 0) file.frame_rate = {static_cast<std::int64_t>(options.frame_rate * 1000), 1000};
    file.copy_from = sound;
    if (is_hls(where)) file.key_seconds = kKeyFrameSeconds;  // its parts begin with one
    const bool alpha = options.transparent && video_can_hold_alpha(where, file);
    is_url(where) ? open_server(where, file, !sound.empty(), alpha) : open_file(where, file, alpha);
  }
}

void StreamOutputs::open_server(const std::string& where, const VideoFileOptions& file, bool sound, bool alpha) {
  const auto make = [where, sound, options = for_server(file, options_), deadline = options_.deadline,
                     stop = stop_](double seconds) {
    VideoFileOptions now = options;
    if (sound) now.copy_start = seconds;  // after a break its sound goes on where the pictures do
    return connect(where, now, deadline, stop);
  };
  Reconnecting::Patience patience;
  patience.deadline = milliseconds_of(options_.deadline);
  patience.leave = stops(stop_);
  patience.leave_late = stops_later(stop_, kToFinish);
  patience.tell = [where, tell = options_.tell](bool there) {
    if (tell) tell(where, there);
  };
  auto server = std::make_unique<Reconnecting>(make, patience);
  Output output;
  output.where = where;
  output.server = server.get();
  output.sink = std::make_unique<Queued>(
      std::make_unique<Fitted>(std::move(server), options_.width, options_.height, alpha), kRoom, WhenFull::drop);
  outputs_.push_back(std::move(output));
}

void StreamOutputs::open_file(const std::string& where, const VideoFileOptions& file, bool alpha) {
  Output output;
  output.where = where;
  auto video = make_video_file(where, file);
  output.file = video.get();
  output.sink = std::make_unique<Queued>(
      std::make_unique<Fitted>(std::move(video), options_.width, options_.height, alpha), kRoom, options_.when_slow);
  outputs_.push_back(std::move(output));
}

void StreamOutputs::give_up(Output& output, const Error& error) {
  output.lost = without_secrets(error.what());
  if (output.server != nullptr) throw error;
  if (options_.lost) options_.lost(error.what());
  const bool left = std::any_of(outputs_.begin(), outputs_.end(), [](const Output& one) { return one.lost.empty(); });
  if (!left) throw error;
}

void StreamOutputs::show(const Image& picture, double seconds) {
  for (Output& output : outputs_) {
    if (!output.lost.empty()) continue;
    try {
      output.sink->show(picture, seconds);
      ++output.pictures;
    } catch (const Error& error) {
      give_up(output, error);
    }
  }
}

void StreamOutputs::cut() {
  for (Output& output : outputs_) {
    if (output.file != nullptr) output.file->cut();
  }
}

void StreamOutputs::finish() {
  std::exception_ptr failure;  // of one; the others are finished all the same
  for (Output& output : outputs_) {
    if (!output.lost.empty() || output.pictures == 0) continue;
    try {
      finish(output);
    } catch (const Error&) {
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

void StreamOutputs::finish(Output& output) {
  try {
    output.sink->finish();
    if (output.file != nullptr) {
      output.notes = output.file->notes();
      output.sound_lost = output.file->copies_lost();
    }
    if (output.server == nullptr || output.server->connected()) return;
    output.lost = without_secrets("'" + output.where + "' did not come back. Check that its server runs.");
    if (options_.lost) options_.lost(output.lost);
  } catch (const Error& error) {
    give_up(output, error);
  }
}

std::vector<OutputFigures> StreamOutputs::figures() const {
  std::vector<OutputFigures> all;
  for (const Output& output : outputs_) {
    OutputFigures one{output.where, output.pictures, output.sink->dropped(), 0,
                      output.lost,  output.notes,    output.sound_lost};
    if (output.server != nullptr) {
      one.dropped += output.server->dropped();
      one.reconnects = output.server->reconnects();
    }
    one.pictures -= one.dropped;
    all.push_back(std::move(one));
  }
  return all;
}

bool StreamOutputs::all_well() const {
  return std::all_of(outputs_.begin(), outputs_.end(), [](const Output& one) { return one.lost.empty(); });
}

}  // namespace segme::session
