// sink/ffmpeg/parts: see parts.h. The container's call-backs are ours, and call FFmpeg's.
#include "sink/ffmpeg/parts.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "base/name_pattern.h"

namespace segme::ffmpeg {

Parts::Parts(const std::string& path, AVFormatContext& container)
    : container_(container), open_(container.io_open), close_(container.io_close2) {
  std::error_code ignored;  // what cannot be made is said when a file there cannot be opened
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  container_.opaque = this;
  container_.io_open = &Parts::open;
  container_.io_close2 = &Parts::close;
}

Parts::~Parts() {
  container_.io_open = open_;
  container_.io_close2 = close_;
}

int Parts::open(AVFormatContext* container, AVIOContext** file, const char* url, int flags, AVDictionary** options) {
  auto& parts = *static_cast<Parts*>(container->opaque);
  const int error = parts.open_(container, file, url, flags, options);
  if (error < 0 && (flags & AVIO_FLAG_WRITE) != 0 && parts.error_ == 0) parts.error_ = error;
  return error;
}

int Parts::close(AVFormatContext* container, AVIOContext* file) {
  auto& parts = *static_cast<Parts*>(container->opaque);
  if (file != nullptr && file->write_flag != 0) avio_flush(file);
  if (file != nullptr && file->error < 0 && parts.error_ == 0) parts.error_ = file->error;
  return parts.close_(container, file);
}

std::string Parts::address_of(const std::string& path) {
  return path.find(':') == std::string::npos ? path : "file:" + path;
}

void Parts::name_parts(const std::string& path, const AVFormatContext& container, AVDictionary** options) {
  const std::filesystem::path file(path);
  std::string stem = file.stem().string();
  if (std::string_view(container.oformat->name) != "hls" || stem.find(':') == std::string::npos) return;
  std::replace(stem.begin(), stem.end(), ':', '-');
  const std::string parts = escape_name((file.parent_path() / stem).string()) + "%d.ts";
  av_dict_set(options, "hls_segment_filename", address_of(parts).c_str(), 0);
}

}  // namespace segme::ffmpeg
