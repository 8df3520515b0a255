// cli/common/arguments: how every sub-command reads its flags, and how it finds a program that stands beside it.
#pragma once

#include <filesystem>

namespace CLI {
class App;
}

namespace segme::cli {

/// Reads the flags that `app` declares. False when only --help was asked for; it is then printed.
/// @throws Error(usage) in one sentence.
bool read_arguments(CLI::App& app, int argc, char** argv);

/// Folder of the running program; empty where the system does not tell.
std::filesystem::path program_folder();

/// An executable of this name beside the running program or on PATH; empty when there is none.
std::filesystem::path find_program(const char* name);

}  // namespace segme::cli
