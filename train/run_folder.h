// train/run_folder: the files of a run. A folder that holds one is not trained into unless the user says so.
#pragma once

#include <filesystem>

#include "train/options.h"

namespace segme::train {

/// @throws Error(output) when options.output holds a run and neither resume nor overwrite is said, or when a file of
/// the run is one that the run reads (--data, --start, --teacher).
void check_run_folder(const TrainOptions& options);

/// Removes the files of the run that is there, and nothing else. @throws Error(output)
void clear_run_folder(const std::filesystem::path& folder);

}  // namespace segme::train
