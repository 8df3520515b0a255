// pipeline/video_background: see video_background.h.
#include "pipeline/video_background.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/workers.h"

namespace segme {
namespace {

using std::chrono::milliseconds;

// A tick of difference between two clocks is no reason to show the picture before.
constexpr double kSlack = 1e-4;
constexpr auto kFirstWait = milliseconds(200);  // of a live frame for the first picture; then it is drawn before black
constexpr double kFar = 2;                      // seconds: decoding on to there takes longer than a jump
constexpr int kMostSkipped = 8;                 // frames in a row that are too late to be laid out
constexpr double kUsualRate = 25;

}  // namespace

VideoBackground::VideoBackground(std::unique_ptr<VideoSource> video, Fit fit, Pace pace, std::stop_source stop)
    : video_(std::move(video)), fit_(fit), pace_(pace), stop_(std::move(stop)) {
  SEGME_CHECK(video_ != nullptr);
  for (Shot& shot : shots_) free_.put(&shot);
}

VideoBackground::~VideoBackground() { end(); }

void VideoBackground::end() {
  stop_.request_stop();
  free_.close();
  ready_.close();
  if (reader_.joinable()) reader_.join();
}

void VideoBackground::finish(VideoLosses& losses, VideoRepairs& repairs) {
  end();
  note_losses();
  losses = losses_;
  repairs = repairs_;
}

/// A round begins its losses anew: those of the first are kept.
void VideoBackground::note_losses() {
  if (noted_) return;
  losses_ = video_->losses();
  repairs_ = video_->repairs();
}

const Image& VideoBackground::draw(const Frame& frame, const Matte&) {
  return at(frame.seconds, frame.image.width(), frame.image.height(), frame.pixel_aspect);
}

const Image& VideoBackground::at(double seconds, int width, int height, double pixel_aspect) {
  const Shape shape{width, height, pixel_aspect};
  if (pace_ == Pace::live) {  // a camera that is opened again begins its moments anew
    shift_ = std::max(shift_, clock_ - seconds);
    clock_ = seconds += shift_;
  }
  {
    const std::lock_guard lock(mutex_);
    wanted_ = shape;
    now_ = seconds;
  }
  if (!reader_.joinable()) {
    reader_ = start_thread([this] { read(); });
    take(shown_, kFirstWait);
  }
  take_shots(seconds);
  if (shown_ == nullptr) return nothing(shape);
  if (shown_->shape != shape) {  // it was made before the frames changed their shape
    lay_out(shown_->picture, fit_, width, height, scratch_again_, laid_again_,
            shown_->shape.pixel_aspect / pixel_aspect);
    shown_->picture.swap(laid_again_);
    shown_->shape = shape;
  }
  return shown_->picture;
}

/// Waits for a shot as long as the pace allows. Null when there is none.
void VideoBackground::take(Shot*& shot, milliseconds most) {
  shot = nullptr;
  pace_ == Pace::each ? ready_.take(shot) : ready_.take_within(shot, most);
}

/// Goes on to the shot that belongs to this moment.
void VideoBackground::take_shots(double seconds) {
  if (shown_ == nullptr) take(shown_, {});
  if (next_ == nullptr) take(next_, {});
  while (next_ != nullptr && next_->seconds <= seconds + kSlack) {
    if (shown_ != nullptr) free_.put(shown_);
    shown_ = std::exchange(next_, nullptr);
    take(next_, {});
  }
  if (next_ == nullptr && ready_.closed() && failure_) std::rethrow_exception(failure_);
}

const Image& VideoBackground::nothing(const Shape& shape) {
  SEGME_CHECK(pace_ == Pace::live || stop_.stop_requested());  // an opened video has a first frame
  if (black_.width() != shape.width || black_.height() != shape.height) {
    black_.resize(shape.width, shape.height, 3);
    black_.fill(0);
  }
  return black_;
}

double VideoBackground::now() {
  const std::lock_guard lock(mutex_);
  return now_;
}

void VideoBackground::read() {
  try {
    Place place;
    place.length = video_->info().duration;
    while (true) {
      catch_up(place);
      if (!video_->next(frame_)) {
        if (read_ && !noted_ && !stop_.stop_requested()) read_(video_->losses(), video_->repairs());
        if (!begin_anew(place)) break;
        continue;
      }
      place.any = true;
      place.last = frame_.seconds;
      if (late(place)) continue;
      if (!hand_out(place.round + place.last)) break;
      place.jumps = true;
      place.skipped = 0;
    }
  } catch (...) {
    failure_ = std::current_exception();
  }
  ready_.close();
}

/// Once more through the video. False when it cannot be read again.
bool VideoBackground::begin_anew(Place& place) {
  if (!place.any || stop_.stop_requested() || !video_->can_rewind()) return false;
  note_losses();
  noted_ = true;
  const double rate = video_->info().frame_rate.value();
  place.length = place.last + 1 / (rate > 0 ? rate : kUsualRate);
  place.round += place.length;
  place.last = 0;
  place.any = false;
  video_->rewind();
  return true;
}

/// A background that is chosen late, or was left behind, goes on where the live frames are.
void VideoBackground::catch_up(Place& place) {
  if (pace_ != Pace::live || !place.jumps || place.length <= 0 || !video_->can_rewind()) return;
  const double behind = now() - (place.round + place.last);
  if (behind < kFar) return;
  place.jumps = false;
  const double since = now() - place.round;
  const double rounds = std::floor(since / place.length);
  place.round += rounds * place.length;
  place.last = since - rounds * place.length;
  place.any = true;  // else an end right there would be the end of all
  video_->go_to(place.last);
}

/// Whether nobody will see this frame. One that cannot jump is put where the frames are when it is far behind.
bool VideoBackground::late(Place& place) {
  if (pace_ != Pace::live) return false;
  const double behind = now() - (place.round + place.last);
  if (behind >= kFar && (place.length <= 0 || !video_->can_rewind())) {
    place.round += behind;
    return false;
  }
  const double rate = video_->info().frame_rate.value();
  return behind > 1 / (rate > 0 ? rate : kUsualRate) && ++place.skipped <= kMostSkipped;
}

/// False when nobody wants more.
bool VideoBackground::hand_out(double seconds) {
  Shot* shot = nullptr;
  if (!free_.take(shot)) return false;
  {
    const std::lock_guard lock(mutex_);
    shot->shape = wanted_;
  }
  const double stretch = frame_.pixel_aspect / shot->shape.pixel_aspect;
  lay_out(frame_.image, fit_, shot->shape.width, shot->shape.height, scratch_, shot->picture, stretch);
  shot->seconds = seconds;
  return ready_.put(shot);
}

std::unique_ptr<VideoBackground> open_video_background(const std::string& where, Fit fit, const Opening& opening,
                                                       VideoInfo* info) {
  const std::stop_source stop;
  VideoOptions options;
  options.stop = [token = stop.get_token(), given = opening.stop] {
    return token.stop_requested() || (given && given());
  };
  const bool file = where.find("://") == std::string::npos;
  if (!file) options.silence = opening.silence;
  auto video = open_video(where, options);
  if (info != nullptr) *info = video->info();
  auto background = std::make_unique<VideoBackground>(std::move(video), fit, opening.pace, stop);
  if (opening.read && file) {
    background->tell([where, read = opening.read](const VideoLosses& losses, const VideoRepairs& repairs) {
      read(where, losses, repairs);
    });
  }
  return background;
}

}  // namespace segme
