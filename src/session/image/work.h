// session/image/work: one picture from file to file, and what there is to say about it afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/image.h"
#include "pipeline.h"
#include "session/image/framing.h"
#include "session/image/options.h"
#include "session/image/plan.h"

namespace segme::session {

/// What there is to say of one picture.
struct Result {
  Task task;
  std::string error;     ///< the sentence, when it failed
  int code = 0;          ///< its ExitCode
  bool skipped = false;  ///< left as it is, or only a dry run
  int width = 0, height = 0;
  int pages = 1;                   ///< pages, frames or pictures in the file
  std::vector<std::string> notes;  ///< clauses about the file: "it has 2 pages, and only the first is read"
  double person = 0;               ///< mean of the matte, 0..1
  double decode_ms = 0, encode_ms = 0, write_ms = 0;
  StageTimes times;
  std::string device;
  std::string model;
};

/// One line of JSON, without the end of line.
std::string to_json(const Result& result);
/// The same for a file of a folder that is no picture: {"input": ..., "left_aside": "an MP4 video"}.
std::string left_aside_json(const std::string& file, const std::string& why);

/// Does pictures one after the other; one Worker a thread. Buffers are kept between pictures.
class Worker {
 public:
  /// Compiles the model. @throws Error
  Worker(const ImageOptions& options, int threads, std::stop_token stop);
  /// Throws nothing: what goes wrong is in the result.
  Result run(const Task& task);

 private:
  void process(const Task& task, Result& result);
  std::vector<std::uint8_t> draw(const Task& task, Result& result);
  void compare(const Matte& matte);

  const ImageOptions& options_;
  std::stop_token stop_;
  Pipeline pipeline_;
  std::optional<Framing> framing_;
  Frame frame_;
  Image picture_;
};

}  // namespace segme::session
