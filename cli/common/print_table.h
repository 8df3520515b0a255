// cli/common/print_table: a table of kinds with their options, for --help filters.
#pragma once

#include <cstdio>
#include <span>
#include <string>

#include "base/kind.h"

namespace segme::cli {

template <class Face>
void print_table(const char* title, std::span<const Kind<Face>* const> table) {
  std::printf("%s\n", title);
  for (const Kind<Face>* kind : table) {
    std::printf("  %-16s %s\n", std::string(kind->name).c_str(), std::string(kind->summary).c_str());
    for (const OptionInfo& info : kind->options()) {
      const std::string range = info.range.empty() ? "" : ", " + info.range;
      std::printf("      %-14s %s (%s%s) [%s]\n", info.name.c_str(), info.help.c_str(), info.type.c_str(),
                  range.c_str(), info.default_value.c_str());
    }
  }
}

}  // namespace segme::cli
