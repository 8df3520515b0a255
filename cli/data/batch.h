// cli/data/batch: what the sub-commands of `segme data` that make files have in common: a sample at a time on every
// core, names without clashes, sources that stay, a report at the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/sources.h"
#include "cli/common/progress.h"
#include "eval/sets.h"

namespace CLI {
class App;
}

namespace segme::cli {

/// All files of a set: what `name` itself names (a manifest, arrays) and the pictures and masks of its samples.
Sources sources_of(const std::string& name, const std::vector<eval::Sample>& samples);

/// Options that all of them have.
struct DataOptions {
  std::string set, output, split;
  int jobs = 0;
  bool overwrite = false;
  void declare(CLI::App& app, const char* set_help);
};

class DataBatch {
 public:
  /// What goes below `options.output`, made of `samples` (and of `more` files, which are no output either).
  DataBatch(const DataOptions& options, const std::vector<eval::Sample>& samples,
            const std::vector<std::string>& more = {});

  /// work(i) for every sample; an Error of one is said and counted, and the rest goes on. After Ctrl-C no new one
  /// begins.
  void run(const std::function<void(std::size_t)>& work);
  /// Writes a file below the output folder. @throws Error(output): it exists (and there is no --overwrite), it is a
  /// source, or it was written a moment ago from another sample.
  void write(const std::filesystem::path& relative, const std::vector<std::uint8_t>& bytes);
  /// The same rules for a file that somebody else writes: the whole path.
  std::filesystem::path claim(const std::filesystem::path& relative);

  /// For work that is not run(): a failure is said and counted, a step moves the bar and ends all after Ctrl-C.
  void fail(const std::string& sentence);
  void step();
  /// Says "wrote N files to DIR, M of K failed" and returns 0, partial, or interrupted.
  int finish(const std::string& what);

 private:
  const DataOptions& options_;
  std::size_t count_;
  Sources sources_;
  std::set<std::filesystem::path> written_;
  Progress progress_;
  std::size_t failed_ = 0;
  std::mutex mutex_;
};

/// Where the SET is a folder, takes away what an earlier run with this -o made: pictures in the output folder, if that
/// lies below the SET, and those whose stem `named` knows. Says how many they are. @throws Error(input) when all are.
void leave_out_results(const DataOptions& options, std::vector<eval::Sample>& samples,
                       const std::function<bool(const std::string& stem)>& named = {});

/// Name of what is made from a sample, without extension and never leading out of a folder: "labelled/a" of
/// "labelled/a.jpg", "00003" of row 3 of an array.
std::filesystem::path stem_of(const eval::Sample& sample);

}  // namespace segme::cli
