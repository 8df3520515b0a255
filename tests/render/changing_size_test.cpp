// A camera may change its size, and the shape of its pixels, in the middle: every renderer goes on.
#include <gtest/gtest.h>

#include "render/picture.h"
#include "render/renderer.h"

namespace segme {
namespace {

/// Frames of several sizes and shapes of pixels, one after the other.
void expect_goes_on(Renderer& renderer, const std::string& name) {
  for (const auto& [width, height, aspect] :
       {std::tuple{40, 30, 1.0}, {64, 20, 1.0}, {64, 20, 1.5}, {9, 70, 0.5}, {40, 30, 1.0}}) {
    Frame frame;
    frame.image.resize(width, height, 3);
    frame.pixel_aspect = aspect;
    for (std::size_t i = 0; i < frame.image.size(); ++i) {
      frame.image.data()[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 13U);
    }
    Matte matte(width, height);
    for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = static_cast<float>(i / 3 % 5) / 4;
    Image picture;
    renderer.render(frame, matte, picture);
    EXPECT_EQ(picture.width(), width) << name;
    EXPECT_EQ(picture.height(), height) << name;
  }
}

TEST(changing_size, every_renderer_goes_on) {
  for (const RendererKind* kind : all_renderers()) {
    if (kind->name == "harmonise_caffe") continue;  // wants a net that somebody gives
    Image picture(13, 9, 3);
    picture.fill(90);
    const bool wants = kind->make("")->role().background;
    const auto behind = wants ? std::make_shared<Picture>(std::move(picture), Fit::fill) : nullptr;
    expect_goes_on(*make_renderer(kind->name, behind), std::string(kind->name));
  }
  for (const BackgroundKind* kind : all_backgrounds()) {
    if (kind->name != "picture") expect_goes_on(*make_renderer(kind->name), std::string(kind->name));
  }
}

}  // namespace
}  // namespace segme
