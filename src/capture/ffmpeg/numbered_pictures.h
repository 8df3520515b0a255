// capture/ffmpeg/numbered_pictures: what shot.%04d.jpg means in its folder. FFmpeg itself looks for numbers from 0 to 4
// only, and stops where one is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace segme::ffmpeg {

struct NumberedPictures {
  std::int64_t first = 0, count = 0;
  std::int64_t missing = 0;  ///< numbers between the first and the last that no picture has
  std::string wild;          ///< a pattern of glob() that finds them in their order; empty where there is none
};

/// The pictures that are there; nullopt where `where` has no single place for a number, or nothing is found.
std::optional<NumberedPictures> find_numbered_pictures(const std::string& where);

}  // namespace segme::ffmpeg
