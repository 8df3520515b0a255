// sink/ffmpeg/output: where a muxer's bytes go: a file that takes its place when it is whole, standard output, or a
// URL.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "base/ffmpeg/handles.h"
#include "base/file_writer.h"
#include "sink/ffmpeg/parts.h"

namespace segme::ffmpeg {

class Output {
 public:
  /// where: a path, "-" or a URL. The container's `pb` is set (but for formats that open what they need themselves).
  /// `stop` lives as long as the container. @throws Error(output)
  Output(const std::string& where, AVFormatContext& container, const std::function<bool()>& stop);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  /// Without finish() nothing is left at a file's place.
  ~Output();
  /// Nothing more will be written. @throws Error(output)
  void finish();
  /// What writing threw, if it did, in place of the code that came out of FFmpeg; otherwise an Error of that code.
  [[noreturn]] void fail(int error);
  /// Of a file that the muxer opened by itself: FFmpeg's error, if it could not be written; else 0.
  [[nodiscard]] int part_error() const { return parts_ ? parts_->error() : 0; }
  [[nodiscard]] bool can_seek() const { return writer_ != nullptr && writer_->can_seek(); }

 private:
  static int write(void* self, std::uint8_t* bytes, int size);
  static std::int64_t seek(void* self, std::int64_t offset, int whence);
  void put(const std::uint8_t* bytes, std::size_t size);
  void make_context(bool seekable);
  void close();

  std::string where_;
  AVFormatContext& container_;
  std::unique_ptr<FileWriter> writer_;
  std::unique_ptr<Parts> parts_;
  bool url_ = false;
  const std::function<bool()>& stop_;
  std::int64_t at_ = 0, size_ = 0;
  std::exception_ptr failure_;
};

}  // namespace segme::ffmpeg
