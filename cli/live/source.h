// cli/live/source: what --camera names, opened: a camera, a file at its own pace, a stream that may go away.
#pragma once

#include <memory>
#include <string>

#include "capture/newest.h"
#include "capture/video_file.h"

namespace segme::cli {

struct SourceOptions {
  std::string where;   ///< a number, a device, a file or a URL
  std::string format;  ///< of a camera's pictures: MJPG
  int width = 0, height = 0;
  double frame_rate = 0;
  bool loop = false;    ///< a file begins anew
  double patience = 0;  ///< seconds that a camera or stream may be away
};

enum class SourceKind { camera, file, stream };

/// What `where` is, by its looks.
SourceKind source_kind(const std::string& where);

/// How it is opened, for Newest: then `info` is what its first opening said. Its pixels are made square.
Newest::Open source_opener(const SourceOptions& options, std::shared_ptr<VideoInfo> info);

/// What --list-cameras prints.
void print_cameras();

}  // namespace segme::cli
