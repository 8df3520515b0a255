// data/finding: the table of kinds. What makes a net learn something wrong is an error; what may be meant is a warning.
#include "data/finding.h"

#include <array>

namespace segme::data {
namespace {

using enum FindingKind;
constexpr std::array kFindings{
    FindingInfo{missing_matte, "missing-matte", true, "a picture without a matte of its name"},
    FindingInfo{missing_picture, "missing-picture", true, "a matte without a picture of its name"},
    FindingInfo{unreadable, "unreadable", true, "a file that cannot be read"},
    FindingInfo{size, "size", true, "a matte of another size than its picture"},
    FindingInfo{channels, "channels", true, "pictures that are not RGB, mattes with more than one channel"},
    FindingInfo{values, "values", true, "mattes of 0/1, 0/20 or class numbers in place of 0/255"},
    FindingInfo{black, "black", true, "a picture of people that is black everywhere"},
    FindingInfo{empty, "empty", true, "a matte without any person"},
    FindingInfo{full, "full", true, "a matte that is person everywhere"},
    FindingInfo{two_splits, "two-splits", true, "the same picture in two splits, also mirrored"},
    FindingInfo{too_few, "too-few", true, "fewer labelled pictures than --min"},
    FindingInfo{repeated, "repeated", false, "the same picture twice in one split, also mirrored"},
    FindingInfo{levels, "levels", false, "a mask whose person is not 255, or a trimap with a value between"},
    FindingInfo{colour, "colour", false, "a matte saved as a colour picture (its first channel is read)"},
    FindingInfo{alpha, "alpha", false, "a matte file that has an alpha channel (which is not read)"}};

static_assert([] {
  for (std::size_t i = 0; i < kFindings.size(); ++i) {
    if (static_cast<std::size_t>(kFindings[i].kind) != i) return false;
  }
  return true;
}());

}  // namespace

std::span<const FindingInfo> all_findings() { return kFindings; }

}  // namespace segme::data
