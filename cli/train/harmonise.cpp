// segme train harmonise: teaches the small net of the renderer harmonise, and judges it on pictures that it has not
// seen. It is no net of segme-train's: three thousand weights over two hundred numbers need no LibTorch, and a minute.
#include "cli/train/harmonise.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>

#include "base/activity.h"
#include "base/error.h"
#include "cli/common/arguments.h"
#include "cli/common/interrupt.h"
#include "cli/common/replaceable.h"
#include "cli/common/say.h"
#include "cli/data/batch.h"
#include "data/harmony.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

struct TrainHarmoniseOptions {
  std::string set;
  std::string output;
  std::string split = "train", judged = "val";
  bool judge_only = false, overwrite = false;
  int changes = 4;
  data::HarmonyOptions training;
};

void declare(CLI::App& app, TrainHarmoniseOptions& o) {
  app.add_option("--data", o.set, "a labelled set: folders, manifest.csv or arrays; see segme data --help")->required();
  app.add_option("-o,--output", o.output, "source file for the weights: src/render/harmony_weights.cpp");
  app.add_flag("--overwrite", o.overwrite, "replace that file if it exists");
  app.add_option("--split", o.split, "split to learn from [train]");
  app.add_option("--judge", o.judged, "split to score [val]");
  app.add_flag("--judge-only", o.judge_only,
               "train nothing: score the built-in weights beside alpha and colour_transfer");
  app.add_option("--pictures", o.training.pictures, "largest number of pictures of the set [4000]")
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--steps", o.training.steps, "steps of training [20000]")->check(CLI::Range(1, 100'000'000));
  app.add_option("--seed", o.training.seed, "seed of the start and of the random changes [1]");
  app.add_option("--changes", o.changes, "changed versions of each picture to score [4]")->check(CLI::Range(1, 1000));
}

std::string source_file(const std::vector<float>& weights) {
  std::string text =
      "// render/harmony_weights: made by `segme train harmonise`; see docs/filters.md. Ten-thousandths.\n"
      "#include <array>\n#include <cstdint>\n\n#include \"render/harmony.h\"\n\nnamespace segme {\nnamespace {\n\n"
      "// clang-format off\nconstexpr std::int16_t kWeights[kHarmonyWeights] = {";
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (i % 20 == 0) text += "\n ";
    const float whole = std::round(std::min(3.2F, std::max(-3.2F, weights[i])) * 10000);
    text += " " + std::to_string(static_cast<int>(whole)) + (i + 1 < weights.size() ? "," : "");
  }
  return text +
         "};\n// clang-format on\n\n}  // namespace\n\nstd::span<const float> harmony_weights() {\n"
         "  static const auto weights = [] {\n    std::array<float, kHarmonyWeights> values{};\n"
         "    for (std::size_t i = 0; i < kHarmonyWeights; ++i) values[i] = static_cast<float>(kWeights[i]) / 10000;\n"
         "    return values;\n  }();\n  return weights;\n}\n\n}  // namespace segme\n";
}

void judge(const TrainHarmoniseOptions& o, const std::vector<data::Sample>& samples) {
  const std::vector<std::string> chains = {
      "alpha:estimate=off",
      "colour_transfer:estimate=off",
      "colour_transfer:estimate=off,strength=1,limit=1000",
      "colour_transfer:estimate=off,strength=1,limit=1000,of=frame",
      "colour_transfer:estimate=off,strength=1,limit=1000,of=frame,ratio=reference",
      "alpha:estimate=off,harmonise"};
  const auto scores =
      data::score_harmony(data::samples_of_split(samples, o.judged), chains, o.changes, o.training.seed + 1);
  std::printf("%-80s %8s %9s\n", "renderer", "fMSE", "of alpha");
  for (const auto& score : scores) {
    std::printf("%-80s %8.1f %8.1f%%\n", score.renderer.c_str(), score.fmse, 100 * score.fmse / scores[0].fmse);
  }
}

}  // namespace

int run_train_harmonise(int argc, char** argv) {
  CLI::App app("Trains the renderer harmonise to correct colours that were changed at random.",
               "segme train harmonise");
  TrainHarmoniseOptions o;
  declare(app, o);
  if (!read_arguments(app, argc, argv)) return 0;
  if (!o.judge_only && o.output.empty()) {
    throw Error(ExitCode::usage,
                "the weights have no place to go. Give -o src/render/harmony_weights.cpp, or --judge-only.");
  }
  const std::vector<data::Sample> samples = data::read_set(o.set);
  if (!o.judge_only) check_replaceable(sources_of(o.set, samples), o.output, o.overwrite);
  watch_interrupt();
  if (o.judge_only) {
    const Activity activity("scoring renderers");
    judge(o, samples);
    return 0;
  }
  const Activity activity("training the renderer harmonise");
  const auto weights = data::train_harmony(
      data::samples_of_split(samples, o.split), o.training,
      [](int step, double loss) { sayf(Level::info, "step %d: squared error %.1f", step, loss); },
      [] { return interrupted(); });
  const std::string text = source_file(weights);
  write_file(o.output, {text.begin(), text.end()});
  std::printf("wrote %s. Build again, then: segme train harmonise --judge-only --data %s\n", o.output.c_str(),
              o.set.c_str());
  return interrupted() ? static_cast<int>(ExitCode::interrupted) : 0;
}

}  // namespace segme::cli
