// tests/fuzz/targets: every target, in the order that tools/fuzz.sh runs them.
#pragma once

#include "tests/fuzz/target.h"

namespace segme::fuzz {

extern const Target picture, exif, profile;                                      // pictures.cpp
extern const Target card, onnx, ir, coreml, tflite, safetensors, pth, h5, tfjs;  // weights.cpp
extern const Target npy, manifest, list, curves;                                 // sets.cpp
extern const Target chain, recipe, word;                                         // texts.cpp
extern const Target video;                                                       // video.cpp
extern const Target face;                                                        // face.cpp

}  // namespace segme::fuzz
