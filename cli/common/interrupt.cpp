// cli/common/interrupt: the handler only sets a flag and writes a byte into a pipe; the second signal removes what is
// unfinished and leaves.
#include "cli/common/interrupt.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "base/error.h"
#include "base/workers.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

volatile std::sig_atomic_t asked = 0;
int wake_pipe[2] = {-1, -1};

void on_signal(int signal) {
  const int saved = errno;
  if (asked != 0) {
    remove_unfinished_files();
    ::_exit(static_cast<int>(ExitCode::interrupted));
  }
  asked = signal;
  if (wake_pipe[1] >= 0) {
    [[maybe_unused]] const ssize_t written = ::write(wake_pipe[1], "", 1);
  }
  errno = saved;
}

}  // namespace

void watch_interrupt() {
  if (wake_pipe[0] < 0 && ::pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK) != 0) wake_pipe[0] = wake_pipe[1] = -1;
  struct sigaction action {};
  action.sa_handler = on_signal;  // without SA_RESTART: a read of standard input ends too
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGQUIT, &action, nullptr);
  struct sigaction hang_up {};
  ::sigaction(SIGHUP, nullptr, &hang_up);
  if (hang_up.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);  // nohup stays what it is
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, nullptr);
  ::sigaction(SIGXFSZ, &action, nullptr);  // the write that is too much for ulimit -f says so
}

bool interrupted() noexcept { return asked != 0; }

std::string stop_reason() {
  switch (asked) {
    case SIGTERM: return "SIGTERM";
    case SIGQUIT: return "SIGQUIT";
    case SIGHUP: return "a terminal that went away";
    default: return "Ctrl-C";
  }
}

std::string stop_sentence() { return "stopped by " + stop_reason() + ". What was finished before is kept."; }

void stop_if_interrupted() {
  if (!interrupted()) return;
  throw Error(ExitCode::interrupted, stop_sentence());
}

std::stop_token interrupt_token() {
  static std::stop_source& stop = *new std::stop_source;  // the thread outlives main()
  static const bool started = [] {
    // A handler may do next to nothing: it wakes this thread, which asks the jobs to stop. Signals go to the others.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const auto unblock = [&] { ::pthread_sigmask(SIG_SETMASK, &before, nullptr); };
    try {
      start_thread([] {
        pollfd wait{wake_pipe[0], POLLIN, 0};
        while (::poll(&wait, 1, -1) < 0 && errno == EINTR) continue;
        stop.request_stop();
      }).detach();
    } catch (...) {
      unblock();
      throw;
    }
    unblock();
    return true;
  }();
  static_cast<void>(started);
  return stop.get_token();
}

}  // namespace segme::cli
