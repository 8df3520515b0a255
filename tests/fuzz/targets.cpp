// tests/fuzz/targets: the table.
#include "tests/fuzz/targets.h"

namespace segme::fuzz {
namespace {

constexpr const Target* kAll[] = {&picture,  &exif,        &profile, &card,   &onnx, &ir,    &coreml,
                                  &tflite,   &safetensors, &pth,     &h5,     &tfjs, &npy,   &list,
                                  &manifest, &curves,      &chain,   &recipe, &word, &video, &face};

}  // namespace

std::span<const Target* const> all_targets() { return kAll; }

}  // namespace segme::fuzz
