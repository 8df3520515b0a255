// recipe: a warm segmenter allocates nothing a picture, also where two models of different sizes are asked about
// both sides, and where it looks closer.
#include <gtest/gtest.h>

#include "recipe/make_segmenter.h"
#include "recipe/models.h"
#include "tests/count_allocations.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

/// A net whose matte is the red channel, as a model of the scratch folder.
void add(const test::ScratchFolder& folder, const std::string& name, int side, const std::string& more) {
  const std::string text = std::to_string(side);
  test::write_bytes(
      folder.path() / name / "card.json",
      R"({"name": ")" + name + R"(", "file": "model.onnx", "width": )" + text + R"(, "height": )" + text + more + "}");
  test::write_bytes(folder.path() / name / "model.onnx", test::write_tiny_onnx({.width = side, .height = side}));
}

TEST(segmenter_allocations, a_warm_picture_costs_none) {
  const test::ScratchFolder folder;
  const test::Environment models("SEGME_MODELS", folder.path().string());
  add(folder, "small", 24, "");
  add(folder, "both", 40, R"(, "mirrored": true, "also": "small", "closer": true)");
  const auto segmenter =
      make_segmenter(find_model("both"), {.threads = 1, .precision = EnginePrecision::fp32, .cache = false}, true);
  Frame near, far;
  near.image.resize(200, 120, 3);
  near.image.fill(255);
  far.image.resize(200, 120, 3);
  far.image.fill(0);
  for (int y = 40; y < 80; ++y) {
    for (int x = 90; x < 120; ++x) far.image.row(y)[3 * x] = 255;
  }
  Matte matte;
  for (int i = 0; i < 3; ++i) {
    segmenter->segment(near, matte);
    segmenter->segment(far, matte);
  }
  EXPECT_GT(matte.width(), 40);
  const test::CountAllocations counter;
  for (int i = 0; i < 5; ++i) {
    segmenter->segment(near, matte);
    segmenter->segment(far, matte);
  }
  EXPECT_EQ(counter.so_far(), 0);
}

}  // namespace
}  // namespace segme
