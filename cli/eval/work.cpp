// cli/eval/work: each thread takes the next sequence.
#include "cli/eval/work.h"

#include <algorithm>
#include <map>
#include <thread>

#include "base/error.h"
#include "cli/common/interrupt.h"
#include "data/parallel.h"
#include "data/set.h"
#include "recipe/recipe.h"

namespace segme::cli {

constexpr double kFramesPerSecond = 30;  // of videos that are folders of pictures and say nothing

std::vector<Sequence> sequences_of(const std::vector<eval::Sample>& samples, bool video) {
  std::vector<Sequence> sequences;
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!video) {
      sequences.push_back({samples[i].name, {i}});
      continue;
    }
    const std::string folder = eval::group_of(samples[i], "folder");
    const auto [place, fresh] = places.emplace(folder, sequences.size());
    if (fresh) sequences.push_back({folder, {}});
    sequences[place->second].pictures.push_back(i);
  }
  for (Sequence& sequence : sequences) {
    std::sort(sequence.pictures.begin(), sequence.pictures.end(),
              [&](std::size_t a, std::size_t b) { return samples[a].name < samples[b].name; });
  }
  return sequences;
}

Scorer::Scorer(const EvalOptions& options, const std::string& model) {
  Recipe recipe;
  recipe.model = model;
  recipe.refine = options.refine;
  recipe.still = !options.video;
  recipe.engine.threads = options.threads;
  recipe.engine.precision = read_precision(options.precision);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t jobs = options.jobs > 0 ? static_cast<std::size_t>(options.jobs) : cores;
  for (std::size_t i = 0; i < jobs; ++i) pipelines_.push_back(std::make_unique<Pipeline>(make_pipeline(recipe)));
}

void Scorer::run(const std::vector<eval::Sample>& samples, const std::vector<Sequence>& sequences, const Use& use,
                 data::Remarks* remarks) {
  Progress progress(samples.size(), true);
  next_ = 0;
  const std::size_t jobs = std::min(pipelines_.size(), sequences.size());
  data::for_each_index(jobs, static_cast<int>(jobs),
                       [&](std::size_t i) { work(*pipelines_[i], samples, sequences, use, progress, remarks); });
  if (failure_) std::rethrow_exception(failure_);
  if (interrupted())
    throw Error(ExitCode::interrupted, "stopped before every picture was scored; figures of a part are not shown.");
}

void Scorer::work(Pipeline& pipeline, const std::vector<eval::Sample>& samples, const std::vector<Sequence>& sequences,
                  const Use& use, Progress& progress, data::Remarks* remarks) {
  Frame frame;
  Matte truth;
  try {
    for (std::size_t s = take(); s < sequences.size(); s = take()) {
      pipeline.reset();
      for (const std::size_t i : sequences[s].pictures) {
        if (ended()) return;
        data::read_pair(samples[i], frame.image, truth, remarks);
        frame.number = static_cast<std::int64_t>(i);
        frame.seconds = static_cast<double>(i) / kFramesPerSecond;
        use(i, frame, pipeline.matte(frame), truth);
        const std::lock_guard lock(mutex_);
        progress.step();
      }
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

bool Scorer::ended() {
  const std::lock_guard lock(mutex_);
  return failure_ || interrupted();
}

/// The next sequence's index; past the end after a failure or Ctrl-C.
std::size_t Scorer::take() {
  const std::lock_guard lock(mutex_);
  return failure_ || interrupted() ? static_cast<std::size_t>(-1) : next_++;
}

}  // namespace segme::cli
