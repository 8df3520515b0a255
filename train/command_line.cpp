// train/command_line: the table of options becomes flags (cli/common/option_table.h); the recipe stands first in it, so
// that single options are read on top of what it sets.
#include "train/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/options.h"
#include "cli/common/arguments.h"
#include "cli/common/option_table.h"
#include "cli/export/place.h"
#include "net/catalogue.h"

namespace segme::train {
namespace {

constexpr const char* kExample =
    "segme train portrait --data manifest.csv --output runs/mine --minutes 60\n"
    "segme train --resume -o runs/mine\n"
    "segme train harmonise --help     # teaches the renderer harmonise\n"
    "segme net list                   # the nets, and what they are";

std::string net_names() {
  std::string names;
  for (const net::NetKind* kind : net::all_nets()) {
    if (kind->constants == nullptr) names += std::string(names.empty() ? "" : ",") + std::string(kind->name);
  }
  return names;
}

/// The file with the weights of --start or --teacher: a run and a model are folders. @throws Error(input)
std::string weights_of(const std::string& option, const std::string& value) {
  if (value.empty()) return value;
  std::error_code ignored;
  if (!std::filesystem::exists(value, ignored)) {
    throw Error(ExitCode::input, "cannot read --" + option + " '" + value +
                                     "': there is no such file or folder. Give a run, a model or a file of weights.");
  }
  const std::filesystem::path file = cli::exported_file(value);
  if (!std::filesystem::exists(file, ignored)) {
    throw Error(ExitCode::input, "cannot read --" + option + " '" + value + "': there is no '" +
                                     file.filename().string() +
                                     "' in it. Give the folder of a run or of a model, or a "
                                     "file of weights.");
  }
  return file.string();
}

void check_complete(const CommandLine& line) {
  if (line.options.output.empty()) throw Error(ExitCode::usage, "no place for the run given. Add --output DIR.");
  if (line.options.resume) return;  // the checkpoint knows the rest
  if (line.net.empty()) throw Error(ExitCode::usage, "no net given. Write: segme train NET --data ... --output ...");
  if (line.options.data.empty())
    throw Error(ExitCode::usage, "no data given. Add --data with a set: segme data --help.");
}

/// 16-bit floats have steps as large as those of 8 bits: what is rounded is computed in 32.
void settle_bits(TrainOptions& options) {
  if (options.quantise == "none") return;
  options.bf16 = false;
  if (options.start.empty() && !options.resume) {
    throw Error(
        ExitCode::usage,
        "--quantise 8 teaches a net that has learnt in floats. Add --start with the best.safetensors of its run, "
        "or the floats.onnx of a model.");
  }
}

}  // namespace

std::optional<CommandLine> read_command_line(int argc, char** argv) {
  CommandLine line;
  CLI::App app("Trains a net from pictures and their mattes.", "segme train");
  app.add_option("NET", line.net, "a net of the catalogue; a run that is resumed knows its own")
      ->type_name("TEXT:{" + net_names() + ",harmonise}");
  const std::vector<OptionInfo> table = list_options<TrainOptions>();
  cli::declare_table(app, table, [&line](const std::string& name, const std::string& value) {
    if (name == "recipe") apply_recipe(value, line.options);
    const std::string meant = name == "start" || name == "teacher" ? weights_of(name, value) : value;
    read_option("train", name, meant, line.options);
    line.given.emplace_back(name, meant);
  });
  app.footer(kExample);
  std::vector<std::string> words = cli::joined_switches(table, argc, argv);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  if (!cli::read_arguments(app, static_cast<int>(pointers.size()), pointers.data())) return std::nullopt;
  check_complete(line);
  const auto given = [&](std::string_view name) {
    return std::any_of(line.given.begin(), line.given.end(), [&](const auto& one) { return one.first == name; });
  };
  if (!line.options.resume) fit_recipe(line.net, given, line.options);
  settle_bits(line.options);
  return line;
}

void check_sizes(const std::string& net, const TrainOptions& options) {
  const net::NetKind& kind = net::find_net(net);
  net::check_size(kind, options.size, "--size");
  if (options.small_share > 0) net::check_size(kind, options.small_size, "--small-size");
}

}  // namespace segme::train
