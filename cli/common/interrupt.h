// cli/common/interrupt: Ctrl-C. The first one lets every thread stop at its next step; the second ends the program at
// once. Either way no half file stays.
#pragma once

#include <stop_token>
#include <string>

namespace segme::cli {

/// Installs the handler for SIGINT, SIGTERM, SIGQUIT and SIGHUP, and lets a write into a closed pipe, or past the limit
/// of a file's size, fail instead of ending the program.
void watch_interrupt();
/// True once the user has asked to stop.
bool interrupted() noexcept;
/// What asked, for sentences: "Ctrl-C", "SIGTERM", ..
std::string stop_reason();
/// What is said of work that ended so.
std::string stop_sentence();
/// @throws Error(interrupted) once the user has asked to stop.
void stop_if_interrupted();
/// Asked to stop when the user has: for the jobs of session/. The first call starts the thread that does so.
/// @throws Error(missing) where the system has no more threads
std::stop_token interrupt_token();

}  // namespace segme::cli
