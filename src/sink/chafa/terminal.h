// sink/chafa: see sink/terminal.h.
#pragma once

#include <memory>

#include "sink/terminal.h"

namespace segme::chafa {

std::unique_ptr<Terminal> make_terminal(int input, int output);

}  // namespace segme::chafa
