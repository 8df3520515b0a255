// net/catalogue: the table of nets.
#include "net/catalogue.h"

#include <string>

#include "base/error.h"

namespace segme::net {
namespace {

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

}  // namespace segme::net
