// cli/train_harmonise: see train_harmonise.cpp.
#pragma once

namespace segme::cli {

/// `segme train harmonise ...`, without its first word.
int run_train_harmonise(int argc, char** argv);

}  // namespace segme::cli
