// train/data/album: decodes on threads of its own at first, later on that of whoever asks.
#include "train/data/album.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <tuple>

#include "base/error.h"
#include "base/resize.h"
#include "cli/common/say.h"
#include "data/parallel.h"
#include "data/synthetic.h"
#include "data/values.h"

namespace segme::train {
namespace {

Decoded decode(const Sample& sample, int pixels, int stretch, data::Remarks* remarks) {
  const bool own_alpha = sample.row < 0 && sample.matte == sample.image;
  Image original;
  Matte matte;
  read_for_training(sample, original, matte, remarks, true);
  const int longest = std::max(original.width(), original.height());
  const double factor = std::min(1.0, pixels * 4.0 / 3.0 / longest);
  const bool stretched = stretch > 0;
  const int width = stretched ? stretch : std::max(1, static_cast<int>(original.width() * factor));
  const int height = stretched ? stretch : std::max(1, static_cast<int>(original.height() * factor));
  Image small;
  Matte small_matte;
  resize_area(original, width, height, small);
  resize_matte(matte, width, height, small_matte);
  Decoded decoded;
  Decoded::Level& whole = decoded.levels[0];
  whole.width = width;
  whole.height = height;
  whole.rgba.resize(small_matte.size() * 4);
  const std::size_t channels = static_cast<std::size_t>(small.channels());
  for (std::size_t i = 0; i < small_matte.size(); ++i) {
    for (std::size_t c = 0; c < 3; ++c) whole.rgba[i * 4 + c] = small.data()[i * channels + c];
    whole.rgba[i * 4 + 3] = static_cast<std::uint8_t>(std::clamp(small_matte.data()[i] * 255 + 0.5F, 0.0F, 255.0F));
  }
  decoded.hard = sample.label == "human" || (sample.label == "tool" && !own_alpha) ||
                 (sample.label.empty() && !sample.matte.empty() && !own_alpha && data::is_hard(matte));
  decoded.cut_out = own_alpha;
  decoded.whole_body = sample.kind.starts_with("full body");
  finish_decoded(decoded);
  return decoded;
}

/// All that is wrong is said before the first step, not one thing a start.
void refuse(const std::vector<std::string>& errors) {
  constexpr std::size_t kNamed = 10;
  if (errors.empty()) return;
  std::string list = errors[0];
  for (std::size_t i = 1; i < std::min(kNamed, errors.size()); ++i) list += "\n  " + errors[i];
  if (errors.size() > kNamed)
    list += "\n  and " + std::to_string(errors.size() - kNamed) + " more: see segme data check";
  throw Error(ExitCode::input, list);
}

/// Of each sample the number of the first that would be decoded alike: a set may name a picture more than once, so that
/// it is seen more often.
std::vector<std::size_t> firsts_of(const std::vector<Sample>& samples) {
  std::map<std::tuple<std::string, std::string, std::string, std::string, std::int64_t>, std::size_t> seen;
  std::vector<std::size_t> firsts;
  for (const Sample& one : samples) {
    const auto added =
        seen.try_emplace({one.image.string(), one.matte.string(), one.kind, one.label, one.row}, firsts.size());
    firsts.push_back(added.first->second);
  }
  return firsts;
}

std::size_t bytes_of(const Decoded& decoded) {
  std::size_t bytes = sizeof decoded;
  for (const Decoded::Level& level : decoded.levels) bytes += level.rgba.size();
  return bytes;
}

}  // namespace

void Album::decode_one(std::size_t i, data::Remarks& remarks) {
  auto decoded = std::make_shared<const Decoded>(decode(samples_[i], pixels_, stretch_, &remarks));
  const std::size_t bytes = bytes_of(*decoded);
  if (used_.fetch_add(bytes) + bytes <= room_) {
    held_[i] = std::move(decoded);
  } else {
    used_ -= bytes;
  }
}

void Album::take(std::vector<Sample> samples, int threads) {
  samples_ = std::move(samples);
  first_ = firsts_of(samples_);
  held_.assign(samples_.size(), nullptr);
  used_ = 0;
  std::vector<std::string> errors;
  std::mutex mutex;
  data::Remarks remarks;
  data::for_each_index(samples_.size(), threads, [&](std::size_t i) {
    if (first_[i] != i) return;
    try {
      decode_one(i, remarks);
    } catch (const Error& error) {
      const std::lock_guard lock(mutex);
      errors.emplace_back(error.what());
    } catch (const std::bad_alloc&) {
      const std::lock_guard lock(mutex);
      errors.push_back("cannot hold '" + samples_[i].image.string() +
                       "': there is not enough memory. Give a smaller --cache-gb, or smaller pictures.");
    }
  });
  refuse(errors);
  for (const std::string& sentence : remarks.sentences()) cli::say(cli::Level::warning, sentence);
}

std::shared_ptr<const Decoded> Album::get(std::size_t number) const {
  if (const auto& held = held_[first_[number]]) return held;
  return std::make_shared<const Decoded>(decode(samples_[number], pixels_, stretch_, nullptr));
}

std::size_t Album::held() const {
  return static_cast<std::size_t>(
      std::count_if(first_.begin(), first_.end(), [this](std::size_t first) { return held_[first] != nullptr; }));
}

}  // namespace segme::train
