// base/clock_text: how long something takes, as people read it.
#pragma once

#include <string>

namespace segme {

/// "0:07", "12:30", "1:02:03"; negative is 0.
std::string clock_text(double seconds);

}  // namespace segme
