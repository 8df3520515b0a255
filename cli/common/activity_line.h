// cli/common/activity_line: what the program is busy with, such as compiling a model, once that takes over a second.
#pragma once

namespace segme::cli {

/// On a terminal: a line that goes when the activity ends.
void show_activities();
/// As events of --progress json: {"event":"begin","what":...} and {"event":"end",...,"seconds":...}.
void tell_activities();
/// While a bar stands, no line is drawn over it.
void hold_activities(bool held);

}  // namespace segme::cli
