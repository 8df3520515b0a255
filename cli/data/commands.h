// cli/data/commands: the sub-commands of `segme data`; one file = one or two lines of the table in command.cpp.
#pragma once

#include "cli/command.h"

namespace segme::cli {

extern const Command data_check_command;
extern const Command data_synthetic_command;
extern const Command data_curves_command;
extern const Command data_crop_command;
extern const Command data_remask_command;
extern const Command data_npy_command;
extern const Command data_label_command;

}  // namespace segme::cli
