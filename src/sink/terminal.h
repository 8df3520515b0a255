// sink/terminal: a preview in the terminal, for `segme live` where there is no display. Built on libchafa
// (sink/chafa/terminal.cpp), which knows what each terminal can show.
#pragma once

#include <memory>

#include "sink/overlay.h"
#include "sink/sink.h"

namespace segme {

class Terminal : public Sink {
 public:
  using Sink::show;
  /// Shows a picture under its overlay, whose message is the line below it.
  virtual void show(const Image& picture, const Overlay& overlay) = 0;
  /// The key that was pressed, without waiting; -1: none.
  virtual int key() = 0;
};

/// Pictures go to the terminal behind file descriptor `output` (or anything else, which is taken for 80 x 24), keys
/// come from `input`, which is set to hand over each key at once where it is a terminal, and set back at the end.
/// @throws Error(missing) when this build has no libchafa.
std::unique_ptr<Terminal> make_terminal(int input, int output);

}  // namespace segme
