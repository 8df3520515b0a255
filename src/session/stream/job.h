// session/stream/job: a video, a camera or several, with something else behind the person, to servers and files at
// once, as it happens: a net or a server that is too slow costs pictures, never time.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/stopwatch.h"
#include "capture/video_file.h"
#include "pipeline/live.h"
#include "session/stream/options.h"
#include "session/stream/outputs.h"

namespace segme::session {

struct StreamFigures {
  std::int64_t pictures = 0;
  std::int64_t left_out = 0;  ///< frames that came too fast
  double seconds = 0;
  std::vector<OutputFigures> outputs;
  std::string model, device;
};

/// Without an end of line.
std::string to_json(const StreamFigures& figures);

class StreamJob {
 public:
  /// Loads the model and begins to open the inputs. @throws Error, also where an output may not be written
  StreamJob(StreamOptions options, std::stop_token stop);
  ~StreamJob();
  StreamJob(const StreamJob&) = delete;
  StreamJob& operator=(const StreamJob&) = delete;

  /// Until the inputs end, `stop` is asked for, or something breaks: then what came until then is kept in every output.
  /// @throws Error when it breaks before there was a picture
  void run();
  /// After run(). @throws what broke, and Error(input) where there was no picture
  void check() const;
  [[nodiscard]] StreamFigures figures() const;
  /// Whether no output was given up.
  [[nodiscard]] bool all_well() const;

 private:
  struct Feed;
  [[nodiscard]] std::unique_ptr<Feed> open_feed(const std::string& where) const;
  bool open();
  [[nodiscard]] std::string sound() const;
  void go_on();
  void finish();
  [[nodiscard]] bool over() const;
  void show(const Image& picture, double seconds);
  void run_one(Feed& feed);
  void run_tiled();

  StreamOptions options_;
  std::stop_token stop_;
  std::vector<std::unique_ptr<Feed>> feeds_;
  VideoInfo info_;  // of the first input
  std::unique_ptr<StreamOutputs> outputs_;
  Stopwatch watch_;
  std::int64_t pictures_ = 0, left_out_ = 0;
  std::exception_ptr failure_;  // what ended it
};

}  // namespace segme::session
