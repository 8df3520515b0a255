// cli/live/cameras: what --list-cameras prints.
#pragma once

namespace segme::cli {

void print_cameras();

}  // namespace segme::cli
