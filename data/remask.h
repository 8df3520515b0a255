// data/remask: labels of any kind -> masks of 0/255 at one size.
#pragma once

#include <cstdint>

#include "base/image.h"

namespace segme::data {

/// The last channel of a label picture (grey: its value; with alpha: the alpha), enlarged or shrunk to size x size by
/// taking the nearest pixel (size 0: as it is); what is >= 127 becomes 255, the rest 0. One channel.
Image remask(const Image& label, int size);

}  // namespace segme::data
