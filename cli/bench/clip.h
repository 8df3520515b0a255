// cli/bench/clip: `segme bench --input CLIP` needs FFmpeg: the program segme hands it over to segme-media.
#pragma once

#include "cli/bench/frames.h"
#include "cli/command.h"

namespace segme::cli {

/// What `segme bench` does, with a way to open clips or none. argv as of a Command.
int run_bench_with(int argc, char** argv, const OpenClip& open_clip);

// Defined twice: launch_media.cpp, clip.cpp.
extern const Command bench_clip_command;

}  // namespace segme::cli
