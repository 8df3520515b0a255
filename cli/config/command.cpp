// segme config: what is in force where nothing is typed, and where each value came from.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "cli/settings/apply.h"

namespace segme::cli {
namespace {

constexpr const char* kSummary = "prints the settings in force and where each came from";
constexpr const char* kThose[] = {"image", "video", "live", "stream"};

/// Each command knows its own options; `segme image --help config` prints them. Its exit code.
int ask_command(const std::string& command, const char* what) {
  std::string program = "/proc/self/exe", help = "--help", about = what;
  std::string first = command.substr(0, command.find(' '));
  std::string second = command.substr(std::min(command.size(), first.size() + 1));
  std::vector<char*> arguments{program.data(), first.data()};
  if (!second.empty()) arguments.push_back(second.data());
  arguments.insert(arguments.end(), {help.data(), about.data(), nullptr});
  std::fflush(stdout);
  pid_t child = 0;
  const int failure = ::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ);
  if (failure != 0) {
    throw Error(ExitCode::missing,
                std::string("cannot start SegMe once more: ") + std::strerror(failure) + ". End other programs first.");
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(ExitCode::bug);
}

int run_config(int argc, char** argv) {
  CLI::App app("Prints the settings in force and where each came from.", "segme config");
  std::vector<std::string> words;
  app.add_option("command", words,
                 "show all options of this command, such as image or data check [what is set for image, video, live "
                 "and stream]")
      ->expected(0, 2)
      ->type_name("TEXT:{image,video,live,stream,demo,eval,bench,data,train,export,net,doctor}");
  app.footer(
      "segme config                         what segme.toml and the environment set"
      "\nsegme config image                   every option of segme image"
      "\nsegme config --config my.toml        what that file sets");
  if (!read_arguments(app, argc, argv)) return 0;
  const CLI::Option* config = app.get_option("--config");
  if (config->count() > 0) ::setenv("SEGME_CONFIG", config->as<std::string>().c_str(), 1);
  print_settings_files();
  if (!words.empty()) {
    std::string command = words.front();
    if (words.size() > 1) command += " " + words.back();
    std::replace(command.begin(), command.end(), '.', ' ');  // as a table of segme.toml has it
    return ask_command(command, "config");
  }
  for (const char* each : kThose) {
    if (const int code = ask_command(each, "config-set"); code != 0) return code;
  }
  return 0;
}

}  // namespace

const Command config_command{"config", kSummary, run_config};

}  // namespace segme::cli
