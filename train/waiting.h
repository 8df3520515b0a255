// train/waiting: how the threads of a run wait for each other. Those of OpenMP and of OpenBLAS spin unless told
// otherwise, and on a busy machine they take the very cores that the others need.
#pragma once

#include <string>

namespace segme::train {

/// Asks both, by the environment, to sleep after a short spin; what the user has set stays. They read it before main()
/// begins: true when this program has to be started anew for it.
bool ask_for_short_waiting();

/// What to say of a run that has had `processor` seconds in `wall` seconds on `threads` threads: "" unless other work
/// (`load`: processes that want a core, `cores` there are) keeps them waiting for each other.
std::string busy_note(double processor, double wall, int threads, double load, int cores);

}  // namespace segme::train
