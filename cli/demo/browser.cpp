// cli/demo/browser: a child that talks to nobody. It is waited for only a moment: a browser that was started by it may
// stay for hours.
#include "cli/demo/browser.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "cli/common/arguments.h"

namespace segme::cli {
namespace {

constexpr auto kMoment = std::chrono::seconds(3);
constexpr auto kLook = std::chrono::milliseconds(20);

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

std::filesystem::path opener() {
  if (is_set("BROWSER")) {
    const std::filesystem::path named = std::getenv("BROWSER");
    if (named.has_parent_path()) return named;
    return find_program(named.c_str());
  }
  if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")) return {};
  return find_program("xdg-open");
}

/// Whether the child goes on or ended well.
bool is_well(pid_t child) {
  const auto end = std::chrono::steady_clock::now() + kMoment;
  int status = 0;
  while (std::chrono::steady_clock::now() < end) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

}  // namespace

std::string file_address(const std::filesystem::path& file) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string address = "file://";
  for (const char letter : std::filesystem::absolute(file).lexically_normal().string()) {
    const auto byte = static_cast<unsigned char>(letter);
    if (kPlain.find(letter) != std::string_view::npos) {
      address += letter;
    } else {
      address += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return address;
}

bool open_in_browser(const std::string& address) {
  std::string program = opener().string();
  if (program.empty()) return false;
  std::string page = address;
  char* arguments[] = {program.data(), page.data(), nullptr};
  posix_spawn_file_actions_t silence;
  if (::posix_spawn_file_actions_init(&silence) != 0) return false;
  ::posix_spawn_file_actions_addopen(&silence, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&silence, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&silence, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failure = ::posix_spawn(&child, program.c_str(), &silence, nullptr, arguments, environ);
  ::posix_spawn_file_actions_destroy(&silence);
  return failure == 0 && is_well(child);
}

}  // namespace segme::cli
