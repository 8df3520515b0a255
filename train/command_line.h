// train/command_line: what was typed behind `segme train`: the net, and the options of train/options.h.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "train/options.h"

namespace segme::train {

struct CommandLine {
  std::string net;  ///< empty where none was named, which --resume can do without
  TrainOptions options;
  std::vector<std::pair<std::string, std::string>> given;  ///< options that were typed, with their values
};

/// Reads them as every command of segme does. Nothing where help was asked for, and then it is printed. @throws
/// Error(usage) also where NET, --data or --output is missing without --resume.
std::optional<CommandLine> read_command_line(int argc, char** argv);

/// Both sides of its pictures are sides that the net can have. @throws Error(usage)
void check_sizes(const std::string& net, const TrainOptions& options);

}  // namespace segme::train
