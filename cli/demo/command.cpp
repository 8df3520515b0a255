// segme demo: one page that shows what the program makes of its samples on this machine, with times. The first thing
// that a newcomer runs.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file_writer.h"
#include "base/sources.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "cli/common/interrupt.h"
#include "cli/common/replaceable.h"
#include "cli/common/say.h"
#include "cli/demo/browser.h"
#include "cli/demo/page.h"
#include "cli/demo/show.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSummary = "shows in one page what the program makes of sample photos on this machine";

struct DemoOptions {
  std::vector<std::string> pictures;
  std::string output = "segme-demo.html";
  bool no_open = false;
  bool overwrite = false;
};

/// A page of an earlier demo may be replaced, and nothing else.
bool is_demo_page(const fs::path& file) {
  std::string begin(std::char_traits<char>::length(kPageMark), '\0');
  std::ifstream(file, std::ios::binary).read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return begin == kPageMark;
}

void check_output(const DemoOptions& options) {
  if (options.output == "-") return;
  Sources sources;
  for (const std::string& picture : options.pictures) sources.add(picture);
  check_replaceable(sources, options.output, options.overwrite || is_demo_page(options.output));
}

void write_page(const DemoOptions& options, const std::string& html) {
  if (options.output == "-") {
    std::fputs(html.c_str(), stdout);
    return;
  }
  write_file(options.output, std::vector<std::uint8_t>(html.begin(), html.end()));
  const std::string address = file_address(options.output);
  std::printf("the page is %s\n", address.c_str());
  std::fflush(stdout);
  if (options.no_open) return;
  const bool opened = open_in_browser(address);
  say(Level::info, opened
                       ? "your browser opens it."
                       : "no browser was found on this machine. Open the page in one, here or elsewhere: it needs no "
                         "other file.");
}

int run_demo(int argc, char** argv) {
  CLI::App app("Shows in one page what the program makes of sample photos on this machine.", "segme demo");
  DemoOptions options;
  app.add_option("pictures", options.pictures, "your own photos, instead of the samples");
  app.add_option("-o,--output", options.output, "file for the page, or - for standard output [segme-demo.html]");
  app.add_flag("--no-open", options.no_open, "write the page, but open no browser");
  app.add_flag("--overwrite", options.overwrite, "replace a file that is not a page of an earlier demo");
  app.footer(
      "segme demo                          the samples\nsegme demo photo.jpg --no-open      a photo of your own");
  if (!read_arguments(app, argc, argv)) return 0;
  check_output(options);
  watch_interrupt();
  write_page(options, page_html(make_demo(options.pictures)));
  return 0;
}

}  // namespace

const Command demo_command{"demo", kSummary, run_demo};

}  // namespace segme::cli
