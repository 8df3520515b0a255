// cli/demo/page: what `segme demo` found out, as one page of HTML that needs nothing else: no server, no network, no
// other file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace segme::cli {

/// A picture on the page.
struct Shot {
  std::string caption;
  std::string mime;  ///< "image/jpeg"
  std::vector<std::uint8_t> bytes;
  double milliseconds = 0;  ///< what it took to make; 0: nothing was made
};

/// A photo and what was made of it.
struct Exhibit {
  std::string title, credit;
  Shot photo;
  std::vector<Shot> shots;
  double person = 0;  ///< part of the photo that is person, 0..1
};

/// What one quality level costs, and what it draws.
struct LevelTime {
  std::string level, model;
  double load_ms = 0;     ///< to find, read and compile the model
  double picture_ms = 0;  ///< median of a few pictures: matte and cut-out
  Shot matte;
};

struct DemoPage {
  std::string version, machine, date, device;
  int photo_width = 0, photo_height = 0;  ///< of the photo that the levels were measured with
  std::vector<LevelTime> levels;
  std::vector<Exhibit> exhibits;
};

/// What every page begins with; by it `segme demo` knows a page of its own.
inline constexpr const char* kPageMark = "<!doctype html><!-- made by segme demo -->";

std::string page_html(const DemoPage& page);

}  // namespace segme::cli
