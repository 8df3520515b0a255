// cli/common/child: fork without exec; the answer, or the Error, comes back through a pipe.
#include "cli/common/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>

#include "base/error.h"
#include "cli/common/interrupt.h"

namespace segme::cli {
namespace {

constexpr char kAnswer = 'A', kError = 'E';

[[noreturn]] void cannot_start() {
  throw Error(ExitCode::missing, std::string("cannot start a process of its own for the engine: ") +
                                     std::strerror(errno) + ". End other programs and try again.");
}

std::string error_text(ExitCode code, const char* sentence) {
  return std::string(1, kError) + static_cast<char>(static_cast<unsigned char>(code)) + sentence;
}

std::string work_to_text(const std::function<std::string()>& work) {
  try {
    return kAnswer + work();
  } catch (const Error& error) {
    return error_text(error.code(), error.what());
  } catch (const std::bad_alloc&) {
    return error_text(ExitCode::input, "there is not enough memory for this. End other programs and try again.");
  } catch (const std::exception& error) {
    return error_text(ExitCode::bug, error.what());
  }
}

[[noreturn]] void be_child(int to, const std::function<std::string()>& work) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const std::string text = work_to_text(work);
  std::fflush(nullptr);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t wrote = ::write(to, text.data() + done, text.size() - done);
    if (wrote < 0 && errno != EINTR) break;
    done += wrote > 0 ? static_cast<std::size_t>(wrote) : 0;
  }
  ::_exit(0);  // what other libraries would tidy up is gone with this process
}

std::string read_all(int from) {
  std::string text;
  std::array<char, 4096> part{};
  while (true) {
    const ssize_t got = ::read(from, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;  // Ctrl-C: the child hears it, too
    if (got <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

ChildEnd run_in_child(const std::function<std::string()>& work) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) cannot_start();
  std::fflush(nullptr);  // else both would write what waits
  const pid_t child = ::fork();
  if (child < 0) {
    const int error = errno;
    ::close(pipe[0]);
    ::close(pipe[1]);
    errno = error;
    cannot_start();
  }
  if (child == 0) {
    ::close(pipe[0]);
    be_child(pipe[1], work);
  }
  ::close(pipe[1]);
  std::string text = read_all(pipe[0]);
  ::close(pipe[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  stop_if_interrupted();
  if (WIFSIGNALED(status)) return {"", ::strsignal(WTERMSIG(status))};
  if (text.empty() || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return {"", "it ended without an answer"};
  if (text[0] == kError && text.size() > 1) {
    throw Error(static_cast<ExitCode>(static_cast<unsigned char>(text[1])), text.substr(2));
  }
  return {text.substr(1), ""};
}

}  // namespace segme::cli
