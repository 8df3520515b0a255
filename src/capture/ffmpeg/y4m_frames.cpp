// capture/ffmpeg/y4m_frames: see y4m_frames.h.
#include "capture/ffmpeg/y4m_frames.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace segme::ffmpeg {
namespace {

constexpr std::string_view kMark = "YUV4MPEG2 ";
constexpr std::string_view kFrame = "FRAME";
constexpr std::string_view kOldChroma = "XYSCSS=";
constexpr std::size_t kLongestLine = 1 << 10;
constexpr std::uint64_t kMostPixels = std::uint64_t{1} << 32;

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// 1 or 2: "420p10", "mono12" and their like have more than eight bits.
std::uint64_t bytes_of_sample(std::string_view chroma, std::size_t prefix) {
  const std::string_view depth = chroma.substr(std::min(chroma.size(), prefix));
  return number(depth.starts_with('p') || depth.starts_with('P') ? depth.substr(1) : depth) > 8 ? 2 : 1;
}

}  // namespace

std::uint64_t y4m_frame_size(std::string_view header) {
  std::uint64_t width = 0, height = 0;
  std::string_view chroma, old_chroma = "420";
  for (std::size_t at = 0; at < header.size();) {
    const std::size_t end = std::min(header.find(' ', at), header.size());
    const std::string_view word = header.substr(at, end - at);
    if (word.starts_with('W')) width = number(word.substr(1));
    if (word.starts_with('H')) height = number(word.substr(1));
    if (word.starts_with('C')) chroma = word.substr(1);
    if (word.starts_with(kOldChroma)) old_chroma = word.substr(kOldChroma.size());
    at = end + 1;
  }
  if (chroma.empty()) chroma = old_chroma;
  if (width == 0 || height == 0 || width > kMostPixels / height) return 0;
  const std::uint64_t all = width * height, half_wide = (width + 1) / 2 * height;
  if (chroma.starts_with("444alpha")) return 4 * all;
  if (chroma.starts_with("mono")) return bytes_of_sample(chroma, 4) * all;
  const std::uint64_t bytes = bytes_of_sample(chroma, 3);
  if (chroma.starts_with("420")) return bytes * (all + (width + 1) / 2 * ((height + 1) / 2) * 2);
  if (chroma.starts_with("422")) return bytes * (all + 2 * half_wide);
  if (chroma.starts_with("444")) return bytes * 3 * all;
  if (chroma.starts_with("411")) return bytes * (all + (width + 3) / 4 * height * 2);
  return 0;
}

/// Of a header or of the words before a frame.
void Y4mFrames::line_ends() {
  if (first_.empty()) {
    first_ = line_;
    frame_ = y4m_frame_size(first_);
    passes_ = frame_ == 0;
  } else if (line_.starts_with(kFrame)) {
    left_ = frame_;
  } else {
    other_ = line_ != first_;
  }
  line_.clear();
}

std::size_t Y4mFrames::keep(std::span<std::uint8_t> bytes) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < bytes.size() && !other_;) {
    std::size_t count = bytes.size() - i;
    bool header = false;
    if (left_ > 0) {
      count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, count));
      left_ -= count;
    } else if (!passes_) {
      count = 1;
      const char letter = static_cast<char>(bytes[i]);
      header = !first_.empty() && (line_.empty() ? letter : line_[0]) == kMark[0];
      if (letter == '\n') {
        line_ends();
      } else {
        line_ += letter;
      }
      // FFmpeg shall say what it is if it is none of both.
      const std::size_t same = std::min(line_.size(), header ? kMark.size() : kFrame.size());
      const bool known = first_.empty() || line_.compare(0, same, header ? kMark : kFrame, 0, same) == 0;
      if (!known || line_.size() > kLongestLine) passes_ = true;
    }
    if (!header) {
      if (kept != i) std::memmove(bytes.data() + kept, bytes.data() + i, count);
      kept += count;
    }
    i += count;
  }
  return kept;
}

}  // namespace segme::ffmpeg
