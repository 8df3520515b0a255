// cli/eval/work: pictures through a model, on as many threads as there are jobs.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cli/common/progress.h"
#include "cli/eval/options.h"
#include "data/values.h"

namespace segme::cli {

/// Pictures that belong together, in order: the frames of one video, or one picture alone.
struct Sequence {
  std::string name;
  std::vector<std::size_t> pictures;  ///< indices into the samples
};

/// A sequence a folder for `video`, else a picture.
std::vector<Sequence> sequences_of(const std::vector<eval::Sample>& samples, bool video);

/// Runs samples on `jobs` threads, a Pipeline each. The first failure ends all: figures of half a set mislead.
class Scorer {
 public:
  /// `use(i, frame, matte, truth)` for sample i.
  using Use = std::function<void(std::size_t, const Frame&, const Matte&, const Matte&)>;

  Scorer(const EvalOptions& options, const std::string& model);
  /// Calls `use` on any thread, for each sample once; those of one sequence in order on one thread, and only the first
  /// of them meets a model without a past. @throws Error, also when Ctrl-C came before the end.
  /// What is odd in the set goes to `remarks`.
  void run(const std::vector<eval::Sample>& samples, const std::vector<Sequence>& sequences, const Use& use,
           data::Remarks* remarks = nullptr);
  [[nodiscard]] const Segmenter& segmenter() const { return pipelines_.front()->segmenter(); }

 private:
  void work(Pipeline& pipeline, const std::vector<eval::Sample>& samples, const std::vector<Sequence>& sequences,
            const Use& use, Progress& progress, data::Remarks* remarks);
  std::size_t take();
  bool ended();

  std::vector<std::unique_ptr<Pipeline>> pipelines_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::exception_ptr failure_;
};

}  // namespace segme::cli
