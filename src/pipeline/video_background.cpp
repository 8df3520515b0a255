// pipeline/video_background: see video_background.h.
#include "pipeline/video_background.h"

#include <filesystem>
#include <utility>

#include "capture/file_kind.h"
#include "render/lay_out.h"

namespace segme {

VideoBackground::VideoBackground(std::unique_ptr<VideoSource> video, std::string fit)
    : video_(std::move(video)), fit_(std::move(fit)) {
  SEGME_CHECK(video_ != nullptr);
  for (Shot& shot : shots_) free_.put(&shot);
}

VideoBackground::~VideoBackground() {
  free_.close();
  ready_.close();
  if (reader_.joinable()) reader_.join();
}

const Image& VideoBackground::draw(const Frame& frame, const Matte&) {
  return at(frame.seconds, frame.image.width(), frame.image.height());
}

const Image& VideoBackground::at(double seconds, int width, int height) {
  if (!reader_.joinable()) {
    width_ = width;
    height_ = height;
    reader_ = std::thread([this] { read(); });
    ready_.take(shown_);
    ready_.take(next_);
  }
  SEGME_CHECK(width == width_ && height == height_);
  // A tick of difference between two clocks is no reason to show the picture before.
  constexpr double kSlack = 1e-4;
  while (next_ != nullptr && next_->seconds <= seconds + kSlack) {
    free_.put(shown_);
    shown_ = std::exchange(next_, nullptr);
    ready_.take(next_);
  }
  if (next_ == nullptr && failure_) std::rethrow_exception(failure_);
  SEGME_CHECK(shown_ != nullptr);  // an opened video has a first frame
  return shown_->picture;
}

void VideoBackground::read() {
  try {
    double offset = 0;
    while (read_once(offset)) video_->rewind();
  } catch (...) {
    failure_ = std::current_exception();
  }
  ready_.close();
}

/// Once through the video. False when nobody wants more, or it cannot be read again.
bool VideoBackground::read_once(double& offset) {
  double last = 0;
  std::int64_t count = 0;
  for (; video_->next(frame_); ++count) {
    Shot* shot = nullptr;
    if (!free_.take(shot)) return false;
    lay_out(frame_.image, fit_, width_, height_, scratch_, shot->picture);
    shot->seconds = offset + frame_.seconds;
    last = frame_.seconds;
    if (!ready_.put(shot)) return false;
  }
  const double rate = video_->info().frame_rate.value();
  offset += last + 1 / (rate > 0 ? rate : 25.0);
  return count > 0 && video_->can_rewind();
}

bool is_video_background(const std::string& background) {
  std::error_code ignored;
  if (background.find("://") != std::string::npos) return true;
  return std::filesystem::is_regular_file(background, ignored) && !judge_file(background).picture;
}

}  // namespace segme
