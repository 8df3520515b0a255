// sink/terminal: where this build has no libchafa.
#include "sink/terminal.h"

#include "sink/chafa/terminal.h"

namespace segme {

std::unique_ptr<Terminal> make_terminal([[maybe_unused]] int input, [[maybe_unused]] int output) {
#if defined(SEGME_HAS_CHAFA)
  return chafa::make_terminal(input, output);
#else
  throw Error(
      ExitCode::missing,
      "this build has no preview in the terminal: libchafa was not there when it was built. Install libchafa-dev "
      "and build again, or show the pictures nowhere.");
#endif
}

}  // namespace segme
