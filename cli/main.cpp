// segme: the program. A table of sub-commands; each reads its own options. Errors end here, in one sentence on stderr
// and the exit code of the table in --help.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/memory.h"
#include "base/notice.h"
#include "cli/command.h"
#include "cli/common/command_sheet.h"
#include "cli/common/interrupt.h"
#include "cli/common/media.h"
#include "cli/common/near_miss.h"
#include "cli/common/say.h"
#include "cli/common/sheet.h"
#include "cli/common/with_flags.h"
#include "cli/language/catalogue.h"
#include "cli/settings/apply.h"

namespace segme::cli {
namespace {

constexpr const Command* kCommands[] = {&demo_command, &image_command,  &video_command, &live_command,  &stream_command,
                                        &eval_command, &bench_command,  &data_command,  &train_command, &export_command,
                                        &net_command,  &doctor_command, &config_command};

constexpr const char* kSummary =
    "finds the person in a picture, down to the hair, and cuts the person out or puts something else behind";

constexpr const char* kCodes =
    "exit codes: 0 done, 1 a bug in SegMe, 2 wrong usage, 3 an input cannot be read, 4 an output cannot be\n"
    "written, 5 a model cannot be used, 6 something is not installed, 7 a batch finished but some of its files\n"
    "failed, 8 a part of a video was missing or damaged, 130 interrupted";

void print_help() {
  std::printf("SegMe %s.\n\n", translated(kSummary).c_str());
  std::printf("%s segme COMMAND ...        segme COMMAND --help        segme --version\n\n",
              translated("usage:").c_str());
  for (const Command* command : kCommands)
    std::printf("  %-8s %s\n", command->name, translated(command->summary).c_str());
  std::printf("\n%s\n", translated(kCodes).c_str());
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

/// `segme --help bash-end`: what ends a completion file after the parts of all commands, see tools/manuals.sh.
bool print_completion_end(std::string_view what) {
  constexpr std::string_view kEnd = "-end";
  const auto form = what.ends_with(kEnd) ? sheet_form(what.substr(0, what.size() - kEnd.size())) : std::nullopt;
  if (form) std::fputs(completion_end(*form).c_str(), stdout);
  return form.has_value();
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
  name_commands(kCommands);
  const std::string_view first = argc > 1 ? argv[1] : "--help";
  if (print_sheet_if_asked("segme", kSummary, kCommands, argc, argv)) return 0;
  if (first == "--help" || first == "-h" || first == "help") {
    if (argc > 2) return print_completion_end(argv[2]) ? 0 : print_help_about(argv[2]);
    print_help();
    return 0;
  }
  if (first == "--version" || first == "version") {
    std::puts("segme " SEGME_VERSION);
    return 0;
  }
  return find_command(first).run(argc - 1, argv + 1);
}

/// Says it, and what to do.
int out_of_memory() {
  std::fprintf(stderr, "segme: %s\n", with_flags(memory_sentence()).c_str());
  return static_cast<int>(ExitCode::input);
}

/// What an exception that reached nobody's hands ends with: those of threads, and of libraries that promised none.
[[noreturn]] void end_at_once() {
  constexpr std::size_t kNextToNothing = std::size_t{32} << 20U;
  try {
    if (const std::exception_ptr failure = std::current_exception()) std::rethrow_exception(failure);
  } catch (const std::bad_alloc&) {
    std::_Exit(out_of_memory());
  } catch (const std::system_error& error) {  // a thread that could not start
    if (error.code() == std::errc::resource_unavailable_try_again || error.code() == std::errc::not_enough_memory)
      std::_Exit(out_of_memory());
    std::fprintf(stderr, "segme: %s\n", error.what());
  } catch (const std::exception& error) {
    if (!has_room(kNextToNothing)) std::_Exit(out_of_memory());
    std::fprintf(stderr, "segme: %s\n", error.what());
  } catch (...) {
    std::fputs("segme: an exception of an unknown kind.\n", stderr);
  }
  std::abort();
}

/// What was printed must have arrived.
int flushed(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  throw Error(ExitCode::output, "cannot write to standard output: its reader has gone or the disk is full.");
}

/// Whoever starts us with a closed descriptor 0, 1 or 2 would otherwise find our sentences in the first file we open.
void open_closed_descriptors() {
  for (int descriptor = ::open("/dev/null", O_RDWR); descriptor >= 0; descriptor = ::open("/dev/null", O_RDWR)) {
    if (descriptor <= STDERR_FILENO) continue;
    ::close(descriptor);
    return;
  }
}

/// OpenBLAS, which OpenCV brings along, starts threads when it is loaded, each of which waits for 128 MB, for ever.
/// Where memory is limited the program starts once more and has it start none.
void start_without_threads_of_blas(char** argv) {
  constexpr const char* kThreads = "OPENBLAS_NUM_THREADS";
  if (!memory_limit() || std::getenv(kThreads) != nullptr) return;
  ::setenv(kThreads, "1", 1);
  ::execv("/proc/self/exe", argv);  // where that is not possible, go on
}

/// Runs the command; errors become one sentence. The exit code.
int ended(int argc, char** argv) {
  try {
    return flushed(run(argc, argv));
  } catch (const Error& error) {
    const std::string what = error.field() == "stop" ? stop_sentence() : error.what();
    say(Level::error, error.code() == ExitCode::usage ? with_setting(what) : what);
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::exception& error) {
    say(Level::error, error.what());
    return static_cast<int>(ExitCode::bug);
  }
}

}  // namespace
}  // namespace segme::cli

int main(int argc, char** argv) {
  segme::cli::open_closed_descriptors();
  segme::cli::start_without_threads_of_blas(argv);
  std::set_terminate(segme::cli::end_at_once);
  segme::cli::prepare_media();
  segme::listen_to_notices([](const std::string& sentence) { segme::cli::say(segme::cli::Level::warning, sentence); });
  const int code = segme::cli::ended(argc, argv);
  // All is written. Engines, thread pools and models go with the process: some libraries wait at their end for threads
  // that wait for memory. A leak checker wants to see them go.
#ifndef SEGME_SANITIZED
  std::fflush(nullptr);
  std::quick_exit(code);
#endif
  return code;
}
