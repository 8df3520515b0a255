// capi/segmenter: an engine that answers later gets the very input that an engine called at once gets.
#include <algorithm>

#include "tests/capi/made.h"

namespace segme {
namespace {

using test::Pixels;
using test::SegmenterHandle;
using test::Slot;

constexpr int kSide = 64, kEdge = 20;
constexpr const char* kCard = R"({"name": "red", "file": "none", "width": 64, "height": 64})";

struct Later {
  std::vector<float> answer;
  std::vector<float> seen;
};

int copy(void* user, const float* input, size_t input_count, float* output, size_t output_count) {
  auto& later = *static_cast<Later*>(user);
  later.seen.assign(input, input + input_count);
  std::copy_n(later.answer.data(), output_count, output);
  return 1;
}

TEST(capi_prepare, gives_the_input_that_run_gets_and_makes_it_once) {
  Slot error;
  Later later;
  const SegmenterHandle engine(segme_segmenter_from_engine(kCard, 0, 0, copy, &later, &error));
  ASSERT_NE(engine, nullptr) << error.text();
  Pixels in(kSide, kSide, SEGME_RGB8), matte(kSide, kSide, SEGME_GREY8);
  test::draw_half_red(in, kEdge);
  std::size_t count = 0;
  const float* const input = segme_segmenter_prepare(engine.get(), &in.view, &count, &error);
  ASSERT_NE(input, nullptr) << error.text();
  ASSERT_EQ(count, 3U * kSide * kSide);
  const std::vector<float> prepared(input, input + count);
  later.answer.assign(prepared.begin(), prepared.begin() + kSide * kSide);  // the net: the first plane is the matte
  Pixels other(kSide, kSide, SEGME_RGB8);                                   // taken for the same frame
  ASSERT_EQ(segme_segmenter_segment(engine.get(), &other.view, &matte.view, &error), 1) << error.text();
  EXPECT_EQ(later.seen, prepared);
  EXPECT_EQ(matte.row(0, 9)[kEdge - 3], 255);
  EXPECT_EQ(matte.row(0, 9)[kEdge + 3], 0);
  ASSERT_EQ(segme_segmenter_segment(engine.get(), &other.view, &matte.view, &error), 1) << error.text();
  EXPECT_NE(later.seen, prepared);  // only the next frame
}

TEST(capi_prepare, does_not_take_a_frame_of_another_size_for_the_same) {
  Slot error;
  Later later;
  later.answer.assign(static_cast<std::size_t>(kSide) * kSide, 0.0F);
  const SegmenterHandle engine(segme_segmenter_from_engine(kCard, 0, 0, copy, &later, &error));
  Pixels in(kSide, kSide, SEGME_RGB8), small(kSide / 2, kSide, SEGME_RGB8), matte(kSide / 2, kSide, SEGME_GREY8);
  test::draw_half_red(in, kEdge);
  std::size_t count = 0;
  const float* const input = segme_segmenter_prepare(engine.get(), &in.view, &count, &error);
  ASSERT_NE(input, nullptr) << error.text();
  const std::vector<float> prepared(input, input + count);
  ASSERT_EQ(segme_segmenter_segment(engine.get(), &small.view, &matte.view, &error), 1) << error.text();
  EXPECT_NE(later.seen, prepared);
}

TEST(capi_prepare, refuses_nulls_and_segmenters_that_run_their_net_themselves) {
  Slot error;
  Later later;
  Pixels in(kSide, kSide, SEGME_RGB8);
  std::size_t count = 0;
  EXPECT_EQ(segme_segmenter_prepare(nullptr, &in.view, &count, &error), nullptr);
  EXPECT_EQ(error.field(), "segmenter");
  const SegmenterHandle engine(segme_segmenter_from_engine(kCard, 0, 0, copy, &later, &error));
  EXPECT_EQ(segme_segmenter_prepare(engine.get(), nullptr, &count, &error), nullptr);
  EXPECT_EQ(error.code(), SEGME_USAGE);
  EXPECT_EQ(segme_segmenter_prepare(engine.get(), &in.view, nullptr, &error), nullptr);
  EXPECT_EQ(error.field(), "count");
  const auto find = [](void*, const segme_image*, float*) { return 1; };
  const SegmenterHandle own(segme_segmenter_from_callback(kSide, kSide, find, nullptr, &error));
  EXPECT_EQ(segme_segmenter_prepare(own.get(), &in.view, &count, &error), nullptr);
  EXPECT_EQ(error.field(), "segmenter");
}

TEST(capi_times, are_those_of_the_last_frame) {
  const test::PipelineHandle pipeline = test::make(test::red_recipe());
  Slot error;
  segme_times times = {1, 1, 1, 1};
  ASSERT_EQ(segme_pipeline_times(pipeline.get(), &times, &error), 1) << error.text();
  EXPECT_EQ(times.net + times.render, 0);
  Pixels in(kSide, kSide, SEGME_RGB8), out(kSide, kSide, SEGME_RGBA8);
  test::draw_half_red(in, kEdge);
  ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
  ASSERT_EQ(segme_pipeline_times(pipeline.get(), &times, &error), 1) << error.text();
  EXPECT_GT(times.net, 0);
  EXPECT_GT(times.render, 0);
  EXPECT_EQ(segme_pipeline_times(nullptr, &times, &error), 0);
  EXPECT_EQ(segme_pipeline_times(pipeline.get(), nullptr, &error), 0);
  EXPECT_EQ(error.field(), "times");
}

}  // namespace
}  // namespace segme
