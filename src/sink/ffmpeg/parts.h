// sink/ffmpeg/parts: the files that a muxer opens by itself: the list and the parts of HLS and DASH. Muxers do not
// always tell that they could not write one.
#pragma once

#include <string>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

class Parts {
 public:
  /// Watches what the muxer of `container`, which lives as long as this, opens and closes for `path`, whose folders
  /// are made.
  Parts(const std::string& path, AVFormatContext& container);
  Parts(const Parts&) = delete;  // the muxer knows its address
  Parts& operator=(const Parts&) = delete;
  ~Parts();
  /// FFmpeg's error of the first file that could not be written as a whole; else 0.
  [[nodiscard]] int error() const { return error_; }

  /// What a muxer that opens files by itself takes for the file of this path: a colon in it is no protocol.
  static std::string address_of(const std::string& path);
  /// Options of the muxer: no colon in the names of parts, which a list would give for a protocol.
  static void name_parts(const std::string& path, const AVFormatContext& container, AVDictionary** options);

 private:
  static int open(AVFormatContext* container, AVIOContext** file, const char* url, int flags, AVDictionary** options);
  static int close(AVFormatContext* container, AVIOContext* file);

  AVFormatContext& container_;
  int (*open_)(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**);
  int (*close_)(AVFormatContext*, AVIOContext*);
  int error_ = 0;
};

}  // namespace segme::ffmpeg
