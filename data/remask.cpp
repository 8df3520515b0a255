// data/remask: nearest by pixel centres.
#include "data/remask.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "base/error.h"

namespace segme::data {
namespace {

constexpr int kColour = 24;               // of 255: channels this far apart are no grey that JPEG has blurred
constexpr std::size_t kMostColours = 64;  // more of them are a photo, or a label that JPEG has blurred
constexpr std::size_t kListed = 6;        // in one sentence
constexpr std::uint32_t kMostColour = 0xFFFFFF;
constexpr int kPerson = 127;  // from here on a label of 0/255 says person

/// The pixel of `from` whose square holds the centre of pixel `i` of `to`.
int nearest(int i, int to, int from) {
  return static_cast<int>((2 * static_cast<std::int64_t>(i) + 1) * from / (2 * static_cast<std::int64_t>(to)));
}

std::uint32_t colour_of(const std::uint8_t* pixel, std::size_t channels) {
  if (channels < 3) return pixel[0] * 0x010101U;
  return static_cast<std::uint32_t>(pixel[0]) << 16U | static_cast<std::uint32_t>(pixel[1]) << 8U | pixel[2];
}

std::string colour_text(std::uint32_t colour) {
  char text[16];
  std::snprintf(text, sizeof text, "#%06x", colour);
  return text;
}

std::uint32_t value_at(const std::uint8_t* pixel, std::size_t channels, PersonRule::Of of) {
  switch (of) {
    case PersonRule::Of::last: return pixel[channels - 1];
    case PersonRule::Of::grey: return pixel[0];
    case PersonRule::Of::colour: return colour_of(pixel, channels);
  }
  return 0;
}

std::size_t count_of(const Histogram& values) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](auto n) { return n > 0; }));
}

[[noreturn]] void ask_for_person(const std::string& they, const std::string& example) {
  throw Error(ExitCode::input, "cannot tell which value of the labels is person: " + they +
                                   ". Say it with --person, such as --person " + example + ".");
}

}  // namespace

std::string PersonRule::sentence() const {
  if (values.empty()) return std::to_string(least) + " and more is person";
  std::string text;
  for (const std::uint32_t value : values) {
    text += (text.empty() ? "" : ", ") + (of == Of::colour ? colour_text(value) : std::to_string(value));
  }
  return text + " is person";
}

std::uint32_t parse_label_value(const std::string& text) {
  const bool colour = text.starts_with('#');
  const char* begin = text.data() + (colour ? 1 : 0);
  const char* end = text.data() + text.size();
  std::uint32_t value = 0;
  const auto result = std::from_chars(begin, end, value, colour ? 16 : 10);
  const bool whole = result.ec == std::errc{} && result.ptr == end && (!colour || text.size() == 7);
  if (!whole || value > (colour ? kMostColour : 255)) {
    throw Error(ExitCode::usage, "--person '" + text +
                                     "' is no value of a label. Give a number of 0..255 or a colour "
                                     "such as #c08080.");
  }
  return value;
}

void LabelValues::add(const Image& label) {
  const std::size_t channels = static_cast<std::size_t>(label.channels());
  int apart = 0;
  int grey = 0;
  int alpha = 0;
  std::set<std::uint32_t> colours;
  std::uint32_t before = kMostColour + 1;
  for (std::size_t i = 0; i + channels <= label.size(); i += channels) {
    const std::uint8_t* pixel = label.data() + i;
    ++grey_[pixel[0]];
    grey = std::max<int>(grey, pixel[0]);
    if (channels < 3) continue;
    if (channels == 4) {
      ++alpha_[pixel[3]];
      alpha = std::max<int>(alpha, pixel[3]);
    }
    const auto [low, high] = std::minmax({pixel[0], pixel[1], pixel[2]});
    apart = std::max(apart, high - low);
    const std::uint32_t colour = colour_of(pixel, channels);
    if (colour == before) continue;  // labels are flat
    before = colour;
    if (colours.size() <= kMostColours) colours.insert(colour);
  }
  faint_grey_ = faint_grey_ || (grey > 0 && grey < kPerson);
  faint_alpha_ = faint_alpha_ || (alpha > 0 && alpha < kPerson);
  any_alpha_ = any_alpha_ || channels == 4;
  coloured_ = coloured_ || apart > kColour;
  if (colours_.size() <= kMostColours) colours_.merge(colours);
}

PersonRule LabelValues::told(PersonRule::Of of, const std::vector<std::string>& person) const {
  PersonRule rule;
  const bool colours = person.front().starts_with('#');
  const bool alpha = of == PersonRule::Of::last;
  rule.of = colours ? PersonRule::Of::colour : of == PersonRule::Of::colour ? PersonRule::Of::grey : of;
  const Histogram& values = alpha ? alpha_ : grey_;
  for (const std::string& text : person) {
    const std::uint32_t value = parse_label_value(text);
    if (text.starts_with('#') != colours) {
      throw Error(ExitCode::usage, "--person names numbers and colours. Give one kind.");
    }
    const bool known = colours ? colours_.contains(value) || colours_.size() > kMostColours : values[value] > 0;
    if (!known) {
      throw Error(ExitCode::usage,
                  "no label holds the value '" + text + "' of --person. They hold " +
                      (colours || of == PersonRule::Of::colour ? list_colours() : list_values(values)) + ".");
    }
    rule.values.push_back(value);
  }
  return rule;
}

std::string LabelValues::list_colours() const {
  std::string text;
  std::size_t listed = 0;
  for (const std::uint32_t colour : colours_) {
    if (listed++ == kListed) return text + " and " + std::to_string(colours_.size() - kListed) + " more";
    text += (listed > 1 ? ", " : "") + colour_text(colour);
  }
  return text;
}

/// Two colours, one of them black: the other is person.
PersonRule LabelValues::of_colours() const {
  if (colours_.size() > kMostColours) {
    ask_for_person("they are pictures of many colours; labels must be saved without loss", "'#c08080'");
  }
  if (colours_.size() != 2 || *colours_.begin() != 0) {
    ask_for_person("they hold the colours " + list_colours(), "'" + colour_text(*colours_.rbegin()) + "'");
  }
  return {PersonRule::Of::colour, 0, {*colours_.rbegin()}};
}

PersonRule LabelValues::of_greys(bool alpha) const {
  const Histogram& values = alpha ? alpha_ : grey_;
  const PersonRule::Of of = alpha ? PersonRule::Of::last : PersonRule::Of::grey;
  int largest = 255;
  while (largest > 0 && values[static_cast<std::size_t>(largest)] == 0) --largest;
  if (largest == 0) {
    throw Error(ExitCode::input,
                "the labels are black everywhere, so nothing in them is person. Give labels of 8 bits with people.");
  }
  const bool faint = alpha ? faint_alpha_ : faint_grey_;
  if (!faint && !holds_class_numbers(values)) return {of, kPerson, {}};
  if (largest == 1 || (largest < kPerson && values[0] > 0 && count_of(values) == 2)) return {of, largest, {}};
  ask_for_person("they hold the values " + list_values(values), std::to_string(largest));
}

PersonRule LabelValues::rule(const std::vector<std::string>& person) const {
  const bool alpha = any_alpha_ && alpha_[255] < [&] {
    std::uint64_t pixels = 0;
    for (const std::uint64_t n : alpha_) pixels += n;
    return pixels;
  }();
  const PersonRule::Of of = alpha ? PersonRule::Of::last : coloured_ ? PersonRule::Of::colour : PersonRule::Of::grey;
  if (!person.empty()) return told(of, person);
  if (of == PersonRule::Of::colour) return of_colours();
  return of_greys(alpha);
}

Image remask(const Image& label, int size, const PersonRule& rule) {
  SEGME_CHECK(!label.empty() && size >= 0);
  const int width = size == 0 ? label.width() : size;
  const int height = size == 0 ? label.height() : size;
  const std::size_t channels = static_cast<std::size_t>(label.channels());
  Image mask(width, height, 1);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = label.row(nearest(y, height, label.height()));
    for (int x = 0; x < width; ++x) {
      const std::size_t at = static_cast<std::size_t>(nearest(x, width, label.width())) * channels;
      const std::uint32_t value = value_at(row + at, channels, rule.of);
      const bool person = rule.values.empty()
                              ? value >= static_cast<std::uint32_t>(rule.least)
                              : std::find(rule.values.begin(), rule.values.end(), value) != rule.values.end();
      mask.row(y)[x] = person ? 255 : 0;
    }
  }
  return mask;
}

}  // namespace segme::data
