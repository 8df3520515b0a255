// cli/demo/show: works on the pictures of `segme demo`, and measures how long that takes.
#pragma once

#include <string>
#include <vector>

#include "cli/demo/page.h"

namespace segme::cli {

/// The page of these picture files, or of the samples where there is none. @throws Error
DemoPage make_demo(const std::vector<std::string>& pictures);

}  // namespace segme::cli
