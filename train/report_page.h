// train/report_page: one HTML file that shows a run: its curves as inline SVG, the worst pictures inside the file.
// Opens anywhere, needs no network and no other file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segme::train {

/// One line through points (x, y); points that are no numbers leave a gap.
struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;
};

/// One drawing with a common scale; `logarithmic`: the y axis, where points <= 0 leave a gap.
struct Chart {
  std::string title;
  std::vector<Curve> curves;
  bool logarithmic = false;
};

/// One picture that went badly: JPEG bytes and what is written under it.
struct ShownPicture {
  std::string caption;
  std::vector<std::uint8_t> jpeg;
};

/// The charts that log.jsonl holds, x = step: loss (train, val), accuracy, IoU, learning rate. Lines that are no JSON
/// (the last one of a run that was cut off) are left out.
std::vector<Chart> charts_of(std::string_view log);

/// The page; `record` is run.json, which it shows as it is. Texts may hold anything. @throws nothing of its own.
std::string report_page(const std::string& title, const std::vector<Chart>& charts,
                        const std::vector<ShownPicture>& worst, const std::string& record = "");

/// RFC 4648, with padding.
std::string base64(const std::vector<std::uint8_t>& bytes);

}  // namespace segme::train
