// segme bench: nets against each other, alone, in one run and in turn.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "eval/report.h"
#include "recipe/known_cards.h"
#include "recipe/models.h"
#include "session/timed_net.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;
constexpr std::pair<int, int> kUsualSizes[] = {{256, 256}, {224, 224}, {320, 320}, {192, 192}, {128, 128},
                                               {144, 256}, {256, 144}, {160, 96},  {384, 384}, {512, 512},
                                               {513, 513}, {257, 257}, {640, 480}};

struct BenchOptions {
  std::vector<std::string> models;
  std::vector<int> threads{1};
  std::vector<std::string> precisions{"fp32"};
  int rounds = 50;
  bool json = false;
};

/// One model under one setting.
struct Contender : session::TimedNet {
  std::string model, precision;
  int threads = 1;
};

void declare(CLI::App& app, BenchOptions& o) {
  app.add_option("MODEL", o.models,
                 "names, quality levels, folders or files of models; a bare .onnx or .tflite will do")
      ->required();
  app.add_option("--threads", o.threads, "cores for the net, a list: 1,2 [1]")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(1, 1024));
  app.add_option("--precision", o.precisions,
                 "a list of fp32, bf16, int8 (8 bits put in here, fitted to noise: for the time alone) [fp32]")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"fp32", "bf16", "int8"}));
  app.add_option("--rounds", o.rounds, "runs of each [50]")->check(CLI::Range(1, 1000000));
  app.add_flag("--json", o.json, "as JSON");
}

std::vector<std::uint8_t> read_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A model file without a card, for comparison with other people's nets: how long a net takes depends on nothing that a
/// card says but the size of its input, and that is found by trying those that are usual.
std::optional<Model> find_bare(const std::string& what) {
  const fs::path path = what;
  const std::string kind = path.extension().string();
  std::error_code ignored;
  const bool card = fs::exists(path.parent_path() / "card.json", ignored) ||
                    fs::exists(fs::path(path).replace_extension(".json"), ignored);
  if (card || !fs::is_regular_file(path, ignored) || (kind != ".onnx" && kind != ".tflite")) return std::nullopt;
  Model model;
  model.path = path;
  model.bytes = read_bytes(path);
  if (known_card({model.bytes.data(), model.bytes.size()})) return std::nullopt;
  model.card.name = path.stem().string();
  model.card.file = path.filename().string();
  model.card.layout = kind == ".onnx" ? Layout::nchw : Layout::nhwc;
  EngineOptions engine;
  engine.cache = "off";
  std::string problem;
  for (const auto& [width, height] : kUsualSizes) {
    model.card.width = width;
    model.card.height = height;
    try {
      make_engine(model, engine);
      return model;
    } catch (const Error& error) {
      if (error.code() != ExitCode::model) throw;
      problem = error.what();
    }
  }
  throw Error(ExitCode::model, problem);
}

std::vector<Contender> make_contenders(const BenchOptions& options) {
  std::vector<Contender> contenders;
  for (const std::string& what : options.models) {
    const std::optional<Model> bare = find_bare(what);
    const Model model = bare ? *bare : find_model(what);
    for (const std::string& precision : options.precisions) {
      for (const int threads : options.threads) {
        EngineOptions engine;
        engine.threads = threads;
        engine.precision = precision;
        contenders.push_back({session::warm_net(model, engine), model.card.name, precision, threads});
      }
    }
  }
  return contenders;
}

double least(const std::vector<double>& values) { return eval::percentile(values, 0); }

void print_text(const std::vector<Contender>& contenders, int rounds) {
  std::printf("%-28s %7s %9s %9s %9s %9s  device\n", "model", "threads", "precision", "min ms", "median", "p90");
  for (const Contender& c : contenders) {
    std::printf("%-28s %7d %9s %9.3f %9.3f %9.3f  %s\n", c.model.c_str(), c.threads, c.precision.c_str(),
                least(c.milliseconds), eval::percentile(c.milliseconds, 0.5), eval::percentile(c.milliseconds, 0.9),
                c.parts.front().engine->device().c_str());
  }
  std::printf("\nthe nets alone, %d rounds in turn\n", rounds);
}

void print_json(const std::vector<Contender>& contenders, int rounds) {
  Json array = Json::array();
  for (const Contender& c : contenders) {
    array.push_back({{"model", c.model},
                     {"threads", c.threads},
                     {"precision", c.precision},
                     {"rounds", rounds},
                     {"min_ms", least(c.milliseconds)},
                     {"median_ms", eval::percentile(c.milliseconds, 0.5)},
                     {"p90_ms", eval::percentile(c.milliseconds, 0.9)},
                     {"device", c.parts.front().engine->device()}});
  }
  std::puts(array.dump(2).c_str());
}

int run_bench(int argc, char** argv) {
  CLI::App app("Times nets against each other, alone, in turn.", "segme bench");
  BenchOptions options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  std::vector<Contender> contenders = make_contenders(options);
  std::vector<session::TimedNet*> nets;
  for (Contender& contender : contenders) nets.push_back(&contender);
  session::run_in_turn(nets, options.rounds);
  options.json ? print_json(contenders, options.rounds) : print_text(contenders, options.rounds);
  return 0;
}

}  // namespace

const Command bench_command{"bench", "times nets against each other", run_bench};

}  // namespace segme::cli
