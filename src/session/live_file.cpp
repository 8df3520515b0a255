// session/live_file: see live_file.h.
#include "session/live_file.h"

namespace segme::session {

VideoFileOptions live_file_options(const std::string& where, const VideoInfo& info, const std::string& encoder) {
  constexpr int kBt709 = 1;  // of ITU-T H.273
  VideoFileOptions options;
  options.encoder = encoder;
  if (encoder.empty() && !where.ends_with(".webm") && !where.ends_with(".gif") && !where.ends_with(".webp") &&
      !is_sequence(where)) {
    options.encoder = "h264:preset=veryfast";
  }
  if (info.frame_rate.numerator > 0) options.frame_rate = info.frame_rate;
  options.time_base = {1, 90000};
  options.colours = {ColourMatrix::bt709, false, true, kBt709, kBt709, kBt709};
  options.threads = 1;
  return options;
}

}  // namespace segme::session
