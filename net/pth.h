// net/pth: reads the tensors of a PyTorch state_dict file (torch.save before 1.6: three pickles, the dictionary, the
// storages), for nets that start from somebody's ImageNet weights. It understands just the pickle opcodes that such a
// file has, calls nothing, and so runs none of what a pickle could run.
#pragma once

#include <filesystem>

#include "net/graph.h"

namespace segme::net {

/// Float tensors by name; others (counters) are left out. @throws Error(model)
Weights read_pth(const std::filesystem::path& path);

}  // namespace segme::net
