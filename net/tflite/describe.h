// net/tflite/describe: what a TFLite file says about itself to programs that only know its kind: how a picture becomes
// its input and what its output means (TFLite model metadata, MediaPipe Tasks).
#pragma once

#include <string>

#include "net/graph.h"

namespace segme::net {

/// Names that readers look for.
inline constexpr const char* kMetadataEntry = "TFLITE_METADATA";
inline constexpr const char* kLabelsFile = "labels.txt";

/// The bytes of the entry kMetadataEntry. The input is a picture of RGB 0..255 where it has three channels, for the
/// normalisation is part of the net; the output is a confidence.
std::string describe_tflite(const Graph& graph);

/// The file that kLabelsFile names: a line for each channel of the output.
std::string labels_of(const Graph& graph);

}  // namespace segme::net
