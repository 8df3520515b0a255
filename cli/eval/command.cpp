// segme eval: how good models are on labelled pictures and videos, each picture at its own size.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <map>
#include <set>

#include "base/error.h"
#include "base/stopwatch.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "cli/common/interrupt.h"
#include "cli/common/media.h"
#include "cli/common/replaceable.h"
#include "cli/common/say.h"
#include "cli/data/batch.h"
#include "cli/eval/peers.h"
#include "cli/eval/report.h"
#include "cli/eval/work.h"
#include "eval/sheet.h"
#include "eval/temporal.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;
constexpr int kSheetSide = 240;  // of a cell, in pixels

void score_all(Scorer& scorer, const EvalOptions& options, const std::vector<eval::Sample>& samples, EvalResult& result,
               data::Remarks* remarks) {
  const eval::Metrics metrics = options.metrics == "all" ? eval::Metrics::all : eval::Metrics::basic;
  const std::vector<Sequence> sequences = sequences_of(samples, options.video);
  std::vector<eval::TemporalScorer> temporal(options.video ? sequences.size() : 0);
  std::vector<std::size_t> sequence_of(samples.size());
  for (std::size_t s = 0; s < sequences.size(); ++s) {
    for (const std::size_t i : sequences[s].pictures) sequence_of[i] = s;
  }
  result.rows.resize(samples.size());
  const auto use = [&](std::size_t i, const Frame&, const Matte& matte, const Matte& truth) {
    result.rows[i] = {samples[i].name, eval::group_of(samples[i], options.group), eval::score(matte, truth, metrics)};
    if (!options.video) return;
    eval::TemporalScorer& own = temporal[sequence_of[i]];
    if (!own.fits(truth)) {
      throw Error(ExitCode::input, "cannot take '" + samples[i].name +
                                       "' for a frame of the video before it: its size is " +
                                       std::to_string(truth.width()) + "x" + std::to_string(truth.height()) +
                                       ", another one. Leave --video out, or put each video into a folder of its own.");
    }
    own.add(matte, truth);
  };
  scorer.run(samples, sequences, use, remarks);
  for (std::size_t s = 0; s < temporal.size(); ++s) {
    result.sequences.push_back({sequences[s].name, temporal[s].scores()});
  }
}

/// Share of pixels found to be person in each picture that has none.
void find_false_people(Scorer& scorer, const std::vector<eval::Sample>& samples, EvalResult& result) {
  std::vector<double> shares(samples.size());
  scorer.run(samples, sequences_of(samples, false),
             [&](std::size_t i, const Frame&, const Matte& matte, const Matte& truth) {
               shares[i] = 1 - eval::score(matte, truth).accuracy;
             });
  result.shares = std::move(shares);
}

/// "sheet.jpg" -> "sheet-NAME.jpg" where there are several models.
fs::path sheet_path(const EvalOptions& options, const std::string& model) {
  fs::path path = options.worst;
  if (options.models.size() < 2) return path;
  std::string name = model;
  std::replace(name.begin(), name.end(), '/', '-');
  return path.replace_filename(path.stem().string() + "-" + name + path.extension().string());
}

/// The worst pictures once more, each alone: keeping all mattes would not fit the memory.
void write_worst(Scorer& scorer, const EvalOptions& options, const std::string& model,
                 const std::vector<eval::Sample>& samples, const EvalResult& result) {
  if (options.worst.empty() || samples.empty()) return;
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < samples.size(); ++i) places[samples[i].name] = i;
  std::vector<eval::Sample> chosen;
  std::vector<std::string> captions;
  for (const eval::Row& row : eval::worst(result.rows, static_cast<std::size_t>(options.worst_count))) {
    chosen.push_back(samples[places.at(row.name)]);
    char iou[24];
    std::snprintf(iou, sizeof iou, ": IoU %.2f %%", 100 * row.scores.iou);
    captions.push_back(row.name + iou);
  }
  std::vector<eval::SheetRow> rows(chosen.size());
  scorer.run(chosen, sequences_of(chosen, false),
             [&](std::size_t i, const Frame& frame, const Matte& matte, const Matte& truth) {
               rows[i] = {frame.image, truth, matte, captions[i]};
             });
  const fs::path path = sheet_path(options, model);
  write_file(path, encode_image(eval::make_sheet(rows, kSheetSide), path.extension().string()));
}

EvalResult evaluate(const EvalOptions& options, const std::string& model, const std::vector<eval::Sample>& samples,
                    const std::vector<eval::Sample>& backgrounds, data::Remarks* remarks, std::exception_ptr& failure) {
  Scorer scorer(options, model);
  const Stopwatch watch;
  EvalResult result;
  result.what = model;
  result.model = scorer.segmenter().name();
  result.device = scorer.segmenter().device();
  score_all(scorer, options, samples, result, remarks);
  result.seconds = watch.milliseconds() / 1000;
  try {  // the scores above are shown whatever comes of these
    find_false_people(scorer, backgrounds, result);
    result.seconds = watch.milliseconds() / 1000;
    write_worst(scorer, options, model, samples, result);
  } catch (const Error&) {
    failure = std::current_exception();
  }
  return result;
}

/// Two files of one net share the name on their cards: then what was typed tells them apart.
void name_apart(const EvalOptions& options, std::vector<EvalResult>& results) {
  std::set<std::string> names;
  for (const EvalResult& result : results) names.insert(result.model);
  if (names.size() == results.size()) return;
  for (EvalResult& result : results)
    result.model = options.peers.empty() ? result.what : fs::path(result.what).filename().string();
}

/// Loads each of several models once, so that a bad one is refused before the others are scored.
void check_models(const EvalOptions& options) {
  if (!options.peers.empty() || options.models.size() < 2) return;
  EvalOptions one = options;
  one.jobs = 1;
  for (const std::string& model : options.models) static_cast<void>(Scorer(one, model).segmenter());
}

/// One after the other. Peers that cannot be run are named on standard error, and the others go on. Another model that
/// fails ends the work: `failure` is then its error, and the results are those of the models before it.
std::vector<EvalResult> evaluate_all(const EvalOptions& options, const std::vector<eval::Sample>& samples,
                                     const std::vector<eval::Sample>& backgrounds, std::exception_ptr& failure) {
  std::vector<EvalResult> results;
  for (const std::string& model : options.models) {
    try {
      data::Remarks remarks;
      results.push_back(evaluate(options, model, samples, backgrounds, results.empty() ? &remarks : nullptr, failure));
      for (const std::string& sentence : remarks.sentences()) say(Level::warning, sentence);
      if (failure) break;
    } catch (const Error& error) {
      if (options.peers.empty() || (error.code() != ExitCode::model && error.code() != ExitCode::missing)) {
        failure = std::current_exception();
        break;
      }
      say(Level::warning, std::string("left out: ") + error.what());
    }
  }
  if (results.empty() && failure) std::rethrow_exception(failure);
  if (results.empty()) throw Error(ExitCode::model, "no model of '" + options.peers + "' can be run; see above.");
  name_apart(options, results);
  if (!options.peers.empty() && !failure) measure_cost(options, results);
  return results;
}

/// The table and the sheets: what is there is kept, and what is read always.
void check_outputs(const EvalOptions& options, const std::vector<eval::Sample>& samples,
                   const std::vector<eval::Sample>& backgrounds) {
  if (options.csv.empty() && options.worst.empty()) return;
  Sources sources = sources_of(options.data, samples);
  for (const eval::Sample& sample : backgrounds) sources.add(sample.image.string());
  for (const std::string& model : options.models) add_model(sources, model);
  if (!options.csv.empty()) check_replaceable(sources, options.csv, options.overwrite);
  if (options.worst.empty()) return;
  for (const std::string& model : options.models) {
    check_replaceable(sources, sheet_path(options, model).string(), options.overwrite);
  }
}

int run_eval(int argc, char** argv) {
  CLI::App app("Scores models on labelled pictures, at each picture's own size.", "segme eval");
  EvalOptions options;
  declare_eval(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  find_set(options);
  add_peers(options);
  if (options.models.empty())
    throw Error(ExitCode::usage, "no model given. Write: segme eval MODEL ..., or --peers DIR.");
  if (!options.worst.empty() && !can_write_extension(fs::path(options.worst).extension().string(), false)) {
    throw Error(ExitCode::usage,
                "cannot write the sheet '" + options.worst + "': give a name that ends in .jpg or .png.");
  }
  if (!options.worst.empty()) go_on_in_media();  // whose letters name the pictures of the sheet
  const std::vector<eval::Sample> samples = read_set(options);
  if (!samples.empty()) static_cast<void>(eval::group_of(samples.front(), options.group));  // refused before any work
  const std::vector<eval::Sample> backgrounds = read_backgrounds(options.background_only);
  check_outputs(options, samples, backgrounds);
  watch_interrupt();
  check_models(options);
  std::exception_ptr failure;
  const std::vector<EvalResult> results = evaluate_all(options, samples, backgrounds, failure);
  options.json ? print_eval_json(options, results) : print_eval_text(options, results);
  if (!options.csv.empty()) {
    const std::string csv = csv_of(results);
    write_file(options.csv, std::vector<std::uint8_t>(csv.begin(), csv.end()));
  }
  if (failure) std::rethrow_exception(failure);
  return 0;
}

}  // namespace

const Command eval_command{"eval", "scores models on labelled pictures and videos", run_eval};

}  // namespace segme::cli
