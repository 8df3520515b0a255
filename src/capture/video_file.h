// capture/video_file: a video, from a file, a URL, a pipe or a device -> frames, upright, in sRGB values, each at its
// exact moment. Built on FFmpeg (capture/ffmpeg/video_file.cpp).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/video.h"
#include "base/yuv.h"
#include "capture/capture.h"
#include "capture/video_losses.h"

namespace segme {

/// What becomes of frames that are of another size or shape than the first: the whole of them on black ground, drawn
/// out to the first one's size, or an Error.
enum class OnResize { letterbox, stretch, refuse };

/// Of frames that hold two moments: those that are flagged so become one of one moment, all do, or none.
enum class Deinterlace { flagged, on, off };

struct VideoOptions {
  double start = 0;    ///< seconds from the file's start: the first frame is the first at or after it
  double end = 0;      ///< seconds from the file's start; frames from here on are left out. 0: to the end
  std::string format;  ///< FFmpeg's name of the container or device ("rawvideo", "v4l2"); empty: by content
  int width = 0;       ///< of what does not say it itself (rawvideo), or asks for it (a camera); 0: not given
  int height = 0;
  double frame_rate = 0;
  std::string pixel_format;
  std::vector<std::pair<std::string, std::string>> more;  ///< further options of FFmpeg's demuxer or protocol
  int threads = 0;                                        ///< of the decoder; 0: all cores
  bool square_pixels = false;  ///< pictures become as wide as they are shown, so that every pixel is a square
  OnResize on_resize = OnResize::letterbox;
  Deinterlace deinterlace = Deinterlace::flagged;
  bool keep_hdr = false;       ///< values of HDR stay as they are stored; else they become those of SDR
  std::function<bool()> stop;  ///< asked on the reading thread while a slow source is waited for; true ends the stream
  double silence = 0;          ///< seconds without a byte after which a source counts as broken; 0: it may be silent
};

/// What is known of a video when it has been opened.
struct VideoInfo {
  int width = 0;  ///< of its frames: upright, every one of this size
  int height = 0;
  Rational frame_rate;           ///< on average, as the file says
  Rational time_base;            ///< seconds a tick of pts()
  double start = 0;              ///< where the file's own clock stands at seconds 0 of our frames
  double duration = 0;           ///< seconds that will be read; 0: not known
  std::int64_t frames = 0;       ///< how many will be read, where the file says it; 0: not known
  Rational sample_aspect{1, 1};  ///< width of a pixel by its height, upright; 1:1 where pictures were made so
  int rotation = 0;              ///< degrees clockwise that were undone
  bool interlaced = false, top_first = false;  ///< the first frame holds two moments, and which of them is first
  Colours colours;                             ///< of what is handed out
  bool hdr = false;                            ///< the file's own are PQ or HLG
  std::string container, codec, pixel_format;
  bool has_sound = false;
};

/// Frames carry seconds = (pts - start) exactly, so that seconds / time_base rounds to whole ticks.
class VideoSource : public Capture {
 public:
  [[nodiscard]] virtual const VideoInfo& info() const = 0;
  /// Timestamp of the last frame in ticks of info().time_base, on the file's own clock.
  [[nodiscard]] virtual std::int64_t pts() const = 0;
  /// The frame that next() gave last as the file stores it, where nothing but its colours was converted: upright, in
  /// its own size, in 8-bit 4:2:0 or in planes of 10 bits. Else false. It stays as it is while `picture` keeps it.
  virtual bool stored(StoredPicture& /*picture*/) const { return false; }
  /// Where the frame that next() gave last ends, on the clock of its seconds; 0: not known.
  [[nodiscard]] virtual double frame_end() const { return 0; }
  /// So far.
  [[nodiscard]] virtual VideoLosses losses() const { return {}; }
  [[nodiscard]] virtual VideoRepairs repairs() const { return {}; }
  /// True for a file, false for a pipe or a live source.
  [[nodiscard]] virtual bool can_rewind() const = 0;
  /// Goes back to the first frame. @throws Error(input) where that cannot be.
  virtual void rewind() = 0;
  /// Goes to `seconds` of our frames' clock, >= 0: the next frame is the first at or after it, if there is one.
  /// @throws Error(input) where that cannot be.
  virtual void go_to(double seconds) = 0;
};

/// Opens a file, a URL, or "-" for standard input.
/// @throws Error(input) when it cannot be read, Error(missing) when this build has no FFmpeg.
std::unique_ptr<VideoSource> open_video(const std::string& where, const VideoOptions& options = {});

}  // namespace segme
