// cli/image/framing: --trim, --margin, --canvas, --position, --scale, --head and --compare of `segme image`.
#pragma once

#include <string>
#include <string_view>

#include "session/image/framing.h"

namespace CLI {
class App;
}

namespace segme::cli {

struct PipelineFlags;

struct FramingOptions {
  bool trim = false;
  std::string margin;
  std::string canvas;
  std::string position;
  std::string scale;
  std::string head;  ///< "square", or a size: 400x500, 35x45mm@300dpi, 2x2in
  bool compare = false;

  /// Whether pictures get another size or place.
  [[nodiscard]] bool moves() const { return trim || cuts_out(); }
  /// Whether the person is cut out first, and put in front of the background last of all.
  [[nodiscard]] bool cuts_out() const { return !canvas.empty() || !head.empty(); }
};

void declare_framing(CLI::App& app, FramingOptions& options);

/// Whether the text is meant as a size for --head ("400x500", "35x45mm@300dpi", "3x4feet") and not as a file.
bool looks_like_head_size(std::string_view text);

/// Values that cannot be read, and combinations that mean nothing. @throws Error(usage)
void check_framing(const FramingOptions& options, const PipelineFlags& flags);

/// The same as the batch wants it. @throws Error(usage)
session::Framing::Options framing_of(const FramingOptions& options, const PipelineFlags& flags);

}  // namespace segme::cli
