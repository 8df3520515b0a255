// segme: the program. A table of sub-commands; each reads its own options. Errors end here, in one sentence on stderr
// and the exit code of the table in --help.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "cli/near_miss.h"

namespace segme::cli {
namespace {

constexpr const Command* kCommands[] = {&image_command,  &video_command, &live_command,  &stream_command,
                                        &eval_command,   &bench_command, &data_command,  &train_command,
                                        &export_command, &net_command,   &doctor_command};

void print_help() {
  std::puts(
      "SegMe finds the person in a picture, exactly to the hair, and cuts it out or puts something else behind.\n");
  std::puts("usage: segme COMMAND ...        segme COMMAND --help        segme --version\n");
  for (const Command* command : kCommands) std::printf("  %-8s %s\n", command->name, command->summary);
  std::puts("\nexit codes: 0 done, 1 a bug in SegMe, 2 wrong usage, 3 an input cannot be read, 4 an output cannot be");
  std::puts(
      "written, 5 a model cannot be used, 6 something is not installed, 7 a batch finished but some of its files");
  std::puts("failed, 130 interrupted");
}

[[noreturn]] void unknown_command(std::string_view name) {
  std::vector<std::string> names;
  for (const Command* command : kCommands) names.emplace_back(command->name);
  throw Error(ExitCode::usage, "there is no command '" + std::string(name) + "'. " +
                                   did_you_mean(name, names, "'segme --help' lists them."));
}

const Command& find_command(std::string_view name) {
  for (const Command* command : kCommands) {
    if (name == command->name) return *command;
  }
  unknown_command(name);
}

/// `segme help image` and `segme --help filters`: what `segme image --help` and `segme image --help filters` print.
int print_help_about(std::string what) {
  const bool filters = what == "filters";
  const Command& command = filters ? image_command : find_command(what);
  std::string name = command.name;
  std::string help = "--help";
  char* arguments[] = {name.data(), help.data(), what.data(), nullptr};
  return command.run(filters ? 3 : 2, arguments);
}

int run(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "--help";
  if (first == "--help" || first == "-h" || first == "help") {
    if (argc > 2) return print_help_about(argv[2]);
    print_help();
    return 0;
  }
  if (first == "--version" || first == "version") {
    std::puts("segme " SEGME_VERSION);
    return 0;
  }
  return find_command(first).run(argc - 1, argv + 1);
}

/// What was printed must have arrived.
int flushed(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  throw Error(ExitCode::output, "cannot write to standard output: its reader has gone or the disk is full.");
}

}  // namespace
}  // namespace segme::cli

int main(int argc, char** argv) {
  try {
    const int code = segme::cli::flushed(segme::cli::run(argc, argv));
    // All is written. Engines, thread pools and models go with the process; a leak checker wants to see them go.
#ifndef SEGME_SANITIZED
    std::quick_exit(code);
#endif
    return code;
  } catch (const segme::Error& error) {
    std::fprintf(stderr, "segme: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    std::fputs("segme: there is not enough memory for this. Try a smaller picture or fewer --jobs.\n", stderr);
    return static_cast<int>(segme::ExitCode::input);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "segme: %s\n", error.what());
    return static_cast<int>(segme::ExitCode::bug);
  }
}
