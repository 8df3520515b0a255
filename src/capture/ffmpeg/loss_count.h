// capture/ffmpeg/loss_count: holds what comes out of a file against what its header promised.
#pragma once

#include <atomic>
#include <memory>

#include "base/ffmpeg/handles.h"
#include "capture/video_losses.h"

namespace segme::ffmpeg {

class LossCount {
 public:
  /// What the header of an opened file promises for this stream.
  LossCount(const AVFormatContext& container, const AVStream& stream);
  /// Every packet that is read, of whatever stream; `ours`: of the pictures.
  void packet(const AVFormatContext& container, const AVPacket& packet, bool ours);
  void frame(const AVFrame& frame);
  void damaged() { ++losses_.damaged; }
  void file_behind() { losses_.file_behind = true; }
  /// Where a decoder that says of its errors nothing but a message counts them.
  [[nodiscard]] const std::shared_ptr<std::atomic<int>>& errors() const { return errors_; }
  /// After a seek: counting begins anew, and packets without a key frame are nothing special.
  void began_inside() {
    losses_ = {};
    end_ = 0;
    begun_ = true;
  }
  /// The source has come to its end by itself. broken: in the middle of something.
  /// piped: what came, if it is a pipe that has ended.
  void end(const AVFormatContext& container, AVIOContext* piped, bool broken);
  /// Seconds of the file's clock from which on what was promised is wanted.
  void wanted_from(double start) { start_ = start; }
  [[nodiscard]] const VideoLosses& losses() const { return losses_; }
  /// Whether packets of the other streams have to be seen as well.
  [[nodiscard]] bool needs_all_streams() const { return by_all_streams_; }

 private:
  VideoLosses losses_;
  double start_ = 0;         ///< seconds of the file's clock
  double promised_ = 0;      ///< end by the header, on the same clock; 0: none
  double tolerance_ = 0;     ///< seconds by which headers of this kind are wrong
  double end_ = 0;           ///< of what came
  std::int64_t behind_ = 0;  ///< bytes at which the last packet ended
  bool by_all_streams_ = false;
  bool cut_ = false;  ///< the last packet is not whole
  std::shared_ptr<std::atomic<int>> errors_ = std::make_shared<std::atomic<int>>(0);
  bool begun_ = false;  ///< there was a key frame
};

}  // namespace segme::ffmpeg
