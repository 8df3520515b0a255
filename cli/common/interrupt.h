// cli/common/interrupt: Ctrl-C. The first one lets every thread stop at its next step; the second ends the program at
// once. Either way no half file stays.
#pragma once

#include <string>

namespace segme::cli {

/// Installs the handler for SIGINT, SIGTERM, SIGQUIT and SIGHUP, and lets a write into a closed pipe, or past the limit
/// of a file's size, fail instead of ending the program.
void watch_interrupt();
/// True once the user has asked to stop.
bool interrupted() noexcept;
/// What asked, for sentences: "Ctrl-C", "SIGTERM", ..
std::string stop_reason();
/// The same, a little later: for what has to be finished after it, unless somebody who does not answer is waited for.
bool stopped_for_a_while() noexcept;
/// @throws Error(interrupted) once the user has asked to stop.
void stop_if_interrupted();
/// A file descriptor that becomes readable once the user has asked to stop, for poll(); -1 when nobody watches.
int interrupt_descriptor() noexcept;

}  // namespace segme::cli
