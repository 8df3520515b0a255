// cli/train/harmonise: see harmonise.cpp.
#pragma once

namespace segme::cli {

/// `segme train harmonise ...`, without its first word.
int run_train_harmonise(int argc, char** argv);

}  // namespace segme::cli
