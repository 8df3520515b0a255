// render: what every renderer of the table must do, whatever it draws.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "capture/synthetic.h"
#include "render/picture.h"
#include "render/renderer.h"

namespace segme {
namespace {

Image noisy_picture(int width, int height) {
  Image picture(width, height, 3);
  for (std::size_t i = 0; i < picture.size(); ++i) picture.data()[i] = static_cast<std::uint8_t>(i * 7);
  return picture;
}

std::shared_ptr<Background> make_picture(Fit fit) { return std::make_shared<Picture>(noisy_picture(13, 9), fit); }

/// harmonise_caffe draws nothing without a net that somebody gives: it has tests of its own.
std::vector<const RendererKind*> drawing_renderers() {
  std::vector<const RendererKind*> kinds;
  for (const RendererKind* kind : all_renderers()) {
    if (kind->name != "harmonise_caffe") kinds.push_back(kind);
  }
  return kinds;
}

/// Every renderer with its defaults, before a picture where it wants something behind; and every background behind
/// alpha.
std::vector<std::pair<std::string, std::unique_ptr<Renderer>>> every_renderer() {
  std::vector<std::pair<std::string, std::unique_ptr<Renderer>>> all;
  for (const RendererKind* kind : drawing_renderers()) {
    const bool wants = kind->make("")->role().background;
    all.emplace_back(kind->name, make_renderer(kind->name, wants ? make_picture(Fit::fill) : nullptr));
  }
  for (const BackgroundKind* kind : all_backgrounds()) {
    if (kind->name != "picture") all.emplace_back(kind->name, make_renderer(kind->name));
  }
  for (const Fit fit : {Fit::fill, Fit::fit, Fit::centre}) {
    all.emplace_back("picture " + std::string(name_of(fit)), make_renderer("alpha", make_picture(fit)));
  }
  return all;
}

/// Laws of pictures in true colours do not bind a filter that is there to change them.
bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Frame noisy_frame(int width, int height) {
  Frame frame;
  frame.image.resize(width, height, 3);
  for (std::size_t i = 0; i < frame.image.size(); ++i) {
    frame.image.data()[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 13U);
  }
  return frame;
}

TEST(render_laws, where_the_matte_is_one_a_picture_is_the_frame) {
  const Frame frame = noisy_frame(31, 17);
  Matte matte(31, 17);
  matte.fill(1);
  for (auto& [name, renderer] : every_renderer()) {
    if (is_one_of(name, {"matte_view", "overlay", "colour_transfer", "seamless_clone", "harmonise", "sepia", "emboss",
                         "curves", "kuwahara"}))
      continue;
    Image out;
    renderer->render(frame, matte, out);
    for (std::size_t i = 0; i < matte.size(); ++i) {
      for (std::size_t c = 0; c < 3; ++c) {
        ASSERT_EQ(out.data()[i * static_cast<std::size_t>(out.channels()) + c], frame.image.data()[i * 3 + c]) << name;
      }
    }
  }
}

TEST(render_laws, where_the_matte_is_zero_nothing_of_the_person_shows) {
  Matte matte(31, 17);
  matte.fill(0);
  for (std::size_t i = 0; i < 31; ++i) matte.data()[i] = 1;  // a person elsewhere
  for (auto& [name, renderer] : every_renderer()) {
    if (is_one_of(name, {"overlay", "kuwahara", "seamless_clone"})) continue;  // the frame; what is within some pixels
    Image first;
    Image second;
    Frame frame = noisy_frame(31, 17);
    renderer->render(frame, matte, first);
    for (std::size_t i = 0; i < 31 * 3; ++i)
      frame.image.data()[i] = static_cast<std::uint8_t>(255 - frame.image.data()[i]);
    renderer->render(frame, matte, second);
    const std::size_t channels = static_cast<std::size_t>(first.channels());
    for (std::size_t i = 2 * 31 * channels; i < first.size(); ++i) {
      // A blurred person weighs a thousandth of the background around it.
      ASSERT_NEAR(first.data()[i], second.data()[i], is_one_of(name, {"blur", "bokeh"}) ? 2 : 0) << name;
    }
  }
}

TEST(render_laws, every_size_down_to_one_pixel_works) {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 7}, {9, 1}, {2, 3}, {65, 33}}) {
    const Frame frame = noisy_frame(width, height);
    Matte matte(width, height);
    for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = static_cast<float>(i % 5) / 4;
    for (auto& [name, renderer] : every_renderer()) {
      Image out;
      renderer->render(frame, matte, out);
      EXPECT_EQ(out.width(), width) << name;
      EXPECT_EQ(out.height(), height) << name;
    }
  }
}

TEST(render_laws, nobody_in_the_frame_and_flat_pictures_are_no_error) {
  for (const int grey : {0, 128, 255}) {
    Frame frame;
    frame.image.resize(40, 30, 3);
    frame.image.fill(static_cast<std::uint8_t>(grey));
    for (const float value : {0.0F, 0.5F, 1.0F}) {
      Matte matte(40, 30);
      matte.fill(value);
      for (const RendererKind* kind : drawing_renderers()) {
        const bool wants = kind->make("")->role().background;
        const auto renderer = make_renderer(kind->name, wants ? make_background_kind("colour:value=#808080") : nullptr);
        Image first, second;
        renderer->render(frame, matte, first);
        renderer->render(frame, matte, second);
        EXPECT_TRUE(std::equal(first.data(), first.data() + first.size(), second.data())) << kind->name;
        if (value > 0 || !wants) continue;
        EXPECT_TRUE(std::all_of(first.data(), first.data() + first.size(), [](int v) { return v == 128; }))
            << kind->name;
      }
    }
  }
}

TEST(render_laws, a_renderer_follows_a_change_of_size) {
  for (auto& [name, renderer] : every_renderer()) {
    Image out;
    for (const int side : {20, 31, 8}) {
      const Frame frame = noisy_frame(side, side);
      Matte matte(side, side);
      matte.fill(0.5F);
      renderer->render(frame, matte, out);
      Image fresh;
      for (auto& [other_name, other] : every_renderer()) {
        if (other_name == name) other->render(frame, matte, fresh);
      }
      ASSERT_EQ(out.size(), fresh.size()) << name;
      EXPECT_TRUE(std::equal(out.data(), out.data() + out.size(), fresh.data())) << name;
    }
  }
}

TEST(render_blend, is_the_stated_formula_to_the_nearest_integer) {
  const Frame frame = noisy_frame(64, 64);
  Matte matte(64, 64);
  for (std::size_t i = 0; i < matte.size(); ++i)
    matte.data()[i] = static_cast<float>(i) / static_cast<float>(matte.size() - 1);
  auto renderer = make_renderer("colour:value=#204060,alpha:estimate=off");
  Image out;
  renderer->render(frame, matte, out);
  const double background[3] = {0x20, 0x40, 0x60};
  for (std::size_t i = 0; i < matte.size(); ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      const double alpha = static_cast<double>(matte.data()[i]);
      const double wanted = alpha * frame.image.data()[i * 3 + c] + (1 - alpha) * background[c];
      ASSERT_NEAR(out.data()[i * 3 + c], wanted, 0.502);
    }
  }
}

TEST(render_cutout, colours_of_soft_pixels_lose_the_old_background) {
  // A red person with a soft edge on a blue background: the colour at the edge is red again.
  Frame frame;
  frame.image.resize(120, 80, 3);
  Matte matte(120, 80);
  for (int y = 0; y < 80; ++y) {
    for (int x = 0; x < 120; ++x) {
      const float alpha = std::clamp((static_cast<float>(x) - 50) / 20, 0.0F, 1.0F);
      matte.row(y)[x] = alpha;
      const float mixed[3] = {alpha * 220 + (1 - alpha) * 10, alpha * 30 + (1 - alpha) * 40,
                              alpha * 20 + (1 - alpha) * 230};
      for (int c = 0; c < 3; ++c) frame.image.row(y)[x * 3 + c] = static_cast<std::uint8_t>(mixed[c] + 0.5F);
    }
  }
  Image out;
  make_renderer("cutout")->render(frame, matte, out);
  double error = 0;
  double naive = 0;
  int count = 0;
  const int truth[3] = {220, 30, 20};
  for (int x = 54; x < 70; ++x) {
    for (int c = 0; c < 3; ++c, ++count) {
      error += std::abs(out.row(40)[x * 4 + c] - truth[c]);
      naive += std::abs(frame.image.row(40)[x * 3 + c] - truth[c]);
    }
  }
  EXPECT_LT(error, naive / 5) << error / count << " of " << naive / count;
}

TEST(render_colour, a_word_that_is_no_colour_is_refused) {
  EXPECT_THROW(make_renderer("colour:value=beach"), Error);
  EXPECT_THROW(make_renderer("colour:value=#12345"), Error);
  EXPECT_NO_THROW(make_renderer("colour:value=#abc"));
  EXPECT_THROW(make_renderer("picture"), Error);
}

}  // namespace
}  // namespace segme
