// segme-train: the executable that `segme train` runs. The only one that needs LibTorch.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <limits>
#include <new>
#include <string>
#include <string_view>

#ifdef __GLIBC__  // said by the headers above
#include <malloc.h>
#endif

#include "base/error.h"
#include "base/options.h"
#include "base/sheet.h"
#include "net/catalogue.h"
#include "train/run_folder.h"
#include "train/torch/processes.h"
#include "train/torch/trainer.h"

namespace {

volatile std::sig_atomic_t stopped = 0;

void print_help() {
  std::puts(
      "usage: segme train NET --data SET --output DIR [--recipe default|reference] [--minutes 60] "
      "[--start WEIGHTS] [--resume | --overwrite] ...\n");
  std::puts("nets:");
  for (const segme::net::NetKind* kind : segme::net::all_nets()) {
    std::printf("  %-20s %s\n", std::string(kind->name).c_str(), std::string(kind->summary).c_str());
  }
  std::puts("\noptions:");
  for (const segme::OptionInfo& info : segme::list_options<segme::train::TrainOptions>()) {
    const std::string left = "--" + info.name + (info.type == "switch" ? "" : " " + info.type);
    std::printf("  %-24s %s [%s]\n", left.c_str(), info.help.c_str(), info.default_value.c_str());
  }
}

/// The manual page, or the part of a shell's completion.
void print_sheet(segme::SheetForm form) {
  segme::Sheet sheet;
  sheet.command = "segme train";
  sheet.summary = "Trains a net from pictures and their mattes.";
  sheet.examples = "segme train portrait --data manifest.csv --output runs/mine --minutes 60";
  sheet.commands.emplace_back("harmonise", "teaches the renderer harmonise");
  std::vector<std::string> nets;
  for (const segme::net::NetKind* kind : segme::net::all_nets()) nets.emplace_back(kind->name);
  sheet.options.push_back({{}, "NET", "a net of the catalogue: segme net list", segme::SheetValue::choice, nets});
  for (const segme::OptionInfo& info : segme::list_options<segme::train::TrainOptions>()) {
    const bool path = info.name == "data" || info.name == "output" || info.name == "start" || info.name == "teacher";
    segme::SheetOption option{{"--" + info.name}, "VALUE", info.help + " [" + info.default_value + "]", {}, {}};
    option.kind = path ? segme::SheetValue::file : segme::SheetValue::text;
    if (info.type == "switch") {
      option.kind = segme::SheetValue::none;
      option.value.clear();
    }
    sheet.options.push_back(option);
  }
  std::fputs(segme::sheet_text(sheet, form, segme::manual_date()).c_str(), stdout);
}

/// What --recipe says, wherever it stands: single options are read on top of it.
void read_recipe(int argc, char** argv, segme::train::TrainOptions& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("--recipe=")) segme::train::apply_recipe(argument.substr(9), options);
    if (argument == "--recipe" && i + 1 < argc) segme::train::apply_recipe(argv[i + 1], options);
  }
}

/// "--batch 8", "--batch=8", "--resume": each value is taken whole, so that IMAGES,MASKS stays one.
void read_arguments(int argc, char** argv, std::string& net, segme::train::TrainOptions& options) {
  const auto known = segme::list_options<segme::train::TrainOptions>();
  read_recipe(argc, argv, options);
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (!argument.starts_with("--")) {
      if (!net.empty()) throw segme::Error(segme::ExitCode::usage, "two nets given. Train one at a time.");
      net = argument;
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string_view name = argument.substr(2, equals == std::string_view::npos ? equals : equals - 2);
    const bool is_switch = std::any_of(known.begin(), known.end(), [&](const segme::OptionInfo& info) {
      return info.name == name && info.type == "switch";
    });
    std::string_view value = "on";
    if (equals != std::string_view::npos) {
      value = argument.substr(equals + 1);
    } else if (!is_switch) {
      if (i + 1 == argc) throw segme::Error(segme::ExitCode::usage, "--" + std::string(name) + " needs a value.");
      value = argv[++i];
    }
    segme::read_option("train", name, value, options);
  }
  if (net.empty())
    throw segme::Error(segme::ExitCode::usage, "no net given. Write: segme train NET --data ... --output ...");
  if (options.data.empty())
    throw segme::Error(segme::ExitCode::usage, "no data given. Add --data with a set: segme data --help.");
  if (options.output.empty())
    throw segme::Error(segme::ExitCode::usage, "no place for the run given. Add --output DIR.");
}

/// Each step's tensors are as large as those of the one before: memory that is given back to the system must be cleared
/// by it for the next.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || std::string_view(argv[1]) == "--help" || std::string_view(argv[1]) == "-h") {
    const auto form = argc == 3 ? segme::sheet_form(argv[2]) : std::nullopt;
    form ? print_sheet(*form) : print_help();
    return 0;
  }
  keep_memory();
  std::signal(SIGINT, [](int) { stopped = 1; });
  std::signal(SIGTERM, [](int) { stopped = 1; });
  try {
    std::string net;
    segme::train::TrainOptions options;
    read_arguments(argc, argv, net, options);
    segme::train::check_run_folder(options);
    segme::train::Processes processes(options.processes, argv);
    segme::train::train(net, options, processes.ranks(), [] { return stopped != 0; });
    return stopped != 0 ? static_cast<int>(segme::ExitCode::interrupted) : 0;
  } catch (const segme::Error& error) {
    std::fprintf(stderr, "segme: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    std::fputs("segme: there is not enough memory for this run. Give a smaller --batch, --size or --cache-gb.\n",
               stderr);
    return static_cast<int>(segme::ExitCode::input);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "segme: %s\n", error.what());
    return static_cast<int>(segme::ExitCode::bug);
  }
}
