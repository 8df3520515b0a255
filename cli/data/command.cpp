// segme data: sets of labelled pictures: are they sound, and making more of them. A table of its own, as main.cpp's.
#include "cli/data/commands.h"

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cli/common/near_miss.h"
#include "cli/common/sheet.h"

namespace segme::cli {
namespace {

constexpr const Command* kCommands[] = {&data_check_command, &data_synthetic_command, &data_curves_command,
                                        &data_crop_command,  &data_remask_command,    &data_npy_command,
                                        &data_label_command};

constexpr const char* kSummary = "checks sets of labelled pictures, and makes more of them";

void print_help() {
  std::puts("Checks sets of labelled pictures, and makes more of them.\n");
  std::puts("usage: segme data COMMAND ...        segme data COMMAND --help\n");
  for (const Command* command : kCommands) std::printf("  %-10s %s\n", command->name, command->summary);
  std::puts(
      "\nA SET is one of\n"
      "  DIR                folders images/ and masks/ in it, or train/images, train/masks, val/images, ...\n"
      "  IMAGES,MASKS       two folders; pairs have one name but for the extension\n"
      "  manifest.csv       columns image, mask, source, kind, label, split\n"
      "  img.npy,msk.npy    arrays N x H x W x 3 and N x H x W x 1, whole numbers 0..255 or floats 0..1\n"
      "Sources are never overwritten.");
}

int run_data(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "--help";
  if (print_sheet_if_asked("segme data", kSummary, kCommands, argc, argv)) return 0;
  if (first == "--help" || first == "-h" || first == "help") {
    print_help();
    return 0;
  }
  std::vector<std::string> names;
  for (const Command* command : kCommands) {
    if (first == command->name) return command->run(argc - 1, argv + 1);
    names.emplace_back(command->name);
  }
  throw Error(ExitCode::usage, "there is no command 'data " + std::string(first) + "'. " +
                                   did_you_mean(first, names, "'segme data --help' lists them."));
}

}  // namespace

const Command data_command{"data", kSummary, run_data};

}  // namespace segme::cli
