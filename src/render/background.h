// render/background: what is seen behind the person, one kind a file. The table of all of them is backgrounds.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/image.h"
#include "base/kind.h"

namespace segme {

class Background {
 public:
  virtual ~Background() = default;
  /// What is behind the person of `frame` (matte of its size): RGB, of the frame's size. Valid until the next call.
  /// Nothing of the person may show in it.
  virtual const Image& draw(const Frame& frame, const Matte& matte) = 0;
  /// Whether it is the same for all frames of one size and shape of pixels.
  [[nodiscard]] virtual bool still() const { return false; }
};

using BackgroundKind = Kind<Background>;

/// Every kind of background, in the order --help prints them.
std::span<const BackgroundKind* const> all_backgrounds();

/// Makes a background from "blur:strength=3". @throws Error(usage)
std::unique_ptr<Background> make_background_kind(std::string_view text);

}  // namespace segme
