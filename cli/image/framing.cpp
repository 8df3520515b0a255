// cli/image/framing: what was typed becomes lengths and canvases.
#include "cli/image/framing.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/size_text.h"
#include "cli/common/pipeline_flags.h"
#include "recipe/background.h"

namespace segme::cli {
namespace {

constexpr int kLongestSide = 30000;  // as of the pictures that are read
constexpr double kMostPixels = 200e6;
constexpr double kLargestScale = 10;

[[noreturn]] void refuse(const std::string& sentence) { throw Error(ExitCode::usage, sentence); }

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// "5%" or "12".
Length length_of(std::string_view text, const char* option, double most) {
  const bool relative = text.ends_with('%');
  const std::optional<double> value = number_of(text.substr(0, text.size() - (relative ? 1 : 0)));
  if (!value || *value < 0 || (relative ? *value / 100 : *value) > most) {
    refuse(std::string(option) + " '" + std::string(text) +
           "' is not a length. Write pixels, such as 20, or a part, such as 5%.");
  }
  return {relative ? *value / 100 : *value, relative};
}

double scale_of(const std::string& text) {
  const bool percent = text.ends_with('%');
  const std::optional<double> value = number_of(std::string_view(text).substr(0, text.size() - (percent ? 1 : 0)));
  const double scale = value.value_or(0) / (percent ? 100 : 1);
  if (scale <= 0 || scale > kLargestScale) {
    refuse("--scale '" + text + "' is not a size on the canvas. Write a part of it, such as 80% or 0.8.");
  }
  return scale;
}

struct Unit {
  std::string_view name;
  double inches;
};
constexpr std::array<Unit, 3> kUnits{{{"mm", 1 / 25.4}, {"cm", 1 / 2.54}, {"in", 1}}};
constexpr double kPrinted = 300;  // dots per inch where none are said: photo shops print so

struct HeadSize {
  double width = 0, height = 0;  ///< in pixels
  double dots = 0;               ///< per inch; 0: the size was said in pixels
};

/// "400x500" in pixels, "35x45mm", or "2x2in@600dpi"; nothing where it is none of them.
std::optional<HeadSize> head_size(std::string_view text) {
  HeadSize size;
  double factor = 1;
  std::string_view dots;
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    dots = text.substr(at + 1);
    text = text.substr(0, at);
    if (!dots.ends_with("dpi")) return std::nullopt;
    dots.remove_suffix(3);
  }
  for (const Unit& unit : kUnits) {
    if (!text.ends_with(unit.name)) continue;
    text.remove_suffix(unit.name.size());
    size.dots = dots.empty() ? kPrinted : number_of(dots).value_or(0);
    if (size.dots < 1) return std::nullopt;
    factor = size.dots * unit.inches;
  }
  const std::size_t cross = text.find('x');
  if (cross == std::string_view::npos || (!dots.empty() && size.dots == 0)) return std::nullopt;
  const std::optional<double> width = number_of(text.substr(0, cross));
  const std::optional<double> height = number_of(text.substr(cross + 1));
  if (!width || !height) return std::nullopt;
  size.width = std::round(*width * factor);
  size.height = std::round(*height * factor);
  return size;
}

/// "1200x800".
void read_canvas(const std::string& text, Canvas& canvas) {
  const auto size = parse_size(text);
  if (!size || std::max(size->first, size->second) > kLongestSide ||
      static_cast<double>(size->first) * size->second > kMostPixels) {
    refuse("--canvas '" + text + "' is not a size of at most 30000 pixels a side and 200 megapixels. Write 1200x1200.");
  }
  canvas.width = size->first;
  canvas.height = size->second;
}

Canvas canvas_of(const FramingOptions& options) {
  Canvas canvas;
  if (!options.canvas.empty()) read_canvas(options.canvas, canvas);
  if (!options.head.empty() && options.head != "square") {
    const auto size = head_size(options.head);
    if (!size || size->width < 1 || size->height < 1 || size->width > kLongestSide || size->height > kLongestSide ||
        size->width * size->height > kMostPixels) {
      refuse("--head '" + options.head + "' is not a size. Write 400x500 for pixels, 35x45mm@300dpi or 2x2in.");
    }
    canvas.width = static_cast<int>(size->width);
    canvas.height = static_cast<int>(size->height);
    canvas.position = Position::centre;
  }
  if (!options.scale.empty()) canvas.scale = scale_of(options.scale);
  if (!options.position.empty()) canvas.position = find_named<Position>(options.position).value();
  return canvas;
}

Length margin_of(const FramingOptions& options) {
  return options.margin.empty() ? Length{} : length_of(options.margin, "--margin", kLongestSide);
}

// How far a shadow and an outline reach with their defaults, in parts of the photo's longer side.
constexpr double kRoomOfShadow = 0.06;
constexpr double kRoomOfOutline = 0.012;

}  // namespace

bool looks_like_head_size(std::string_view text) {
  const std::size_t cross = text.find('x');
  std::error_code ignored;
  return cross != std::string_view::npos && number_of(text.substr(0, cross)).has_value() && cross + 1 < text.size() &&
         std::isdigit(static_cast<unsigned char>(text[cross + 1])) != 0 && !std::filesystem::exists(text, ignored);
}

void declare_framing(CLI::App& app, FramingOptions& o) {
  app.add_flag("--trim", o.trim, "crop the result to the person");
  app.add_option("--margin", o.margin,
                 "room around the person, in pixels (20) or in parts of the person's longer side (5%) [0]");
  app.add_option("--canvas", o.canvas, "put the person on a canvas of this size: 1200x1200");
  std::vector<std::string> positions(NamesOf<Position>::all.begin(), NamesOf<Position>::all.end());
  app.add_option("--position", o.position,
                 "where on the canvas the person stands: " + list_names<Position>(", ") + " [bottom]")
      ->check(CLI::IsMember(positions))
      ->transform(british);
  app.add_option("--scale", o.scale, "how much of the canvas the person may fill: 80% [100%]");
  app.add_option("--head", o.head,
                 "crop to head and shoulders: a square, or a size such as 400x500, 35x45mm@300dpi or 2x2in");
  app.add_flag("--compare", o.compare, "write the photo and the result side by side");
}

void check_framing(const FramingOptions& o, const PipelineFlags& flags) {
  if (o.trim && !o.canvas.empty()) {
    refuse("--trim and --canvas both say how large the result is. Give one of them; --margin goes with either.");
  }
  if (!o.head.empty() && (o.trim || !o.canvas.empty() || !o.margin.empty())) {
    refuse("--head says how large the result is and what is in it. Leave --trim, --margin and --canvas out.");
  }
  if (!o.moves() && !o.margin.empty()) refuse("--margin has no meaning by itself. Add --trim or --canvas 1200x1200.");
  if (o.canvas.empty() && !(o.position.empty() && o.scale.empty())) {
    refuse("--position and --scale say how the person stands on a canvas, and there is none. Add --canvas 1200x1200.");
  }
  static_cast<void>(margin_of(o));
  static_cast<void>(canvas_of(o));
  if (!o.cuts_out() || flags.matte) return;
  if (!draws_transparent(flags.chain(), false)) {
    refuse("with --canvas and --head the person is cut out first, and --render '" + flags.render +
           "' draws no cut-out. Leave it out, or use shadow, outline, sepia, emboss or curves.");
  }
  const std::string background = flags.background.substr(0, flags.background.find(':'));
  if (background == "blur" || background == "bokeh") {
    refuse("a blurred photo has no place behind a person on a canvas. Give --background a colour or a picture.");
  }
  if (is_video_background(flags.background)) {
    refuse("the background '" + flags.background + "' is a video. Give a colour or a picture.");
  }
}

session::Framing::Options framing_of(const FramingOptions& o, const PipelineFlags& flags) {
  session::Framing::Options options;
  options.trim = o.trim;
  options.on_canvas = o.cuts_out();
  using Head = session::Framing::Head;
  if (!o.head.empty()) options.head = o.head == "square" ? Head::square : Head::sized;
  options.margin = margin_of(o);
  options.canvas = canvas_of(o);
  if (!flags.shadow.empty())
    options.room = kRoomOfShadow;
  else if (!flags.outline.empty())
    options.room = kRoomOfOutline;
  if (!flags.matte) {
    options.background = flags.background;
    options.effects = flags.effects();
  }
  // A sheet with the photo beside it is no print of that size.
  if (!o.head.empty() && o.head != "square" && !o.compare) options.dots_per_inch = head_size(o.head).value().dots;
  options.fit = read_fit(flags.fit);
  options.compare = o.compare;
  return options;
}

}  // namespace segme::cli
