// capi/segmenter: a net, a call-back and a caller's engine give the same matte of the same picture.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

#include "tests/capi/made.h"

namespace segme {
namespace {

using test::Pixels;
using test::SegmenterHandle;
using test::Slot;

constexpr int kSide = 64, kEdge = 20;

/// The matte that `segmenter` gives of half-red pixels.
std::vector<int> matte_of(segme_segmenter* segmenter) {
  Pixels in(kSide, kSide, SEGME_RGB8), matte(kSide, kSide, SEGME_GREY8);
  test::draw_half_red(in, kEdge);
  Slot error;
  EXPECT_EQ(segme_segmenter_segment(segmenter, &in.view, &matte.view, &error), 1) << error.text();
  EXPECT_TRUE(matte.guards_whole());
  return {matte.row(0, 9), matte.row(0, 9) + kSide};
}

int red(void*, const segme_image* frame, float* matte) {
  for (int y = 0; y < kSide; ++y) {
    const auto* row = static_cast<const unsigned char*>(frame->data[0]) + frame->stride[0] * y;
    for (int x = 0; x < kSide; ++x) matte[y * kSide + x] = static_cast<float>(row[3 * x]) / 255;
  }
  return 1;
}

/// The net of tests/data/red, in C: the first plane is the matte.
int run_red(void* runs, const float* input, size_t input_count, float* output, size_t output_count) {
  EXPECT_EQ(input_count, 3U * kSide * kSide);
  EXPECT_EQ(output_count, static_cast<std::size_t>(kSide) * kSide);
  std::copy_n(input, output_count, output);
  ++*static_cast<int*>(runs);
  return 1;
}

TEST(capi_segmenter, a_net_a_call_back_and_an_engine_of_the_caller_s_agree) {
  Slot error;
  const SegmenterHandle net(
      segme_segmenter_new((R"({"model": ")" + test::kRedModel + R"(", "cache": false})").c_str(), &error));
  ASSERT_NE(net, nullptr) << error.text();
  const SegmenterHandle call_back(segme_segmenter_from_callback(kSide, kSide, red, nullptr, &error));
  ASSERT_NE(call_back, nullptr) << error.text();
  int runs = 0;
  const SegmenterHandle engine(segme_segmenter_from_engine(
      R"({"name": "red", "file": "none", "width": 64, "height": 64})", 0, 0, run_red, &runs, &error));
  ASSERT_NE(engine, nullptr) << error.text();
  const std::vector<int> truth = matte_of(net.get());
  EXPECT_EQ(truth[kEdge - 3], 255);
  EXPECT_EQ(truth[kEdge + 3], 0);
  EXPECT_EQ(matte_of(call_back.get()), truth);
  EXPECT_EQ(matte_of(engine.get()), truth);
  EXPECT_EQ(runs, 1);
  EXPECT_NE(std::string(segme_segmenter_device(net.get())), "");
  EXPECT_STREQ(segme_segmenter_device(engine.get()), "caller");
}

TEST(capi_segmenter, a_call_back_that_fails_or_lies_is_held) {
  Slot error;
  const SegmenterHandle failing(segme_segmenter_from_callback(
      2, 2, [](void*, const segme_image*, float*) { return 0; }, nullptr, &error));
  Pixels in(kSide, kSide, SEGME_RGB8), matte(kSide, kSide, SEGME_GREY8);
  test::draw_half_red(in, kEdge);
  EXPECT_EQ(segme_segmenter_segment(failing.get(), &in.view, &matte.view, &error), 0);
  EXPECT_EQ(error.code(), SEGME_CALLER);
  const SegmenterHandle wild(segme_segmenter_from_callback(
      2, 1,
      [](void*, const segme_image*, float* values) {
        values[0] = 1e30F;
        values[1] = -std::numeric_limits<float>::quiet_NaN();
        return 1;
      },
      nullptr, &error));
  EXPECT_EQ(segme_segmenter_segment(wild.get(), &in.view, &matte.view, &error), 1) << error.text();
  EXPECT_EQ(matte.row(0, 0)[0], 255);
  EXPECT_EQ(matte.row(0, 0)[kSide - 1], 0);
}

TEST(capi_segmenter, an_engine_that_is_not_here_is_said_to_be_missing) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // a process of its own: libraries stay loaded
  EXPECT_EXIT(
      {
        ::setenv("SEGME_ONNXRUNTIME", "/nowhere/lib.so", 1);
        segme_error* error = nullptr;
        const bool made = segme_segmenter_new(R"({"engine": "onnxruntime", "model": "fast"})", &error) != nullptr;
        const bool right =
            segme_error_code(error) == SEGME_MISSING && segme_error_field(error) == std::string("engine");
        std::fputs(segme_error_text(error), stderr);
        std::exit(!made && right ? 0 : 1);
      },
      testing::ExitedWithCode(0), "cannot use the engine onnxruntime");
}

TEST(capi_segmenter, what_cannot_be_made_is_refused) {
  Slot error;
  EXPECT_EQ(segme_segmenter_from_callback(0, 5, red, nullptr, &error), nullptr);
  EXPECT_EQ(segme_segmenter_from_callback(5, 9000, red, nullptr, &error), nullptr);
  EXPECT_EQ(segme_segmenter_from_callback(5, 5, nullptr, nullptr, &error), nullptr);
  EXPECT_EQ(error.field(), "find");
  EXPECT_EQ(segme_segmenter_from_engine(nullptr, 0, 0, run_red, nullptr, &error), nullptr);
  EXPECT_EQ(error.field(), "card");
  EXPECT_EQ(segme_segmenter_from_engine("{}", 0, 0, run_red, nullptr, &error), nullptr);
  EXPECT_EQ(error.code(), SEGME_MODEL);
  EXPECT_EQ(segme_segmenter_new(R"({"background": "blur"})", &error), nullptr);
  EXPECT_EQ(error.field(), "background");
  EXPECT_EQ(segme_segmenter_segment(nullptr, nullptr, nullptr, &error), 0);
  EXPECT_EQ(error.field(), "segmenter");
  segme_segmenter_free(nullptr);
}

}  // namespace
}  // namespace segme
