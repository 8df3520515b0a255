// session/live/source: where live pictures come from, opened: a camera, a file at its own pace, a stream that may go
// away.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "capture/newest.h"
#include "capture/video_file.h"
#include "pipeline/opening.h"

namespace segme::session {

struct SourceOptions {
  std::string where;   ///< a number, a device, a file or a URL
  std::string format;  ///< of a camera's pictures: MJPG
  int width = 0, height = 0;
  double frame_rate = 0;
  bool loop = false;    ///< a file begins anew
  double patience = 0;  ///< seconds that a camera or stream may be away
  /// Told when one went away (false) and when it is there again (true), on the reading thread. Null: not.
  std::function<void(const std::string& where, bool there)> tell = nullptr;
  std::stop_token stop = {};  ///< of the whole run
  FileRead read = nullptr;    ///< null: not
};

enum class SourceKind { camera, file, stream };

/// What `where` is, by its looks.
SourceKind source_kind(const std::string& where);

/// How it is opened, for Newest: then `info` is what its first opening said. Its pixels are made square.
Newest::Open source_opener(const SourceOptions& options, std::shared_ptr<VideoInfo> info);

}  // namespace segme::session
