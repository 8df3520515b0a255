// train/run_record: what made a run: run.json, which also lies in the checkpoint and in the report. --resume takes all
// from it and refuses what would make another run of it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "train/command_line.h"
#include "train/loader.h"

namespace segme::train {

struct RunRecord {
  std::string net;
  TrainOptions options;
  std::string set;                              ///< SHA-256 of what the set holds; see set_sha256
  std::size_t pictures = 0;                     ///< in the set
  std::map<std::string, std::string> files;     ///< SHA-256 of what --start and --teacher name
  std::map<std::string, std::string> versions;  ///< of what computed it: "segme", "libtorch", "compiler", "processor"
  std::vector<std::string> changes;             ///< what later sittings changed, a sentence each
};

/// SHA-256 over the split, source, kind and label of each sample in order and the bytes of its files: another place and
/// other names are the same set. Reads every file once. @throws Error(input)
std::string set_sha256(const std::vector<Sample>& samples, int threads);
/// The same of one file, of any size. @throws Error(input)
std::string file_sha256(const std::filesystem::path& path);

/// The record of a run that begins. @throws Error(input) where a file cannot be read.
RunRecord make_record(const std::string& net, const TrainOptions& options, const std::vector<Sample>& samples,
                      std::string_view libtorch);

/// JSON, and back. `name` stands in sentences. @throws Error(model) for a text that is none.
std::string record_text(const RunRecord& record);
RunRecord read_record(std::string_view text, const std::string& name);

/// The command line of a sitting that goes on: what was not typed is as in `first`. @throws Error(usage) where what was
/// typed would change the outcome.
void take_over(const RunRecord& first, CommandLine& line);

/// What differs in the sitting `now` from the run that `first` tells of, a sentence each. @throws Error(usage), or
/// Error(input) for another set, where the outcome would be another.
std::vector<std::string> differences(const RunRecord& first, const RunRecord& now);

}  // namespace segme::train
