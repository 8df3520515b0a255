// pipeline/video_background: a video behind the person. Each frame gets the picture that the background shows at the
// same moment; it is decoded and laid out on a thread of its own.
#pragma once

#include <array>
#include <exception>
#include <memory>
#include <string>
#include <thread>

#include "base/queue.h"
#include "capture/video_file.h"
#include "render/background.h"

namespace segme {

class VideoBackground final : public Background {
 public:
  /// `video` begins anew when it ends; where it cannot (a pipe), its last picture stays. fit: fill | fit | centre.
  VideoBackground(std::unique_ptr<VideoSource> video, std::string fit);
  VideoBackground(const VideoBackground&) = delete;
  VideoBackground& operator=(const VideoBackground&) = delete;
  ~VideoBackground() override;

  /// Frames come in the order of their moments. @throws Error(input) when the video breaks.
  const Image& draw(const Frame& frame, const Matte& matte) override;
  /// The background for this moment, of this size, which may not change. Valid until the next call.
  const Image& at(double seconds, int width, int height);

 private:
  struct Shot {
    Image picture;
    double seconds = 0;
  };
  void read();
  bool read_once(double& offset);

  std::unique_ptr<VideoSource> video_;
  std::string fit_;
  std::array<Shot, 4> shots_;  // the one shown, the one after it, one ready, one being made
  Queue<Shot*> free_{4}, ready_{4};
  Shot* shown_ = nullptr;
  Shot* next_ = nullptr;
  Frame frame_;
  Image scratch_;
  int width_ = 0, height_ = 0;
  std::exception_ptr failure_;  // written before ready_ closes, read after
  std::thread reader_;
};

}  // namespace segme
