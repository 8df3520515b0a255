// cli/bench/clip: a clip or a camera as frames to measure with; pictures are encoded into a video that nobody keeps.
#include "cli/bench/clip.h"

#include <unistd.h>

#include <filesystem>

#include "base/error.h"
#include "base/resize.h"
#include "capture/video_file.h"
#include "sink/video_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

class ClipFrames final : public Frames {
 public:
  ClipFrames(const std::string& where, int width, int height)
      : width_(width),
        height_(height),
        file_(fs::temp_directory_path() / ("segme-bench-" + std::to_string(::getpid()) + ".mp4")) {
    VideoOptions options;
    if (where.starts_with("/dev/video")) options.format = "v4l2";
    video_ = open_video(where, options);
    VideoFileOptions file;
    if (video_->info().frame_rate.numerator > 0) file.frame_rate = video_->info().frame_rate;
    sink_ = make_video_file(file_.string(), file);
  }
  ClipFrames(const ClipFrames&) = delete;
  ClipFrames& operator=(const ClipFrames&) = delete;
  ~ClipFrames() override {
    sink_.reset();
    std::error_code ignored;
    fs::remove(file_, ignored);
  }
  void next(Frame& frame) override {
    if (!video_->next(read_)) {
      video_->rewind();
      if (!video_->next(read_))
        throw Error(ExitCode::input, "cannot measure with a clip in which there is no picture.");
    }
    if (width_ == 0) {
      std::swap(frame, read_);
    } else {
      resize_area(read_.image, width_, height_, frame.image);
    }
  }
  void encode(const Image& picture) override { sink_->show(picture, ++shown_ / 30.0); }

 private:
  int width_, height_;
  fs::path file_;
  Frame read_;
  double shown_ = 0;
  std::unique_ptr<VideoSource> video_;
  std::unique_ptr<VideoSink> sink_;
};

int run_bench_on_clip(int argc, char** argv) {
  return run_bench_with(argc, argv, [](const std::string& where, int width, int height) {
    return std::make_unique<ClipFrames>(where, width, height);
  });
}

}  // namespace

const Command bench_clip_command{"bench", "", run_bench_on_clip};

}  // namespace segme::cli
