// session/stream/outputs: several outputs at once, each on a thread of its own, so that none holds up another.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "session/live_file.h"
#include "session/stream/options.h"
#include "sink/queued.h"
#include "sink/reconnecting.h"

namespace segme::session {

/// What became of an output.
struct OutputFigures {
  std::string where;
  std::int64_t pictures = 0;  ///< handed over
  std::int64_t dropped = 0;   ///< left out: its queue was full, or its server away
  int reconnects = 0;
  std::string lost;                ///< the sentence, when it was given up
  std::vector<std::string> notes;  ///< of a file: what could not be done as asked for
  bool sound_lost = false;         ///< of a file: its sound broke off
};

class StreamOutputs {
 public:
  /// Opens all: @throws Error(output) for the first that cannot be. `sound`: a file whose sound goes along, or "".
  /// `options` live longer.
  StreamOutputs(const StreamOptions& options, const VideoInfo& info, const std::string& sound, std::stop_token stop);

  /// A file that breaks later is told, once, and given up; @throws when it was the last output, and for a server that
  /// never took a picture.
  void show(const Image& picture, double seconds);
  /// The input goes on but the pictures end: sound ends with them. Before finish().
  void cut();
  void finish();
  [[nodiscard]] std::vector<OutputFigures> figures() const;
  [[nodiscard]] bool all_well() const;

 private:
  struct Output {
    std::string where;
    std::unique_ptr<Queued> sink;
    const Reconnecting* server = nullptr;  ///< inside the sink; null for a file
    VideoSink* file = nullptr;             ///< inside the sink; null for a server
    std::int64_t pictures = 0;
    std::string lost;
    std::vector<std::string> notes;
    bool sound_lost = false;
  };
  void open_server(const std::string& where, const VideoFileOptions& file, bool sound, bool alpha);
  void open_file(const std::string& where, const VideoFileOptions& file, bool alpha);
  void give_up(Output& output, const Error& error);
  void finish(Output& output);

  const StreamOptions& options_;
  std::stop_token stop_;
  VideoInfo info_;
  std::vector<Output> outputs_;
};

}  // namespace segme::session
