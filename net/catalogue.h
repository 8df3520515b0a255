// net/catalogue: every net by name. One file a net; this is the table.
#pragma once

#include <span>
#include <string_view>

#include "net/graph.h"

namespace segme::net {

struct NetKind {
  std::string_view name;
  std::string_view summary;
  int size;                 ///< input side it is meant for, in pixels
  Graph (*make)(int size);  ///< for a square input; size is a multiple of 32
};

std::span<const NetKind* const> all_nets();

/// @throws Error(usage): the sentence lists the names.
const NetKind& find_net(std::string_view name);

extern const NetKind portrait;

}  // namespace segme::net
