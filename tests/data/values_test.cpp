// data/values: what a matte's values tell, whatever its file: masks of 0/1 and class numbers are refused, what may be
// meant is said, soft mattes and the blur of JPEG are sound.
#include "data/values.h"

#include <random>

#include "data/set.h"
#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

class data_values : public MadeSets {
 protected:
  /// A matte of these values of 255, each on so many pixels.
  static Matte matte_of(const std::vector<std::pair<int, int>>& parts) {
    std::vector<float> values;
    for (const auto& [value, pixels] : parts) {
      values.insert(values.end(), static_cast<std::size_t>(pixels), static_cast<float>(value) / 255);
    }
    Matte matte(static_cast<int>(values.size()), 1);
    std::copy(values.begin(), values.end(), matte.data());
    return matte;
  }
  static std::string verdict(const Matte& matte, const MatteFile& file = {}) {
    std::string text;
    for (const Finding& finding : judge_matte({}, matte, file)) {
      text += (text.empty() ? "" : ",") + std::string(finding.info().name) + (is_refused(finding) ? "!" : "");
    }
    return text.empty() ? "sound" : text;
  }
  static std::string verdict(const std::vector<std::pair<int, int>>& parts) { return verdict(matte_of(parts)); }
};

TEST_F(data_values, what_would_teach_that_nobody_is_there_is_refused) {
  EXPECT_EQ(verdict({{0, 500}, {1, 500}}), "values!");
  EXPECT_EQ(verdict({{0, 500}, {20, 500}}), "values!");
  EXPECT_EQ(verdict({{0, 500}, {7, 100}, {15, 400}}), "values!") << "class numbers";
  EXPECT_EQ(verdict({{0, 600}, {15, 350}, {255, 50}}), "values!") << "class numbers whose borders are 255";
  EXPECT_EQ(verdict({{0, 300}, {9, 300}, {13, 200}, {150, 200}}), "values!") << "class numbers beyond 128";
  EXPECT_EQ(verdict(matte_of({{0, 500}, {255, 500}}), {.apart = 195}), "channels!") << "a palette";
}

TEST_F(data_values, what_may_be_meant_is_said) {
  EXPECT_EQ(verdict({{0, 500}, {200, 500}}), "levels");
  EXPECT_EQ(verdict({{0, 500}, {128, 100}, {255, 400}}), "levels") << "a trimap";
  EXPECT_EQ(verdict({{0, 1000}}), "empty");
  EXPECT_EQ(verdict({{200, 500}, {255, 500}}), "full");
  EXPECT_EQ(verdict(matte_of({{0, 500}, {255, 500}}), {.apart = 3}), "colour");
  EXPECT_EQ(verdict(matte_of({{0, 500}, {255, 500}}), {.had_alpha = true}), "alpha");
}

TEST_F(data_values, masks_with_edges_and_soft_mattes_are_sound) {
  EXPECT_EQ(verdict({{0, 500}, {255, 500}}), "sound");
  EXPECT_EQ(verdict({{0, 9000}, {64, 30}, {128, 30}, {191, 30}, {255, 4000}}), "sound") << "an edge of four samples";
  std::vector<std::pair<int, int>> soft;
  for (int value = 0; value < 256; ++value) soft.emplace_back(value, value < 100 ? 40 : 5);
  EXPECT_EQ(verdict(soft), "sound") << "hair and glass: more grey than person";
  std::vector<std::pair<int, int>> jpeg{{0, 4500}, {255, 4300}};
  for (int i = 1; i < 30; ++i) jpeg.insert(jpeg.end(), {{i, 15}, {255 - i, 15}});
  EXPECT_EQ(verdict(jpeg), "sound");
  for (int seed = 1; seed < 30; ++seed) {
    Image image;
    Matte truth;
    draw(seed, image, truth);
    EXPECT_EQ(verdict(truth), "sound") << seed;
  }
}

TEST_F(data_values, a_sentence_names_the_values_and_the_way_out) {
  Sample sample;
  sample.image = "images/a.png";
  sample.matte = "masks/a.png";
  const auto said = [&](const std::vector<std::pair<int, int>>& parts) {
    return judge_matte(sample, matte_of(parts)).at(0).sentence();
  };
  EXPECT_EQ(said({{0, 500}, {1, 500}}),
            "masks/a.png: its largest value is 1 of 255: a mask of 0/1. Write person as 255: segme data remask 'masks' "
            "-o NEW --size 0.");
  EXPECT_NE(said({{0, 500}, {7, 100}, {15, 400}}).find("0, 7 and 15: class numbers"), std::string::npos);
  EXPECT_NE(said({{0, 500}, {7, 100}, {15, 400}}).find("--person NUMBER"), std::string::npos);
  EXPECT_NE(said({{0, 500}, {128, 100}, {255, 400}}).find("a trimap, whose 128"), std::string::npos);
  sample.row = 3;
  EXPECT_EQ(said({{0, 500}, {1, 500}}).find("remask"), std::string::npos) << "remask reads no arrays";
}

TEST_F(data_values, a_black_picture_of_people_is_refused) {
  Sample sample;
  sample.matte = "masks/a.png";
  Image image(4, 4, 3);
  image.fill(0);
  image.data()[5] = 1;
  ASSERT_EQ(judge_picture(sample, image).size(), 1U);
  EXPECT_TRUE(is_refused(judge_picture(sample, image)[0]));
  image.data()[5] = 2;
  EXPECT_TRUE(judge_picture(sample, image).empty());
  image.fill(0);
  sample.matte.clear();
  EXPECT_TRUE(judge_picture(sample, image).empty()) << "a dark room without people";
}

TEST_F(data_values, remarks_count_by_kind) {
  Remarks remarks;
  Sample sample;
  for (const char* name : {"a.png", "b.png", "c.png"}) {
    sample.matte = name;
    remarks.add(judge_matte(sample, matte_of({{0, 500}, {200, 500}})));
  }
  remarks.add(judge_matte(sample, matte_of({{0, 9}})));
  ASSERT_EQ(remarks.sentences().size(), 2U);
  EXPECT_NE(remarks.sentences()[1].find("a.png"), std::string::npos) << remarks.sentences()[1];
  EXPECT_NE(remarks.sentences()[1].find("3 mattes alike"), std::string::npos) << remarks.sentences()[1];
}

TEST_F(data_values, a_palette_is_known_by_its_colours_when_a_pair_is_read) {
  add_pair("a", 1);
  Image colour(96, 80, 3);
  colour.fill(0);
  for (std::size_t i = 0; i < colour.size() / 2; i += 3) {
    const std::uint8_t blue[3] = {43, 85, 195};
    std::copy_n(blue, 3, colour.data() + i);
  }
  write_file(folder_ / "masks/a.png", encode_image(colour, ".png"));
  Image image;
  Matte truth;
  const Set set = open_set(folder_.string());
  const std::string sentence = sentence_of(ExitCode::input, [&] { read_pair(set.samples.at(0), image, truth); });
  EXPECT_NE(sentence.find("a colour picture"), std::string::npos) << sentence;
}

}  // namespace
}  // namespace segme::data
