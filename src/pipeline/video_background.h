// pipeline/video_background: a video behind the person. Each frame gets the picture that the background shows at the
// same moment; it is decoded and laid out on a thread of its own.
#pragma once

#include <array>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "base/queue.h"
#include "capture/video_file.h"
#include "pipeline/opening.h"
#include "render/background.h"
#include "render/lay_out.h"

namespace segme {

class VideoBackground final : public Background {
 public:
  /// `video` begins anew when it ends; where it cannot (a pipe), its last picture stays.
  /// `stop` is asked when nobody wants more: then `video` must end, whatever it waits for.
  VideoBackground(std::unique_ptr<VideoSource> video, Fit fit, Pace pace = Pace::each,
                  std::stop_source stop = std::stop_source(std::nostopstate));
  VideoBackground(const VideoBackground&) = delete;
  VideoBackground& operator=(const VideoBackground&) = delete;
  ~VideoBackground() override;

  /// Frames come in the order of their moments. @throws Error(input) when the video breaks.
  const Image& draw(const Frame& frame, const Matte& matte) override;
  /// The background for this moment, for a frame of this size and pixel_aspect. Valid until the next call.
  const Image& at(double seconds, int width, int height, double pixel_aspect = 1);
  /// Has the reader tell what was lost or put right when it has come to the video's end for the first time.
  void tell(std::function<void(const VideoLosses&, const VideoRepairs&)> read) { read_ = std::move(read); }
  /// No more pictures are wanted. What of the video was lost or put right, as far as it was read.
  void finish(VideoLosses& losses, VideoRepairs& repairs);

 private:
  struct Shape {
    int width = 0, height = 0;
    double pixel_aspect = 1;
    bool operator==(const Shape&) const = default;
  };
  struct Shot {
    Image picture;
    Shape shape;
    double seconds = 0;
  };
  /// Where the reader stands in what is shown.
  struct Place {
    double round = 0;   ///< moment at which this round through the video began
    double last = 0;    ///< seconds of its last frame
    double length = 0;  ///< of a round; 0: not known
    int skipped = 0;    ///< frames since the last that was handed out
    bool any = false;   ///< this round has a frame
    bool jumps = true;  ///< a frame was handed out since the last jump
  };
  void end();
  void read();
  void note_losses();
  bool begin_anew(Place& place);
  void catch_up(Place& place);
  bool late(Place& place);
  bool hand_out(double seconds);
  void take_shots(double seconds);
  void take(Shot*& shot, std::chrono::milliseconds most);
  const Image& nothing(const Shape& shape);
  double now();

  std::unique_ptr<VideoSource> video_;
  Fit fit_;
  Pace pace_;
  std::stop_source stop_;
  std::array<Shot, 4> shots_;  // the one shown, the one after it, one ready, one being made
  Queue<Shot*> free_{4}, ready_{4};
  Shot* shown_ = nullptr;
  Shot* next_ = nullptr;
  double clock_ = 0, shift_ = 0;  // moments of live frames, which may not step back
  Frame frame_;
  Image scratch_;                             // the reader's
  Image scratch_again_, laid_again_, black_;  // of whoever draws
  std::mutex mutex_;
  Shape wanted_;                // guarded: what the frames are like
  double now_ = 0;              // guarded: and where they are
  std::exception_ptr failure_;  // written before ready_ closes, read after
  VideoLosses losses_;          // the reader's until it ends: of the first round
  VideoRepairs repairs_;
  bool noted_ = false;
  std::function<void(const VideoLosses&, const VideoRepairs&)> read_;
  std::thread reader_;
};

/// Opens a file or URL for a background. @throws Error(input), Error(interrupted) when it was given up
std::unique_ptr<VideoBackground> open_video_background(const std::string& where, Fit fit, const Opening& opening,
                                                       VideoInfo* info = nullptr);

}  // namespace segme
