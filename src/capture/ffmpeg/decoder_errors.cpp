// capture/ffmpeg/decoder_errors: see decoder_errors.h. FFmpeg's log is the process's; what is not of such a decoder
// goes on to where it went before.
#include "capture/ffmpeg/decoder_errors.h"

extern "C" {
#include <libavutil/log.h>
}

#include <cstdarg>
#include <mutex>
#include <string_view>

namespace segme::ffmpeg {
namespace {

/// Cameras write some bytes too few; then all of the picture is there.
bool is_error(int level, const char* format) {
  return level <= AV_LOG_ERROR && !std::string_view(format).starts_with("overread");
}

void listen(void* speaker, int level, const char* format, va_list more) {
  if (speaker != nullptr && is_error(level, format) && *static_cast<AVClass**>(speaker) == avcodec_get_class()) {
    const auto& decoder = *static_cast<AVCodecContext*>(speaker);
    if (decoder.codec_id == AV_CODEC_ID_MJPEG && decoder.opaque != nullptr) {
      static_cast<std::atomic<int>*>(decoder.opaque)->fetch_add(1);
    }
  }
  av_log_default_callback(speaker, level, format, more);
}

}  // namespace

void count_errors(AVCodecContext& decoder, std::atomic<int>& errors) {
  static std::once_flag once;
  std::call_once(once, [] { av_log_set_callback(listen); });
  decoder.opaque = &errors;
}

}  // namespace segme::ffmpeg
