// cli/command: one sub-command of segme = one file = one line of the table in main.cpp.
#pragma once

namespace segme::cli {

struct Command {
  const char* name;
  const char* summary;                ///< one line for `segme --help`
  int (*run)(int argc, char** argv);  ///< argv[0] is the sub-command; returns an ExitCode as int
};

// Defined twice: what they do, in segme-media, and handing over to it, in segme (launch_media.cpp).
inline constexpr const char* kVideoSummary = "does the same with every frame of a video, and keeps its sound";
inline constexpr const char* kLiveSummary = "shows a camera with something else behind the person";
inline constexpr const char* kStreamSummary = "sends a video or cameras to servers and files, as it happens";

extern const Command image_command;
extern const Command video_command;
extern const Command live_command;
extern const Command stream_command;
extern const Command eval_command;
extern const Command bench_command;
extern const Command train_command;
extern const Command data_command;
extern const Command export_command;
extern const Command net_command;
extern const Command doctor_command;
extern const Command demo_command;
extern const Command config_command;

}  // namespace segme::cli
