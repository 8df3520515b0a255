// net/catalogue: every net by name. One file a family; this is the table.
#pragma once

#include <span>
#include <string_view>

#include "net/graph.h"

namespace segme::net {

struct NetKind {
  std::string_view name;
  std::string_view summary;
  int size;                 ///< input side it is meant for, in pixels
  Graph (*make)(int size);  ///< for a square input; size is `size` or a multiple of 32
  /// A net that is not learnt: its weights, which are constants. nullptr: the net is learnt, its input is a picture
  /// (portrait_steady, portrait_video: and a matte), node "logit" and the output "matte" are 1 x size x size.
  Weights (*constants)(const Graph& graph) = nullptr;
};

std::span<const NetKind* const> all_nets();

/// @throws Error(usage): the sentence lists the names.
const NetKind& find_net(std::string_view name);

/// A side that the net can have is its own `size` or a multiple of 32. @throws Error(usage) for another: the sentence
/// names the option, the multiple and the nearest sides.
void check_size(const NetKind& kind, int size, std::string_view option);

extern const NetKind portrait, portrait_fast, portrait_fine, portrait_steady, portrait_video;
extern const NetKind mobile_unet_deconv, mobile_unet_bilinear;
extern const NetKind mnv3_unet_wm10, mnv3_unet_wm05, mnv3_seg;
extern const NetKind prisma, slim, sinet, deeplab_dm05;
extern const NetKind transfer1, transfer2, transfer3, transfer4, transfer5, transfer6, transfer7;

}  // namespace segme::net
