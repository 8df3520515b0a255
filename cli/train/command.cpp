// segme train: hands over to segme-train, which alone needs LibTorch, as git hands over to its sub-commands.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "cli/train/harmonise.h"

namespace segme::cli {
namespace {

int run_train(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "harmonise") return run_train_harmonise(argc - 1, argv + 1);
  const std::filesystem::path program = find_program("segme-train");
  if (program.empty()) {
    throw Error(
        ExitCode::missing,
        "cannot train: 'segme-train' is not built. Run ./segme train from the clone, which installs LibTorch and "
        "builds it.");
  }
  ::execv(program.c_str(), argv);
  throw Error(ExitCode::missing, "cannot start '" + program.string() + "': " + std::strerror(errno) +
                                     ". Build it again: ./segme train from the clone.");
}

}  // namespace

const Command train_command{"train", "trains a net from pictures and their mattes", run_train};

}  // namespace segme::cli
