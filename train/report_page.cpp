// train/report_page: 640 x 220 drawings; colours that colour-blind people tell apart (Okabe and Ito).
#include "train/report_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

namespace segme::train {
namespace {

using Json = nlohmann::json;
constexpr double kWidth = 640, kHeight = 220, kLeft = 62, kTop = 24, kRight = 10, kBottom = 24;
constexpr std::array kColours{"#0072b2", "#d55e00", "#009e73", "#cc79a7"};

std::string number(double value, const char* format = "%.3g") {
  char text[40];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '&')
      safe += "&amp;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

/// Numbers on a line of pixels.
struct Axis {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool empty() const { return low > high; }
  [[nodiscard]] double place(double value, double from, double to) const {
    return high > low ? std::lerp(from, to, (value - low) / (high - low)) : (from + to) / 2;
  }
};

/// y as it is drawn; NaN for what is left out.
double drawn(const Chart& chart, double y) {
  if (!chart.logarithmic) return std::isfinite(y) ? y : std::nan("");
  return y > 0 && std::isfinite(y) ? std::log10(y) : std::nan("");
}

std::string polylines(const Chart& chart, const Curve& curve, const Axis& x, const Axis& y, const char* colour) {
  std::string text;
  std::string points;
  const auto end = [&] {
    if (!points.empty())
      text += std::string("<polyline fill=\"none\" stroke=\"") + colour + "\" points=\"" + points + "\"/>\n";
    points.clear();
  };
  for (const auto& [at, value] : curve.points) {
    const double height = drawn(chart, value);
    if (std::isnan(height)) {
      end();
      continue;
    }
    points += (points.empty() ? "" : " ") + number(x.place(at, kLeft, kWidth - kRight), "%.1f") + "," +
              number(y.place(height, kHeight - kBottom, kTop), "%.1f");
  }
  end();
  return text;
}

std::string text_at(double x, double y, const char* anchor, const std::string& what, const char* colour = "#444") {
  return "<text x=\"" + number(x, "%.0f") + "\" y=\"" + number(y, "%.0f") + "\" text-anchor=\"" + anchor +
         "\" fill=\"" + colour + "\">" + escaped(what) + "</text>\n";
}

std::string svg(const Chart& chart) {
  Axis x;
  Axis y;
  for (const Curve& curve : chart.curves) {
    for (const auto& [at, value] : curve.points) {
      if (std::isnan(drawn(chart, value))) continue;
      x.take(at);
      y.take(drawn(chart, value));
    }
  }
  if (x.empty()) return "";
  const auto value_at = [&](double share) {
    const double value = std::lerp(y.low, y.high, share);
    return chart.logarithmic ? std::pow(10, value) : value;
  };
  std::string text = "<svg viewBox=\"0 0 " + number(kWidth) + " " + number(kHeight) + "\" role=\"img\">\n";
  for (const double share : {0.0, 0.5, 1.0}) {
    const double height = std::lerp(kHeight - kBottom, kTop, share);
    text += "<line x1=\"" + number(kLeft) + "\" x2=\"" + number(kWidth - kRight) + "\" y1=\"" + number(height) +
            "\" y2=\"" + number(height) + "\" stroke=\"#ddd\"/>\n";
    text += text_at(kLeft - 6, height + 4, "end", number(value_at(share)));
  }
  text += text_at(kLeft, kHeight - 6, "start", "step " + number(x.low, "%.0f"));
  text += text_at(kWidth - kRight, kHeight - 6, "end", number(x.high, "%.0f"));
  double legend = kLeft;
  for (std::size_t i = 0; i < chart.curves.size(); ++i) {
    const char* colour = kColours[i % kColours.size()];
    text += text_at(legend, 14, "start", chart.curves[i].name, colour);
    legend += 20 + 8 * static_cast<double>(chart.curves[i].name.size());
    text += polylines(chart, chart.curves[i], x, y, colour);
  }
  return text + "</svg>\n";
}

double at(const Json& line, std::initializer_list<const char*> path) {
  const Json* place = &line;
  for (const char* name : path) {
    if (!place->is_object() || !place->contains(name)) return std::nan("");
    place = &(*place)[name];
  }
  return place->is_number() ? place->get<double>() : std::nan("");
}

}  // namespace

std::vector<Chart> charts_of(std::string_view log) {
  std::vector<Chart> charts{{"loss", {{"train", {}}, {"val", {}}}, true},
                            {"accuracy on val", {{"accuracy", {}}}},
                            {"IoU on val", {{"IoU", {}}, {"boundary IoU", {}}}},
                            {"learning rate", {{"rate", {}}}, true}};
  std::istringstream lines{std::string(log)};
  for (std::string text; std::getline(lines, text);) {
    const Json line = Json::parse(text, nullptr, false);
    const double step = line.is_discarded() ? std::nan("") : at(line, {"step"});
    if (std::isnan(step)) continue;
    const auto add = [&](std::size_t chart, std::size_t curve, double value) {
      if (std::isfinite(value)) charts[chart].curves[curve].points.emplace_back(step, value);
    };
    add(0, 0, at(line, {"loss"}));
    add(0, 1, at(line, {"val", "all", "loss"}));
    add(1, 0, at(line, {"val", "all", "accuracy"}));
    add(2, 0, at(line, {"val", "all", "iou"}));
    add(2, 1, at(line, {"val", "all", "boundary_iou"}));
    add(3, 0, at(line, {"rate"}));
  }
  return charts;
}

std::string report_page(const std::string& title, const std::vector<Chart>& charts,
                        const std::vector<ShownPicture>& worst, const std::string& record) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
      escaped(title) +
      "</title>\n<style>\nbody { font: 15px/1.4 sans-serif; max-width: 1340px; margin: 1em auto; padding: 0 1em; }\n"
      ".charts, .worst { display: grid; gap: 1em; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); }\n"
      "svg { width: 100%; font: 11px sans-serif; }\nfigure { margin: 0; }\nimg { max-width: 100%; }\n</style>\n"
      "</head>\n<body>\n<h1>" +
      escaped(title) + "</h1>\n<div class=\"charts\">\n";
  for (const Chart& chart : charts) {
    const std::string drawing = svg(chart);
    if (!drawing.empty()) page += "<figure><h2>" + escaped(chart.title) + "</h2>\n" + drawing + "</figure>\n";
  }
  page += "</div>\n";
  if (!worst.empty()) page += "<h2>The worst of val: picture, truth, matte</h2>\n<div class=\"worst\">\n";
  for (const ShownPicture& picture : worst) {
    page += "<figure><img alt=\"\" src=\"data:image/jpeg;base64," + base64(picture.jpeg) + "\"><figcaption>" +
            escaped(picture.caption) + "</figcaption></figure>\n";
  }
  if (!worst.empty()) page += "</div>\n";
  if (!record.empty()) page += "<h2>How it was made: run.json</h2>\n<pre>" + escaped(record) + "</pre>\n";
  return page + "</body>\n</html>\n";
}

std::string base64(const std::vector<std::uint8_t>& bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) three = three << 8U | (k < count ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += k <= count ? kLetters[three >> (18 - 6 * k) & 63U] : '=';
  }
  return text;
}

}  // namespace segme::train
