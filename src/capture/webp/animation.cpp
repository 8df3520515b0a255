// capture/webp/animation: an animated WebP as a video, which FFmpeg does not read: libwebp puts its pictures together.
#include <webp/demux.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "capture/image_file.h"
#include "capture/take_apart.h"
#include "capture/video_file.h"

namespace segme {
namespace {

constexpr std::size_t kFlags = 20;  // where the VP8X chunk, which is the first one, says what is in the file
constexpr unsigned kAnimated = 2;
constexpr double kUsualLength = 0.1;  // seconds of a picture that says none

using Bytes = std::vector<std::uint8_t>;

std::uint32_t length_at(const Bytes& bytes, std::size_t at) {
  return bytes[at] | std::uint32_t{bytes[at + 1]} << 8 | std::uint32_t{bytes[at + 2]} << 16 |
         std::uint32_t{bytes[at + 3]} << 24;
}

/// Of a file that is shorter than it says, leaves the chunks that are whole, as a file of their own, and says so:
/// libwebp puts no animation together of which a part is missing.
bool cut_to_whole_chunks(Bytes& bytes) {
  constexpr std::size_t kHead = 12, kChunkHead = 8, kLength = 4;
  if (bytes.size() < kHead || length_at(bytes, kLength) + std::uint64_t{kChunkHead} <= bytes.size()) return false;
  std::size_t end = kHead;
  while (end + kChunkHead <= bytes.size()) {
    const std::uint64_t length = length_at(bytes, end + kLength);
    const std::uint64_t next = end + kChunkHead + length + length % 2;
    if (next > bytes.size()) break;
    end = static_cast<std::size_t>(next);
  }
  bytes.resize(end);
  for (std::size_t i = 0; i < 4; ++i) bytes[kLength + i] = static_cast<std::uint8_t>((end - kChunkHead) >> (8 * i));
  return true;
}

/// Whether another file is joined to the end of this one.
bool has_unread_file(const Bytes& bytes) {
  constexpr std::string_view kBegin = "RIFF";
  if (bytes.size() < 8) return false;
  const std::uint64_t end = length_at(bytes, 4) + std::uint64_t{8};
  return end + kBegin.size() <= bytes.size() &&
         std::equal(kBegin.begin(), kBegin.end(), bytes.begin() + static_cast<std::ptrdiff_t>(end));
}

class Animation final : public VideoSource {
 public:
  /// cut: the file has lost its end.
  Animation(std::string where, Bytes bytes, bool cut, const VideoOptions& options);
  bool next(Frame& frame) override;
  [[nodiscard]] const VideoInfo& info() const override { return info_; }
  [[nodiscard]] std::int64_t pts() const override { return begin_; }
  [[nodiscard]] double frame_end() const override { return seconds_at(end_); }
  [[nodiscard]] VideoLosses losses() const override { return losses_; }
  [[nodiscard]] bool can_rewind() const override { return true; }
  void rewind() override { go_to(0); }
  void go_to(double seconds) override;

 private:
  [[noreturn]] void damaged() const {
    if (cut_) {
      throw Error(ExitCode::input, "cannot read '" + where_ + "': the file ends in its first picture. Copy it again.");
    }
    throw Error(ExitCode::input, "cannot read '" + where_ + "': the WebP data is damaged. Copy it again.");
  }
  [[nodiscard]] double seconds_at(std::int64_t ms) const { return static_cast<double>(ms) / 1000 - options_.start; }
  void describe();

  std::string where_;
  Bytes bytes_;
  bool cut_;
  VideoOptions options_;
  std::unique_ptr<WebPAnimDecoder, void (*)(WebPAnimDecoder*)> decoder_{nullptr, WebPAnimDecoderDelete};
  VideoInfo info_;
  VideoLosses losses_;
  double wanted_ = 0;                 // seconds of the file: no picture before is handed out
  std::int64_t begin_ = 0, end_ = 0;  // milliseconds of the picture that was decoded last
  std::int64_t last_end_ = 0, number_ = 0;
  Image rgba_;
};

Animation::Animation(std::string where, Bytes bytes, bool cut, const VideoOptions& options)
    : where_(std::move(where)), bytes_(std::move(bytes)), cut_(cut), options_(options), wanted_(options.start) {
  WebPAnimDecoderOptions how{};
  if (WebPAnimDecoderOptionsInit(&how) == 0) damaged();
  how.color_mode = MODE_RGBA;
  const WebPData data{bytes_.data(), bytes_.size()};
  decoder_.reset(WebPAnimDecoderNew(&data, &how));
  if (!decoder_) damaged();
  describe();
}

void Animation::describe() {
  WebPAnimInfo about{};
  if (WebPAnimDecoderGetInfo(decoder_.get(), &about) == 0) damaged();
  if (std::int64_t{about.canvas_width} * about.canvas_height > kMaxPixels) {
    throw Error(ExitCode::input,
                "cannot read '" + where_ + "': its pictures are larger than the limit. Make it smaller.");
  }
  info_.width = static_cast<int>(about.canvas_width);
  info_.height = static_cast<int>(about.canvas_height);
  info_.frames = about.frame_count;
  WebPIterator each{};
  std::int64_t length = 0;
  for (int more = WebPDemuxGetFrame(WebPAnimDecoderGetDemuxer(decoder_.get()), 1, &each); more != 0;
       more = WebPDemuxNextFrame(&each)) {
    length += each.duration;
  }
  WebPDemuxReleaseIterator(&each);
  const double seconds = length > 0 ? static_cast<double>(length) / 1000 : kUsualLength * about.frame_count;
  info_.time_base = {1, 1000};
  info_.frame_rate = {std::max<std::int64_t>(1, std::llround(about.frame_count / seconds * 1000)), 1000};
  info_.start = options_.start;
  info_.duration = std::max(0.0, (options_.end > 0 ? std::min(options_.end, seconds) : seconds) - options_.start);
  if (options_.start > 0 || options_.end > 0) info_.frames = 0;
  info_.colours = kHighDefinition;
  info_.container = info_.codec = "webp";
  info_.pixel_format = "rgba";
}

bool Animation::next(Frame& frame) {
  while (WebPAnimDecoderHasMoreFrames(decoder_.get()) != 0) {
    if (options_.stop && options_.stop()) return false;
    std::uint8_t* pixels = nullptr;
    int end = 0;
    if (WebPAnimDecoderGetNext(decoder_.get(), &pixels, &end) == 0) {
      ++losses_.damaged;
      losses_.ends_inside = true;
      return false;
    }
    const std::int64_t begin = last_end_;
    last_end_ = std::max<std::int64_t>(begin + 1, end);  // two pictures have two moments
    if (options_.end > 0 && static_cast<double>(begin) >= options_.end * 1000) {
      end_ = std::llround(options_.end * 1000);
      return false;
    }
    if (static_cast<double>(begin) < wanted_ * 1000) continue;
    begin_ = begin;
    end_ = last_end_;
    rgba_.borrow(pixels, info_.width, info_.height, 4);
    take_apart(rgba_, frame);
    frame.seconds = seconds_at(begin_);
    frame.number = number_++;
    frame.pixel_aspect = 1;
    return true;
  }
  losses_.ends_inside = cut_;
  losses_.file_behind = has_unread_file(bytes_);
  return false;
}

void Animation::go_to(double seconds) {
  WebPAnimDecoderReset(decoder_.get());
  wanted_ = options_.start + std::max(0.0, seconds);
  last_end_ = begin_ = end_ = number_ = 0;
}

bool is_animation(const Bytes& head) {
  const auto name = [&](std::size_t at) {
    return std::string_view(reinterpret_cast<const char*>(head.data()) + at, 4);
  };
  return head.size() > kFlags && name(0) == "RIFF" && name(8) == "WEBP" && name(12) == "VP8X" &&
         (head[kFlags] & kAnimated) != 0;
}

Bytes read_bytes(const std::string& where, std::size_t most) {
  std::ifstream file(where, std::ios::binary);
  Bytes bytes(most);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  return bytes;
}

}  // namespace

/// Null where `where` is no file with an animated WebP.
std::unique_ptr<VideoSource> open_webp_animation(const std::string& where, const VideoOptions& options) {
  std::error_code ignored;
  if (!options.format.empty() || !std::filesystem::is_regular_file(where, ignored)) return nullptr;
  if (!is_animation(read_bytes(where, kFlags + 1))) return nullptr;
  const auto size = static_cast<std::size_t>(std::filesystem::file_size(where, ignored));
  Bytes bytes = read_bytes(where, size);
  const bool cut = cut_to_whole_chunks(bytes);
  return std::make_unique<Animation>(where, std::move(bytes), cut, options);
}

}  // namespace segme
