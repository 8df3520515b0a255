// train/torch/trainer: the loop: a batch, a step, now and then a report and a checkpoint. What a step does is in
// learner, how fast and how long in schedule; recipe and reasons in docs/training.md.
#include "train/torch/trainer.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/error.h"
#include "cli/common/say.h"
#include "net/catalogue.h"
#include "net/ranges.h"
#include "net/safetensors.h"
#include "sink/image_file.h"
#include "train/calibration.h"
#include "train/clock.h"
#include "train/event_file.h"
#include "train/loader.h"
#include "train/progress_bar.h"
#include "train/report_page.h"
#include "train/run_folder.h"
#include "train/run_log.h"
#include "train/run_record.h"
#include "train/torch/arithmetic.h"
#include "train/torch/checkpoint.h"
#include "train/torch/judge.h"
#include "train/torch/weights_file.h"
#include "train/waiting.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;
constexpr double kFirstCheckpointMinutes = 1.0;
constexpr double kCheckpointMinutes = 3.0;  // at most, between two
constexpr int kJudged = 80;                 // pictures a source in a report on the way; the last one takes all
constexpr int kCurveSteps = 50;             // steps between two points of the curves of loss and rate
constexpr int kWorst = 12;
constexpr int kThumbnail = 144;  // side of the worst pictures in the report page

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// One run's state and its steps.
class Run {
 public:
  Run(const net::NetKind& kind, const TrainOptions& options, Ranks& ranks);
  void go(const std::function<bool()>& stop);

 private:
  [[nodiscard]] LoaderOptions loading() const;
  std::vector<net::Range> found_ranges(const net::Graph& folded, const net::Weights& weights);
  net::Metadata metadata();
  bool advance(Loader& loader, bool asked_to_stop);
  [[nodiscard]] bool report_due() const;
  bool report();
  void judge(bool final);
  void write_page(const Verdict& verdict, bool final);
  void curves(double pictures_per_second);
  void look_about();
  void checkpoint();
  void take_up();
  void begin(std::size_t people);
  [[nodiscard]] bool first() const { return ranks_.rank() == 0; }
  [[nodiscard]] double progress() const { return schedule_->progress(state_.elapsed, learner_.steps()); }
  [[nodiscard]] double rate() const { return schedule_->rate(state_.elapsed, learner_.steps()); }

  TrainOptions options_;
  Ranks& ranks_;
  fs::path folder_;
  std::vector<Sample> samples_;
  std::vector<std::string> changes_;  // of this sitting
  RunRecord record_;
  Learner learner_;
  RunLog log_;
  std::unique_ptr<Schedule> schedule_;
  std::unique_ptr<Judge> judge_;
  std::unique_ptr<EventFile> events_;
  RunState state_;
  ProgressBar bar_;
  Batch batch_;
  Clock watch_;
  Clock processors_{true}, wall_{false};  // of the steps since the last point of the curves
  bool said_busy_ = false;
  double sitting_start_ = 0;  // elapsed seconds and progress when this sitting began
  double sitting_progress_ = 0;
  std::int64_t last_report_step_ = -1;
};

/// Nets of constants have nothing to learn.
const net::NetKind& teachable(const std::string& name) {
  const net::NetKind& kind = net::find_net(name);
  if (kind.constants == nullptr) return kind;
  throw Error(ExitCode::usage, "cannot teach '" + name + "': its weights are constants. 'segme export " + name +
                                   " -o " + name + ".tflite' writes it as it is.");
}

fs::path made_folder(const std::string& name) {
  std::error_code error;
  fs::create_directories(name, error);
  if (error) {
    throw Error(ExitCode::output,
                "cannot make the folder '" + name + "': " + error.message() + ". Give --output another place.");
  }
  return name;
}

/// What this sitting is; of one that goes on, only where it may. Of several ranks the first looks at the set.
RunRecord made_record(const net::NetKind& kind, const TrainOptions& options, const std::vector<Sample>& samples,
                      const Ranks& ranks, std::vector<std::string>& changes) {
  if (ranks.rank() != 0) return {};
  RunRecord now = make_record(std::string(kind.name), options, samples, TORCH_VERSION);
  if (!options.resume) return now;
  const fs::path path = fs::path(options.output) / "last.ckpt";
  const std::string text = record_in(path);
  if (text.empty()) return now;  // of a version that kept none
  const RunRecord first = read_record(text, path.string());
  changes = differences(first, now);
  now.changes = first.changes;
  return now;
}

Run::Run(const net::NetKind& kind, const TrainOptions& options, Ranks& ranks)
    : options_(options),
      ranks_(ranks),
      folder_(made_folder(options.output)),
      samples_(read_manifest(options.data)),
      record_(made_record(kind, options, samples_, ranks, changes_)),
      learner_(graph_to_teach(kind.make(options.size), options.start, ranks.rank() == 0), options,
               [this](const net::Graph& folded, const net::Weights& weights) { return found_ranges(folded, weights); }),
      log_(folder_ / "log.jsonl"),
      bar_(ranks.rank() == 0),
      watch_(options.clock == "processor") {
  if (options.batch % ranks.count() != 0) {
    throw Error(ExitCode::usage, "--batch " + std::to_string(options.batch) + " cannot be shared by " +
                                     std::to_string(ranks.count()) + " processes. Give a multiple of that.");
  }
  if (ranks.count() > 1 && options.device != "cpu") {
    throw Error(ExitCode::usage, "--processes share a run on processors alone. Leave --processes or --device out.");
  }
  if (first()) judge_ = std::make_unique<Judge>(samples_, options.size);
}

std::vector<net::Range> Run::found_ranges(const net::Graph& folded, const net::Weights& weights) {
  if (first()) cli::sayf(cli::Level::info, "8 bits: looks how far each tensor reaches on pictures of the set");
  return ranges_on(samples_, folded, weights);
}

net::Metadata Run::metadata() {
  net::Metadata made{{"net", learner_.net_name()}, {"size", std::to_string(options_.size)}};
  if (const Rounding* rounding = learner_.net().rounding())
    made["ranges"] = net::ranges_text(rounding->folded, rounding->ranges);
  return made;
}

LoaderOptions Run::loading() const {
  LoaderOptions loading;
  loading.batch = options_.batch / ranks_.count();
  loading.whole_batch = options_.batch;
  loading.first_of_batch = loading.batch * ranks_.rank();
  loading.first_batch = static_cast<std::uint64_t>(learner_.steps());
  loading.seed = static_cast<std::uint64_t>(options_.seed) * 1'000'003U;
  loading.composites = options_.composites;
  loading.groups = options_.groups;
  loading.posters = options_.posters;
  loading.empty = options_.empty;
  loading.augment = options_.augment;
  loading.shift = options_.shift;
  loading.zoom = options_.zoom;
  loading.in_turn = options_.epochs > 0;
  loading.priors = learner_.graph().input_shape().channels == 4;
  if (options_.augment == "affine" || options_.augment == "near") loading.stretch = options_.size;
  loading.threads = options_.loader_threads;
  // A quarter more than the net sees, so that crops of a picture stay sharp.
  loading.cache_pixels = std::max(loading.cache_pixels, options_.size * 5 / 4);
  constexpr double kGigabyte = 1e9;
  loading.cache_bytes = static_cast<std::size_t>(static_cast<double>(options_.cache_gb) * kGigabyte /
                                                 static_cast<double>(ranks_.count()));
  return loading;
}

/// One batch and what follows from it. False at the end of the run.
bool Run::advance(Loader& loader, bool asked_to_stop) {
  loader.next(progress() < static_cast<double>(options_.small_share) ? options_.small_size : options_.size, batch_);
  const double now = rate();
  double loss = 0;
  try {
    loss = learner_.step(batch_, now, ranks_);
  } catch (const Error& error) {
    throw Error(error.code(), "stopped at step " + std::to_string(learner_.steps() + 1) + ": " + error.what());
  }
  state_.mean_loss = learner_.steps() == 1 ? loss : 0.98 * state_.mean_loss + 0.02 * loss;
  const double passed = watch_.lap();
  state_.elapsed = ranks_.mean(state_.elapsed + passed);  // one clock for all, or they would part
  const double done = progress();
  const double speed = (state_.elapsed - sitting_start_) / std::max(done - sitting_progress_, 1e-9);
  bar_.step(
      {learner_.steps(), done, state_.elapsed, state_.mean_loss, now, options_.batch / passed, speed * (1 - done)});
  if (learner_.steps() % kCurveSteps == 0) curves(options_.batch / passed);
  if (ranks_.mean(asked_to_stop ? 1 : 0) > 0) return false;
  return done < 1.0;
}

/// Says once that other work takes the cores of this run.
void Run::look_about() {
  const double processor = processors_.lap();
  const double wall = wall_.lap();
  double load = 0;
  if (said_busy_ || ::getloadavg(&load, 1) != 1) return;
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  const std::string note = busy_note(processor, wall, options_.threads, load, cores);
  if (note.empty()) return;
  said_busy_ = true;
  bar_.clear();
  cli::sayf(cli::Level::info, "%s", note.c_str());
}

void Run::curves(double pictures_per_second) {
  if (!first()) return;
  look_about();
  const auto steps = learner_.steps();
  const nlohmann::json line{
      {"minutes", state_.elapsed / 60}, {"step", steps}, {"loss", state_.mean_loss}, {"rate", rate()}};
  log_.add(line.dump());
  events_->add(wall_seconds(), steps,
               {{"loss/train", static_cast<float>(state_.mean_loss)},
                {"learning_rate", static_cast<float>(rate())},
                {"pictures_per_second", static_cast<float>(pictures_per_second)}});
}

bool Run::report_due() const {
  if (schedule_->report_steps() > 0) return learner_.steps() % schedule_->report_steps() == 0;
  return state_.elapsed - state_.last_report >= 60.0 * static_cast<double>(options_.report_minutes);
}

/// Rank 0 judges, all learn what follows from it. False when the run has stopped getting better.
bool Run::report() {
  last_report_step_ = learner_.steps();
  if (first()) judge(false);
  std::vector<double> told{state_.best, static_cast<double>(state_.without_better), state_.schedule.factor,
                           state_.schedule.least, static_cast<double>(state_.schedule.waited)};
  ranks_.share(told);
  state_.best = told[0];
  state_.without_better = static_cast<int>(told[1]);
  state_.schedule = {told[2], told[3], static_cast<int>(told[4])};
  schedule_->restore(state_.schedule);
  state_.last_report = state_.elapsed;
  return options_.early_stop == 0 || state_.without_better < options_.early_stop;
}

void Run::judge(bool final) {
  bar_.clear();
  const Verdict verdict = judge_->judge(learner_.average(), learner_.computes_in_16_bits(), final ? 0 : kJudged);
  nlohmann::json line{
      {"minutes", state_.elapsed / 60}, {"step", learner_.steps()}, {"loss", state_.mean_loss}, {"rate", rate()}};
  cli::sayf(cli::Level::info, "step %lld, on the val split:", static_cast<long long>(learner_.steps()));
  for (const auto& [source, judged] : verdict.groups) {
    const bool only = source.empty() && verdict.groups.size() == 2;  // of a set without sources "all" says the same
    if (!only) {
      cli::sayf(cli::Level::info, "  %-16s iou %.2f  boundary %.2f  mae %.4f  (%d)",
                source.empty() ? "no source" : source.c_str(), 100 * judged.iou, 100 * judged.boundary_iou, judged.mae,
                judged.pictures);
    }
    line["val"][source] = {{"iou", judged.iou},   {"boundary_iou", judged.boundary_iou},
                           {"mae", judged.mae},   {"accuracy", judged.accuracy},
                           {"loss", judged.loss}, {"pictures", judged.pictures}};
  }
  log_.add(line.dump());
  net::write_safetensors(folder_ / "last.safetensors", learner_.average().weights(), metadata());
  const auto all = verdict.groups.find("all");
  if (all != verdict.groups.end()) {
    const Judged& judged = all->second;
    events_->add(wall_seconds(), learner_.steps(),
                 {{"loss/val", static_cast<float>(judged.loss)},
                  {"val/accuracy", static_cast<float>(judged.accuracy)},
                  {"val/iou", static_cast<float>(judged.iou)},
                  {"val/boundary_iou", static_cast<float>(judged.boundary_iou)},
                  {"val/mae", static_cast<float>(judged.mae)}});
    if (!final) ++state_.without_better;  // a report that only the end of a sitting brings is none of the schedule's
    const double worth = options_.best == "loss" ? std::exp(-judged.loss) : judged.iou;
    if (worth > state_.best) {
      state_.best = worth;
      state_.without_better = 0;
      net::write_safetensors(folder_ / "best.safetensors", learner_.average().weights(), metadata());
    }
    if (!final && schedule_->observe(judged.loss))
      cli::sayf(cli::Level::info, "  a plateau: the rate falls to %.2e", rate());
    state_.schedule = schedule_->state();
  }
  write_page(verdict, final);
}

void Run::write_page(const Verdict& verdict, bool final) {
  std::ifstream file(folder_ / "log.jsonl");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::vector<ShownPicture> worst;
  for (const auto& [iou, number] : verdict.ranked) {
    if (worst.size() == kWorst) break;
    const eval::SheetRow row = judge_->show(learner_.average(), learner_.computes_in_16_bits(), number);
    char caption[32];
    std::snprintf(caption, sizeof caption, ": IoU %.2f %%", 100 * iou);
    worst.push_back({judge_->name(number) + caption,
                     encode_image(eval::make_sheet(std::span(&row, 1), kThumbnail), ".jpg", {.quality = 80})});
  }
  const std::string title =
      learner_.net_name() + ", step " + std::to_string(learner_.steps()) + (final ? "" : ", still learning");
  const std::string page = report_page(title, charts_of(text), worst, state_.record);
  write_file(folder_ / "report.html", {page.begin(), page.end()});
}

void Run::checkpoint() {
  if (first()) write_checkpoint(folder_ / "last.ckpt", learner_, state_);
}

/// Where the last checkpoint stands.
void Run::take_up() {
  read_checkpoint(folder_ / "last.ckpt", learner_, state_);
  if (!first()) return;
  const auto step = static_cast<long long>(learner_.steps());
  cli::sayf(cli::Level::info, "resumed at step %lld, minute %.1f", step, state_.elapsed / 60);
  log_.go_on_after(learner_.steps());
  for (const std::string& change : changes_) {
    cli::sayf(cli::Level::info, "note: %s", change.c_str());
    record_.changes.push_back("from step " + std::to_string(step) + ": " + change);
  }
}

/// All that a run needs is there: from here on it writes.
void Run::begin(std::size_t people) {
  if (options_.overwrite && first()) clear_run_folder(folder_);
  schedule_ =
      std::make_unique<Schedule>(options_, (static_cast<std::int64_t>(people) + options_.batch - 1) / options_.batch);
  schedule_->restore(state_.schedule);
  if (first()) {
    state_.record = record_text(record_);
    write_file(folder_ / "run.json", {state_.record.begin(), state_.record.end()});
    events_ = std::make_unique<EventFile>(folder_, wall_seconds());
  }
  sitting_start_ = state_.elapsed;
  sitting_progress_ = progress();
  processors_.lap();
  wall_.lap();
}

void Run::go(const std::function<bool()>& stop) {
  if (options_.resume) take_up();
  Loader loader(samples_, loading());
  begin(loader.foregrounds());
  if (first()) {
    cli::sayf(cli::Level::info, "%zu people, %zu backgrounds, %zu to judge by", loader.foregrounds(),
              loader.backgrounds(), judge_->pictures());
    if (options_.bf16 && !learner_.computes_in_16_bits())
      cli::sayf(cli::Level::info, "note: this processor is slow in 16 bits, so the run computes in 32");
  }
  double next_save = state_.elapsed + 60.0 * kFirstCheckpointMinutes;
  watch_.lap();
  bool going = progress() < 1.0;
  while (going) {
    going = advance(loader, stop());
    if (progress() < 1.0 && report_due()) {
      const bool better = report();
      if (!better && first())
        cli::sayf(cli::Level::info, "no better for %d reports: the run ends", options_.early_stop);
      going = going && better;
      next_save = state_.elapsed;
    }
    if (going && state_.elapsed >= next_save) {
      checkpoint();
      next_save = state_.elapsed + 60.0 * kCheckpointMinutes;
    }
  }
  bar_.clear();
  checkpoint();  // at once: whoever pressed Ctrl-C may not wait for the report
  if (last_report_step_ == learner_.steps() || !first()) return;
  judge(true);
  checkpoint();
}

}  // namespace

void train(const std::string& net_name, const TrainOptions& options, Ranks& ranks, const std::function<bool()>& stop) {
  torch::manual_seed(static_cast<std::uint64_t>(options.seed));
  torch::set_num_threads(options.threads);
  try {
    Run(teachable(net_name), options, ranks).go(stop);
  } catch (const c10::Error& error) {
    if (std::string_view(error.what_without_backtrace()).find("allocate memory") != std::string_view::npos)
      throw std::bad_alloc();
    throw Error(ExitCode::bug, std::string("LibTorch could not go on: ") + error.what_without_backtrace());
  }
}

}  // namespace segme::train
