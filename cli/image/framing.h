// cli/image/framing: --trim, --margin, --canvas, --position, --scale and --compare of `segme image`.
#pragma once

#include <memory>
#include <string>

#include "render/background.h"
#include "render/framing.h"

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
  bool compare = false;

  /// Whether pictures get another size or place.
  [[nodiscard]] bool moves() const { return trim || !canvas.empty(); }
};

void declare_framing(CLI::App& app, FramingOptions& options);

/// Values that cannot be read, and combinations that mean nothing. @throws Error(usage)
void check_framing(const FramingOptions& options, const PipelineFlags& flags);

/// Crops pictures to the person, or lays them on a canvas.
class Framing {
 public:
  /// Opens the background of a canvas. @throws Error(usage), Error(input)
  Framing(const FramingOptions& options, const PipelineFlags& flags);
  /// `picture` (of the size of `matte`) as it is asked for. `name` is that of the input.
  /// @throws Error(input) where nobody is found
  void run(const Matte& matte, const std::string& name, Image& picture);
  /// The matte itself as it is asked for; valid until the next call. @throws Error(input)
  const Matte& run(const Matte& matte, const std::string& name);

 private:
  [[nodiscard]] Box box_of(const Matte& matte, const std::string& name) const;

  bool on_canvas_;
  Length margin_;
  Canvas canvas_;
  std::unique_ptr<Background> background_;
  Frame empty_;
  Matte nobody_, matte_;
  Image other_;
};

}  // namespace segme::cli
