// sink/video_file: pictures -> a video: a file, a stream's URL, a pipe, or a numbered sequence of pictures. Built on
// FFmpeg (sink/ffmpeg/video_file.cpp). A file is written beside its place and renamed when it is whole.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/video.h"
#include "base/yuv.h"
#include "sink/sink.h"

namespace segme {

/// Whether pictures hold two moments, every other row each, and which of them is first.
enum class Fields { none, top_first, bottom_first };

struct VideoFileOptions {
  std::string format;   ///< FFmpeg's name of the container; empty: from the extension ("-": yuv4mpegpipe)
  std::string encoder;  ///< h264, h265, vp9, av1, prores, or FFmpeg's name of one, and "name:option=value,.."; empty:
                        ///< what the container is usually filled with
  int crf = -1;         ///< quality in the encoder's own scale, smaller is better; -1: a good one
  int bit_rate = 0;     ///< kilobits a second in place of crf (streams); 0: not limited
  Rational frame_rate{30, 1};  ///< on average; pictures need not keep it
  Rational time_base;          ///< ticks that the moments of pictures are whole numbers of; 0/1: made from frame_rate
  Rational sample_aspect{1, 1};
  Fields fields = Fields::none;
  Colours colours = kHighDefinition;  ///< how to store colours
  std::string pixel_format;           ///< FFmpeg's name; empty: the usual one of the encoder
  std::string copy_from;   ///< sound, subtitles, attachments, chapters and metadata are copied from this file or URL
  double copy_start = 0;   ///< its seconds that are 0 here
  double copy_end = 0;     ///< copies end there; 0: with the source
  int threads = 0;         ///< of the encoder; 0: all cores
  double key_seconds = 0;  ///< a key frame at least so often, by the moments of pictures; 0: as the encoder likes
  std::function<bool()> stop;       ///< asked while a slow receiver is waited for (URLs, pipes); true gives up
  std::function<bool()> copy_stop;  ///< asked while a slow copy_from is waited for; true ends what is copied
  bool copy_with_pictures = false;  ///< copies end with the last picture, as if cut() had been called
  double copy_silence = 0;          ///< seconds without a byte of it after which it ends; 0: it may be silent
  std::vector<std::pair<std::string, std::string>> more;  ///< further options of FFmpeg's muxer or protocol
};

/// show() takes 1 (matte), 3 or 4 channels (straight alpha), all pictures alike. A picture whose moment is not after
/// the one before it is put one tick behind it.
class VideoSink : public Sink {
 public:
  /// Whether show_planes() can be called with pictures of this kind: where the encoder stores them just so.
  [[nodiscard]] virtual bool takes_planes(int /*width*/, int /*height*/, const Colours&) const { return false; }
  /// show() for a picture that `draw` writes into the encoder's planes. They have what it wrote last, if no show() was
  /// between.
  using DrawPlanes = std::function<void(const Planes420<std::uint8_t>& planes)>;
  virtual void show_planes(int /*width*/, int /*height*/, const DrawPlanes& /*draw*/, double /*seconds*/) {
    SEGME_CHECK(false);
  }
  /// The same for planes of 10 bits, for an encoder that stores those.
  [[nodiscard]] virtual bool takes_deep(int /*width*/, int /*height*/, const Colours&) const { return false; }
  using DrawDeep = std::function<void(const DeepPlanes<std::uint16_t>& planes)>;
  virtual void show_deep(int /*width*/, int /*height*/, const DrawDeep& /*draw*/, double /*seconds*/) {
    SEGME_CHECK(false);
  }
  /// The source goes on but the pictures end: copies of sound end with the last picture. Call finish() after it.
  virtual void cut() = 0;
  /// Until when the last picture is shown, on the clock of show(); else as long as is usual. Call finish() after it.
  virtual void end_at(double /*seconds*/) {}
  /// What could not be done as asked for, a sentence each: "the sound ... is left out: ...".
  [[nodiscard]] virtual const std::vector<std::string>& notes() const = 0;
  /// Whether copy_from broke off before its end, which notes() says then.
  [[nodiscard]] virtual bool copies_lost() const { return false; }
  /// "libx264, yuv420p" once the first picture is there.
  [[nodiscard]] virtual std::string encoder() const = 0;
};

/// True when `where` names a protocol, as rtmp://host/x does, and no file.
bool is_url(const std::string& where);

/// True for numbered pictures: a path with a place for a number (%d, %05d) and the extension of a picture that can be
/// written.
bool is_sequence(const std::string& where);

/// The file that `where` names, if it is none of the two and not "-": %% is a percent sign, any other % is itself.
std::string video_path(const std::string& where);

/// Opens the output; nothing stands at its place before finish(). A sequence is numbered from 1.
/// @throws Error(output), Error(usage) for a kind that cannot hold what is asked for, Error(missing) when this build
/// has no FFmpeg or its FFmpeg no such encoder.
std::unique_ptr<VideoSink> make_video_file(const std::string& where, const VideoFileOptions& options = {});

/// False where what is written cannot say that its pixels are no squares, or nobody who shows it would listen: numbered
/// pictures, GIF, WebP. @throws Error(usage) for a name that is no video's
bool video_keeps_pixel_shape(const std::string& where, const VideoFileOptions& options = {});

/// True when the encoder of such a file stores more than 8 bits of so many channels, and those who show it expect HDR.
bool video_can_hold_hdr(const std::string& where, const VideoFileOptions& options = {}, int channels = 3);

/// True when pictures with alpha can be written to a file of this name with these options.
bool video_can_hold_alpha(const std::string& where, const VideoFileOptions& options = {});

}  // namespace segme
