// A camera may change its size in the middle: every refiner goes on.
#include <gtest/gtest.h>

#include "refine/refiner.h"

namespace segme {
namespace {

TEST(changing_size, every_refiner_goes_on) {
  for (const RefinerKind* kind : all_refiners()) {
    const auto refiner = kind->make("");
    int number = 0;
    for (const auto& [width, height] : {std::pair{40, 30}, {40, 30}, {64, 20}, {64, 20}, {9, 70}, {40, 30}}) {
      Frame frame;
      frame.image.resize(width, height, 3);
      frame.number = number++;
      frame.seconds = static_cast<double>(number) / 30;
      for (std::size_t i = 0; i < frame.image.size(); ++i) {
        frame.image.data()[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 13U);
      }
      Matte matte(16, 16);  // the net's own size stays
      for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = static_cast<float>(i / 3 % 5) / 4;
      refiner->refine(frame, matte);
      EXPECT_FALSE(matte.empty()) << kind->name;
    }
  }
}

}  // namespace
}  // namespace segme
