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
  return std::make_shared<Picture>(std::move(picture), Fit::fill);
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
  EXPECT_NE(refusal("alpha", nullptr).find("Give a background"), std::string::npos);
  EXPECT_NE(refusal("cutout", grey()).find("shows no background"), std::string::npos);
  EXPECT_NE(refusal("alpha,alpha", grey()).find("again"), std::string::npos);
  EXPECT_NE(refusal("blur", grey()).find("both"), std::string::npos);
  EXPECT_NE(refusal("sepya", grey()).find("There are: "), std::string::npos);
  EXPECT_NE(refusal("alpha:estimates=on", grey()).find("estimate"), std::string::npos);
}

TEST(chain, who_changes_a_composite_needs_one_before_it) {
  const std::string sentence = refusal("cutout,light_wrap", grey());
  EXPECT_NE(sentence.find("'light_wrap'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("'cutout'"), std::string::npos) << sentence;
  EXPECT_NE(refusal("cutout,sepia,harmonise", grey()), "");
  EXPECT_NE(refusal("overlay,light_wrap", grey()), "");
  EXPECT_EQ(refusal("light_wrap,harmonise", grey()), "");
}

/// Whether such a chain is taken; if so it must draw, and what it draws must be as transparent as it was said to be.
/// harmonise_caffe has no net to be read: where the chain means something, that is what is said.
bool taken(const std::string& chain, const std::shared_ptr<Background>& background) {
  std::unique_ptr<Renderer> renderer;
  try {
    renderer = make_renderer(chain, background);
  } catch (const Error& error) {
    const bool net = error.code() == ExitCode::model && chain.find("harmonise_caffe") != std::string::npos;
    EXPECT_TRUE(net || error.code() == ExitCode::usage) << chain << ": " << error.what();
    return false;
  }
  try {
    const Image picture = drawn(renderer, 0.5F);
    EXPECT_EQ(picture.channels() == 4, draws_transparent(chain, background != nullptr)) << chain;
    EXPECT_EQ(picture.width(), 6) << chain;
  } catch (const std::exception& error) {
    ADD_FAILURE() << chain << (background ? " before a background: " : ": ") << error.what();
  }
  return true;
}

TEST(chain, of_two_and_three_renderers_every_one_works_or_is_refused_before_it_draws) {
  std::vector<std::string> begins;
  std::vector<std::string> names;
  for (const BackgroundKind* kind : all_backgrounds()) begins.emplace_back(kind->name);
  for (const RendererKind* kind : all_renderers()) names.emplace_back(kind->name);
  begins.insert(begins.end(), names.begin(), names.end());
  int works = 0;
  const std::shared_ptr<Background> behind = grey();
  for (const std::string& first : begins) {
    for (const std::string& second : names) {
      const std::string two = first + "," + second;
      works += static_cast<int>(taken(two, nullptr)) + static_cast<int>(taken(two, behind));
      for (const std::string& third : names) {
        const std::string three = two + "," + third;
        works += static_cast<int>(taken(three, nullptr)) + static_cast<int>(taken(three, behind));
      }
    }
  }
  EXPECT_GT(works, 300);
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
