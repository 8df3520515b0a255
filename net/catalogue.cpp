// net/catalogue: the table of nets.
#include "net/catalogue.h"

#include <algorithm>
#include <string>

#include "base/error.h"

namespace segme::net {
namespace {

constexpr int kMultiple = 32;  // nets halve their picture five times

constexpr const NetKind* kNets[] = {&portrait,
                                    &portrait_fast,
                                    &portrait_fine,
                                    &portrait_steady,
                                    &mobile_unet_deconv,
                                    &mobile_unet_bilinear,
                                    &mnv3_unet_wm10,
                                    &mnv3_unet_wm05,
                                    &prisma,
                                    &slim,
                                    &portrait_video,
                                    &mnv3_seg,
                                    &sinet,
                                    &deeplab_dm05,
                                    &transfer1,
                                    &transfer2,
                                    &transfer3,
                                    &transfer4,
                                    &transfer5,
                                    &transfer6,
                                    &transfer7};

}  // namespace

std::span<const NetKind* const> all_nets() { return kNets; }

const NetKind& find_net(std::string_view name) {
  std::string names;
  for (const NetKind* kind : kNets) {
    if (kind->name == name) return *kind;
    names += (names.empty() ? "" : ", ") + std::string(kind->name);
  }
  throw Error(ExitCode::usage, "unknown net '" + std::string(name) + "'. There are: " + names + ".");
}

void check_size(const NetKind& kind, int size, std::string_view option) {
  if (size >= kMultiple && (size % kMultiple == 0 || size == kind.size)) return;
  const int below = std::max(size / kMultiple * kMultiple, kMultiple);
  throw Error(ExitCode::usage, std::string(option) + " is " + std::to_string(size) + ", but a side of net '" +
                                   std::string(kind.name) + "' is a multiple of " + std::to_string(kMultiple) +
                                   ". Give " + std::to_string(below) + " or " + std::to_string(below + kMultiple) +
                                   ".");
}

}  // namespace segme::net
