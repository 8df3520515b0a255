// capi/pipeline: truth in, truth out through the C face, in every format, with and without gaps between rows; what a
// caller gets wrong is said with its field; two threads, one handle; a warm frame allocates nothing.
#include <cmath>
#include <thread>

#include "tests/capi/made.h"
#include "tests/count_allocations.h"

namespace segme {
namespace {

using test::make;
using test::Pixels;
using test::red_recipe;
using test::Slot;

constexpr int kSide = 64, kEdge = 32;

TEST(capi, puts_the_person_on_green_whatever_the_rows_are_like) {
  const auto pipeline = make(red_recipe(R"(, "background": "#00ff00")"));
  for (const bool gaps : {false, true}) {
    Pixels in(kSide, kSide, SEGME_RGB8, gaps), out(kSide, kSide, SEGME_RGB8, gaps);
    test::draw_half_red(in, kEdge);
    Slot error;
    ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
    for (int y = 0; y < kSide; ++y) {
      EXPECT_EQ(out.row(0, y)[3 * 5], 255);
      EXPECT_EQ(out.row(0, y)[3 * 60], 0);
      EXPECT_EQ(out.row(0, y)[3 * 60 + 1], 255);
    }
    EXPECT_TRUE(out.guards_whole());
    EXPECT_TRUE(in.guards_whole());
  }
}

TEST(capi, every_format_gives_the_same_picture) {
  const auto pipeline = make(red_recipe(R"(, "background": "#00ff00")"));
  for (const auto& [width, height] : {std::pair{kSide, kSide}, {63, 41}}) {
    for (const segme_format from : {SEGME_RGB8, SEGME_RGBA8, SEGME_BGRA8}) {
      for (const segme_format to : {SEGME_RGB8, SEGME_RGBA8, SEGME_BGRA8}) {
        Pixels in(width, height, from), out(width, height, to);
        test::draw_half_red(in, kEdge);
        Slot error;
        ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
        const int step = to == SEGME_RGB8 ? 3 : 4;
        const unsigned char* const person = out.row(0, 3) + step * 3;
        const unsigned char* const behind = out.row(0, 3) + step * (width - 3);
        EXPECT_EQ(person[to == SEGME_BGRA8 ? 2 : 0], 255);
        EXPECT_EQ(behind[1], 255);
        if (step == 4) {
          EXPECT_EQ(person[3], 255);
        }
        EXPECT_TRUE(out.guards_whole());
      }
    }
  }
}

/// Grey frames survive the way through luma and chroma, whatever the standard.
TEST(capi, video_planes_come_back_as_they_went_in) {
  const auto pipeline = make(red_recipe(R"(, "background": "#808080")"));
  for (const segme_format format : {SEGME_NV12, SEGME_I420}) {
    for (const segme_colours colours :
         {SEGME_COLOURS_BY_SIZE, SEGME_BT601_LIMITED, SEGME_BT601_FULL, SEGME_BT709_LIMITED, SEGME_BT709_FULL}) {
      for (const auto& [width, height] : {std::pair{kSide, kSide}, {33, 17}}) {
        Pixels in(width, height, format), out(width, height, format);
        in.view.colours = out.view.colours = colours;
        const int planes = format == SEGME_NV12 ? 2 : 3;
        for (int plane = 0; plane < planes; ++plane) {
          const int rows = plane == 0 ? height : (height + 1) / 2;
          const int used = plane == 0 ? width : (width + 1) / 2 * (format == SEGME_NV12 ? 2 : 1);
          for (int y = 0; y < rows; ++y) std::fill_n(in.row(plane, y), used, plane == 0 ? 235 : 128);
        }
        Slot error;
        ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
        EXPECT_NEAR(out.row(0, 1)[1], 235, 2) << format << ' ' << colours;  // white: wholly person
        EXPECT_NEAR(out.row(1, 1)[1], 128, 2);
        EXPECT_TRUE(out.guards_whole());
      }
    }
  }
}

TEST(capi, a_cut_out_has_alpha_and_the_matte_can_be_taken) {
  const auto pipeline = make(red_recipe());
  Pixels in(kSide, kSide, SEGME_RGB8, false), out(kSide, kSide, SEGME_RGBA8), grey(kSide, kSide, SEGME_GREY8),
      real(kSide, kSide, SEGME_GREY_F32, false);
  test::draw_half_red(in, kEdge);
  Slot error;
  EXPECT_EQ(segme_pipeline_matte(pipeline.get(), &grey.view, &error), 0);  // of no frame
  EXPECT_EQ(error.code(), SEGME_USAGE);
  ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
  EXPECT_EQ(out.row(0, 5)[4 * 3 + 3], 255);
  EXPECT_EQ(out.row(0, 5)[4 * 60 + 3], 0);
  ASSERT_EQ(segme_pipeline_matte(pipeline.get(), &grey.view, &error), 1) << error.text();
  ASSERT_EQ(segme_pipeline_matte(pipeline.get(), &real.view, &error), 1) << error.text();
  for (const int x : {3, 60}) {
    EXPECT_EQ(grey.row(0, 9)[x], x < kEdge ? 255 : 0);
    EXPECT_NEAR(reinterpret_cast<float*>(real.row(0, 9))[x], x < kEdge ? 1.0F : 0.0F, 1e-3F);
  }
  // A picture with transparent places does not fit into RGB.
  Pixels rgb(kSide, kSide, SEGME_RGB8);
  EXPECT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &rgb.view, &error), 0);
  EXPECT_EQ(error.field(), "out.format");
}

TEST(capi, options_change_while_it_runs_and_a_wrong_one_changes_nothing) {
  const auto pipeline = make(red_recipe(R"(, "background": "#00ff00")"));
  Pixels in(kSide, kSide, SEGME_RGB8), out(kSide, kSide, SEGME_RGB8);
  test::draw_half_red(in, kEdge);
  const auto behind = [&] {
    Slot error;
    EXPECT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
    return std::vector<int>(out.row(0, 7) + 3 * 60, out.row(0, 7) + 3 * 60 + 3);
  };
  EXPECT_EQ(behind(), (std::vector<int>{0, 255, 0}));
  Slot error;
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "background", "#0000ff", &error), 1) << error.text();
  EXPECT_EQ(behind(), (std::vector<int>{0, 0, 255}));
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "background", "no/such/file.png", &error), 0);
  EXPECT_EQ(error.code(), SEGME_INPUT);
  EXPECT_EQ(error.field(), "background");
  EXPECT_EQ(behind(), (std::vector<int>{0, 0, 255}));
  EXPECT_STREQ(segme_pipeline_get(pipeline.get(), "background", nullptr), "#0000ff");
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "fit", "diagonal", &error), 0);
  EXPECT_EQ(error.field(), "fit");
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "weather", "fine", &error), 0);
  EXPECT_EQ(segme_pipeline_get(pipeline.get(), "weather", &error), nullptr);
  EXPECT_EQ(error.field(), "weather");
}

TEST(capi, one_option_of_one_filter_can_be_set_and_asked_for) {
  const auto pipeline = make(R"({"model": ")" + test::kRedModel + R"(", "refine": "largest_person,guided:radius=6"})");
  const auto get = [&](const char* key) {
    const char* const value = segme_pipeline_get(pipeline.get(), key, nullptr);
    return std::string(value == nullptr ? "unknown" : value);
  };
  EXPECT_EQ(get("guided.radius"), "6");
  EXPECT_EQ(get("guided.epsilon"), "");  // the default
  Slot error;
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "guided.radius", "9", &error), 1) << error.text();
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "guided.epsilon", "0.01", &error), 1) << error.text();
  EXPECT_EQ(get("refine"), "largest_person,guided:radius=9,epsilon=0.01");
  for (const char* value : {"-1", "wide", "", "9,size=64"}) {
    EXPECT_EQ(segme_pipeline_set(pipeline.get(), "guided.radius", value, &error), 0) << value;
    EXPECT_EQ(error.field(), "guided.radius");
    EXPECT_EQ(get("guided.radius"), "9");
  }
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "temporal.strength", "1", &error), 0);  // not in the chain
  EXPECT_EQ(get("temporal.strength"), "unknown");
}

TEST(capi, a_picture_of_the_caller_s_is_behind) {
  const auto pipeline = make(red_recipe(R"(, "background": "#00ff00")"));
  Pixels picture(10, 10, SEGME_RGB8);
  for (int y = 0; y < 10; ++y) std::fill_n(picture.row(0, y), 30, static_cast<unsigned char>(77));
  Slot error;
  ASSERT_EQ(segme_pipeline_set_background(pipeline.get(), &picture.view, &error), 1) << error.text();
  Pixels in(kSide, kSide, SEGME_RGB8), out(kSide, kSide, SEGME_RGB8);
  test::draw_half_red(in, kEdge);
  ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
  EXPECT_EQ(out.row(0, 7)[3 * 60], 77);
  ASSERT_EQ(segme_pipeline_set(pipeline.get(), "background", "#010203", &error), 1) << error.text();
  ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &out.view, &error), 1) << error.text();
  EXPECT_EQ(out.row(0, 7)[3 * 60], 1);
}

TEST(capi, recipes_that_mean_nothing_name_their_key) {
  const std::pair<std::string, std::string> wrong[] = {{"{", "json"},
                                                       {"[]", "json"},
                                                       {"\"blur\"", "json"},
                                                       {R"({"weather": "fine"})", "weather"},
                                                       {R"({"threads": -1})", "threads"},
                                                       {R"({"threads": 1e99})", "threads"},
                                                       {R"({"threads": "two"})", "threads"},
                                                       {R"({"quality": "best"})", "quality"},
                                                       {R"({"quality": "fast", "model": "portrait"})", "quality"},
                                                       {R"({"background": 3})", "background"},
                                                       {R"({"background": "mauvish"})", "background"},
                                                       {R"({"refine": "sharpen"})", "refine"},
                                                       {R"({"refine": "guided:radius=-1"})", "refine"},
                                                       {R"({"render": "light_wrap"})", "render"},
                                                       {R"({"method": "magic"})", "method"},
                                                       {R"({"model": "nobody"})", "model"},
                                                       {R"({"plate": "x.png"})", "plate"}};
  for (const auto& [json, field] : wrong) {
    Slot error;
    EXPECT_EQ(segme_pipeline_new(json.c_str(), &error), nullptr) << json;
    EXPECT_EQ(error.field(), field) << json << ": " << error.text();
    EXPECT_NE(error.code(), SEGME_BUG) << error.text();
    EXPECT_EQ(error.text().find("--"), std::string::npos) << error.text();  // flags are the command line's words
  }
}

TEST(capi, views_that_are_wrong_are_refused_before_a_pixel_is_touched) {
  const auto pipeline = make(red_recipe(R"(, "background": "#00ff00")"));
  Pixels in(kSide, kSide, SEGME_RGB8), out(kSide, kSide, SEGME_RGB8);
  test::draw_half_red(in, kEdge);
  const auto refused = [&](auto change) {
    segme_image a = in.view, b = out.view;
    change(a, b);
    Slot error;
    EXPECT_EQ(segme_pipeline_process(pipeline.get(), &a, &b, &error), 0);
    EXPECT_EQ(error.code(), SEGME_USAGE) << error.text();
    return error.field();
  };
  EXPECT_EQ(refused([](auto& a, auto&) { a.data[0] = nullptr; }), "in.data");
  EXPECT_EQ(refused([](auto& a, auto&) { a.stride[0] = 3 * kSide - 1; }), "in.stride");
  EXPECT_EQ(refused([](auto& a, auto&) { a.stride[0] = -3 * kSide; }), "in.stride");
  EXPECT_EQ(refused([](auto& a, auto&) { a.width = 0; }), "in.width");
  EXPECT_EQ(refused([](auto& a, auto&) { a.height = -5; }), "in.width");
  EXPECT_EQ(refused([](auto& a, auto&) { a.width = 1 << 30; }), "in.width");
  EXPECT_EQ(refused([](auto& a, auto&) { a.format = 99; }), "in.format");
  EXPECT_EQ(refused([](auto& a, auto&) { a.colours = -1; }), "in.colours");
  EXPECT_EQ(refused([](auto&, auto& b) { b.width = kSide - 1; }), "out.width");
  EXPECT_EQ(refused([](auto&, auto& b) { b.stride[0] = 10; }), "out.stride");
  Slot error;
  EXPECT_EQ(segme_pipeline_process(nullptr, &in.view, &out.view, &error), 0);
  EXPECT_EQ(error.field(), "pipeline");
  EXPECT_EQ(segme_pipeline_process(pipeline.get(), nullptr, &out.view, &error), 0);
  EXPECT_EQ(error.field(), "in");
  EXPECT_EQ(segme_pipeline_process(pipeline.get(), &in.view, nullptr, nullptr), 0);  // an error may be unwanted
  EXPECT_EQ(segme_pipeline_process_at(pipeline.get(), &in.view, &out.view, std::nan(""), &error), 0);
  EXPECT_EQ(error.field(), "seconds");
  segme_pipeline_reset(nullptr);
  segme_pipeline_free(nullptr);
  segme_error_free(nullptr);
  EXPECT_STREQ(segme_error_text(nullptr), "");
}

/// A segmenter that waits inside its call-back until it is let go.
struct Waiting {
  std::atomic<bool> inside = false, go = false;
  static int find(void* self, const segme_image*, float* matte) {
    auto& waiting = *static_cast<Waiting*>(self);
    waiting.inside = true;
    while (!waiting.go) std::this_thread::yield();
    *matte = 1;
    return 1;
  }
};

TEST(capi, a_second_call_during_another_is_refused_and_changes_nothing) {
  Waiting waiting;
  Slot error;
  const test::SegmenterHandle segmenter(segme_segmenter_from_callback(1, 1, Waiting::find, &waiting, &error));
  ASSERT_NE(segmenter, nullptr) << error.text();
  const test::PipelineHandle pipeline(
      segme_pipeline_new_with(segmenter.get(), R"({"background": "#00ff00", "refine": "none"})", &error));
  ASSERT_NE(pipeline, nullptr) << error.text();
  Pixels in(kSide, kSide, SEGME_RGB8), out(kSide, kSide, SEGME_RGB8), other(kSide, kSide, SEGME_RGB8);
  test::draw_half_red(in, kEdge);
  int done = 0;
  std::thread first([&] { done = segme_pipeline_process(pipeline.get(), &in.view, &out.view, nullptr); });
  while (!waiting.inside) std::this_thread::yield();
  EXPECT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &other.view, &error), 0);
  EXPECT_EQ(error.code(), SEGME_BUSY);
  EXPECT_EQ(segme_pipeline_set(pipeline.get(), "background", "#0000ff", &error), 0);
  EXPECT_EQ(error.code(), SEGME_BUSY);
  const test::PipelineHandle sharing(segme_pipeline_new_with(segmenter.get(), R"({"background": "#00ff00"})", &error));
  EXPECT_EQ(segme_pipeline_process(sharing.get(), &in.view, &other.view, &error), 0);
  EXPECT_EQ(error.code(), SEGME_BUSY);
  EXPECT_EQ(error.field(), "segmenter");
  waiting.go = true;
  first.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &other.view, &error), 1) << error.text();
}

TEST(capi, a_picture_is_drawn_where_it_is_wanted_however_it_is_made) {
  // Rows without gaps are drawn into; with a gap, onto the frame itself, or of one channel the picture is copied.
  for (const char* more :
       {R"(, "background": "#00ff00")", R"(, "background": "blur")", R"(, "render": "matte_view")"}) {
    const auto pipeline = make(red_recipe(more));
    Pixels in(kSide, kSide, SEGME_RGB8, false), direct(kSide, kSide, SEGME_RGB8, false), gaps(kSide, kSide, SEGME_RGB8);
    test::draw_half_red(in, kEdge);
    Slot error;
    ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &gaps.view, &error), 1) << error.text();
    ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &direct.view, &error), 1) << error.text();
    ASSERT_EQ(segme_pipeline_process(pipeline.get(), &in.view, &in.view, &error), 1) << error.text();
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < 3 * kSide; ++x) {
        ASSERT_EQ(direct.row(0, y)[x], gaps.row(0, y)[x]) << more << " at " << x << ", " << y;
        ASSERT_EQ(in.row(0, y)[x], gaps.row(0, y)[x]) << more << " onto itself at " << x << ", " << y;
      }
    }
  }
}

TEST(capi, a_warm_frame_allocates_nothing) {
  const auto pipeline = make(red_recipe(R"(, "background": "#00ff00")"));
  Slot error;
  ASSERT_EQ(segme_pipeline_set(pipeline.get(), "refine", "guided", &error), 1) << error.text();
  Pixels rgb(kSide, kSide, SEGME_RGB8, false), out(kSide, kSide, SEGME_RGB8), nv12(kSide, kSide, SEGME_NV12),
      drawn(kSide, kSide, SEGME_NV12);
  test::draw_half_red(rgb, kEdge);
  const auto draw = [&] {
    return segme_pipeline_process(pipeline.get(), &rgb.view, &out.view, nullptr) +
           segme_pipeline_process(pipeline.get(), &nv12.view, &drawn.view, nullptr);
  };
  for (int i = 0; i < 3; ++i) ASSERT_EQ(draw(), 2);
  const test::CountAllocations counter;
  for (int i = 0; i < 5; ++i) draw();
  EXPECT_EQ(counter.so_far(), 0);
}

}  // namespace
}  // namespace segme
