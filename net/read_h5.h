// net/read_h5: the weights in a Keras .h5 or .hdf5 file, of a model or of weights alone. HDF5 is a large format, and
// its library crashes on files that are broken on purpose; what Keras writes of it is small and is read here: groups of
// the old kind, attributes of texts, arrays of floats in one piece.
#pragma once

#include <filesystem>
#include <vector>

#include "net/keras.h"

namespace segme::net {

/// The layers in the order of the file. @throws Error(model): missing, no HDF5, not written by Keras, cut short.
std::vector<KerasLayer> read_h5(const std::filesystem::path& path);

}  // namespace segme::net
