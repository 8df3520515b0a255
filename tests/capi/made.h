// What tests of the C face need: handles that free themselves, and frames whose matte is known (tests/data/red: a net
// that takes the red channel for the matte).
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "capi/segme.h"

namespace segme::test {

/// An error slot that frees what is in it.
class Slot {
 public:
  Slot() = default;
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { segme_error_free(error_); }
  segme_error** operator&() {  // NOLINT(google-runtime-operator): it is handed to C
    segme_error_free(error_);
    error_ = nullptr;
    return &error_;
  }
  [[nodiscard]] segme_code code() const { return segme_error_code(error_); }
  [[nodiscard]] std::string field() const { return segme_error_field(error_); }
  [[nodiscard]] std::string text() const { return segme_error_text(error_); }

 private:
  segme_error* error_ = nullptr;
};

struct Free {
  void operator()(segme_pipeline* p) const { segme_pipeline_free(p); }
  void operator()(segme_segmenter* s) const { segme_segmenter_free(s); }
};
using PipelineHandle = std::unique_ptr<segme_pipeline, Free>;
using SegmenterHandle = std::unique_ptr<segme_segmenter, Free>;

inline const std::string kRedModel = SEGME_SOURCE_DIR "/tests/data/red";

/// A recipe with the red net and `more` keys, such as `, "background": "#00ff00"`.
inline std::string red_recipe(const std::string& more = "") {
  return R"({"model": ")" + kRedModel + R"(", "refine": "none", "cache": false, "threads": 1)" + more + "}";
}

inline PipelineHandle make(const std::string& json) {
  Slot error;
  PipelineHandle made(segme_pipeline_new(json.c_str(), &error));
  EXPECT_NE(made, nullptr) << error.text();
  return made;
}

/// Pixels with a guard behind each row, so that a write beyond one is seen.
class Pixels {
 public:
  static constexpr int kGuard = 7;
  static constexpr unsigned char kMark = 0xA5;

  Pixels(int width, int height, int format, bool gaps = true) {
    const int half_width = (width + 1) / 2, half_height = (height + 1) / 2;
    view.width = width;
    view.height = height;
    view.format = format;
    const int bytes = format == SEGME_RGB8                                                    ? 3
                      : format == SEGME_GREY8 || format == SEGME_NV12 || format == SEGME_I420 ? 1
                                                                                              : 4;
    add(0, width * bytes, height, gaps);
    if (format == SEGME_NV12) add(1, half_width * 2, half_height, gaps);
    if (format == SEGME_I420) {
      add(1, half_width, half_height, gaps);
      add(2, half_width, half_height, gaps);
    }
  }
  [[nodiscard]] unsigned char* row(int plane, int y) {
    return static_cast<unsigned char*>(view.data[plane]) + view.stride[plane] * y;
  }
  [[nodiscard]] bool guards_whole() const {
    for (const auto& plane : planes_) {
      for (std::size_t y = 0; plane.stride > plane.used && y < plane.bytes.size() / plane.stride; ++y) {
        for (std::size_t x = plane.used; x < plane.stride; ++x) {
          if (plane.bytes[y * plane.stride + x] != kMark) return false;
        }
      }
    }
    return true;
  }
  segme_image view = {};

 private:
  struct Plane {
    std::vector<unsigned char> bytes;
    std::size_t stride = 0, used = 0;
  };
  void add(int index, int used, int rows, bool gaps) {
    Plane& plane = planes_[index];
    plane.used = static_cast<std::size_t>(used);
    plane.stride = plane.used + (gaps ? kGuard : 0);
    plane.bytes.assign(plane.stride * static_cast<std::size_t>(rows), kMark);
    view.data[index] = plane.bytes.data();
    view.stride[index] = static_cast<std::ptrdiff_t>(plane.stride);
  }
  Plane planes_[3];
};

/// Columns up to `edge` are red, the rest is blue.
inline void draw_half_red(Pixels& pixels, int edge) {
  const bool alpha = pixels.view.format != SEGME_RGB8;
  for (int y = 0; y < pixels.view.height; ++y) {
    unsigned char* to = pixels.row(0, y);
    for (int x = 0; x < pixels.view.width; ++x, to += alpha ? 4 : 3) {
      const bool red = x < edge;
      const bool reversed = pixels.view.format == SEGME_BGRA8;
      to[reversed ? 2 : 0] = red ? 255 : 0;
      to[1] = 0;
      to[reversed ? 0 : 2] = red ? 0 : 255;
      if (alpha) to[3] = 255;
    }
  }
}

}  // namespace segme::test
