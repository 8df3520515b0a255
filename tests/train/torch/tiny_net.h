// For the tests of train/torch: nets of a few dozen weights, and batches whose truth is their bright part.
#pragma once

#include "net/builder.h"
#include "train/loader.h"

namespace segme::train {

/// 16 x 16 in and out; with batch norm or without.
inline net::Graph tiny_net(bool norm, const char* name = "tiny") {
  net::Builder b(name, {3, 16, 16});
  int x = b.affine("normalise", 0, {127, 127, 127}, {1.0F / 128, 1.0F / 128, 1.0F / 128});
  x = b.conv("stem", x, 8, {.kernel = 3, .stride = 2, .bias = !norm});
  if (norm) x = b.batch_norm("stem_norm", x);
  x = b.activation(net::Op::relu, "r", x);
  x = b.resize("logit", b.conv("head", x, 1, {.kernel = 3, .bias = true}), 16, 16);
  b.activation(net::Op::sigmoid, "matte", x);
  return std::move(b).finish();
}

/// Pictures `first` .. `first + count - 1`: bright where the matte is 1.
inline Batch bright_batch(int first, int count) {
  Batch batch;
  batch.count = count;
  batch.size = 16;
  for (int n = first; n < first + count; ++n) {
    for (int channel = 0; channel < 4; ++channel) {
      for (int i = 0; i < 256; ++i) {
        const bool person = (i / 16 + i % 16 * n) % 16 < 4 + n % 5;
        if (channel < 3) {
          batch.images.push_back(person ? 200.0F - static_cast<float>(10 * channel) : 50.0F);
        } else {
          batch.mattes.push_back(person ? 1.0F : 0.0F);
        }
      }
    }
  }
  return batch;
}

}  // namespace segme::train
