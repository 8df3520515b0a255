// render/chain: what people may write behind --render, and what it means together with --background.
#include <gtest/gtest.h>

#include <algorithm>

#include "render/picture.h"
#include "render/renderer.h"

namespace segme {
namespace {

std::shared_ptr<Background> grey() {
  Image picture(4, 4, 3);
  picture.fill(99);
  return std::make_shared<Picture>(std::move(picture), "fill");
}

Image drawn(const std::unique_ptr<Renderer>& renderer, float matte_value) {
  Frame frame;
  frame.image.resize(6, 5, 3);
  frame.image.fill(200);
  Matte matte(6, 5);
  matte.fill(matte_value);
  Image picture;
  renderer->render(frame, matte, picture);
  return picture;
}

std::string refusal(std::string_view chain, std::shared_ptr<Background> background) {
  try {
    make_renderer(chain, std::move(background));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  return "";
}

TEST(chain, an_empty_one_is_alpha_before_a_background_and_a_cut_out_without) {
  EXPECT_EQ(drawn(make_renderer("", nullptr), 0.5F).channels(), 4);
  const Image composite = drawn(make_renderer("", grey()), 0.0F);
  ASSERT_EQ(composite.channels(), 3);
  EXPECT_TRUE(std::all_of(composite.data(), composite.data() + composite.size(), [](int v) { return v == 99; }));
}

TEST(chain, a_background_may_be_its_first_item) {
  const Image picture = drawn(make_renderer("colour:value=#102030"), 0.0F);
  ASSERT_EQ(picture.channels(), 3);
  EXPECT_EQ(picture.data()[0], 0x10);
  EXPECT_EQ(picture.data()[2], 0x30);
}

TEST(chain, what_means_nothing_is_refused_with_a_sentence_that_helps) {
  EXPECT_NE(refusal("alpha", nullptr).find("--background"), std::string::npos);
  EXPECT_NE(refusal("cutout", grey()).find("shows no background"), std::string::npos);
  EXPECT_NE(refusal("alpha,alpha", grey()).find("anew"), std::string::npos);
  EXPECT_NE(refusal("blur", grey()).find("both"), std::string::npos);
  EXPECT_NE(refusal("sepya", grey()).find("There are: "), std::string::npos);
  EXPECT_NE(refusal("alpha:estimates=on", grey()).find("estimate"), std::string::npos);
}

TEST(chain, it_is_known_before_drawing_whether_pictures_are_transparent) {
  EXPECT_TRUE(draws_transparent("", false));
  EXPECT_FALSE(draws_transparent("", true));
  EXPECT_TRUE(draws_transparent("cutout:estimate=off", false));
  EXPECT_FALSE(draws_transparent("blur", false));
  EXPECT_FALSE(draws_transparent("alpha", true));
  EXPECT_FALSE(draws_transparent("matte_view", false));
}

}  // namespace
}  // namespace segme
