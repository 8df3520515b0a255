// eval/sets: pairs by name, manifests by line, and a sentence for everything that does not fit.
#include "eval/sets.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"
#include "sink/image_file.h"

namespace segme::eval {
namespace {

namespace fs = std::filesystem;

class eval_sets : public testing::Test {
 protected:
  eval_sets() : folder_(fs::temp_directory_path() / ("segme-sets-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~eval_sets() override { fs::remove_all(folder_); }

  void picture(const std::string& name, int width = 6, int height = 4, int channels = 3,
               std::uint8_t value = 200) const {
    Image image(width, height, channels);
    image.fill(value);
    write_file(folder_ / name, encode_image(image, fs::path(name).extension().string()));
  }
  [[nodiscard]] fs::path manifest(const std::string& text) const {
    std::ofstream(folder_ / "manifest.csv") << text;
    return folder_ / "manifest.csv";
  }
  template <class Action>
  std::string sentence_of(ExitCode code, Action action) const {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code);
      return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return "";
  }

  fs::path folder_;
};

TEST_F(eval_sets, pictures_pair_with_mattes_of_their_name_in_every_sub_folder) {
  picture("images/b.jpg");
  picture("images/deep/a.png");
  picture("masks/b.png", 6, 4, 1);
  picture("masks/deep/a.png", 6, 4, 1);
  const std::vector<Sample> samples = pair_folders(folder_ / "images", folder_ / "masks");
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].name, "b.jpg");
  EXPECT_EQ(samples[0].matte, fs::absolute(folder_ / "masks/b.png"));
  EXPECT_EQ(samples[1].name, "deep/a.png");
}

TEST_F(eval_sets, what_has_no_partner_is_named) {
  picture("images/both.png");
  picture("images/alone.png");
  picture("masks/both.png", 6, 4, 1);
  picture("masks/spare.png", 6, 4, 1);
  const std::string sentence =
      sentence_of(ExitCode::input, [&] { pair_folders(folder_ / "images", folder_ / "masks"); });
  EXPECT_NE(sentence.find("no matte for 'alone.png'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("no picture for 'spare.png'"), std::string::npos) << sentence;
  EXPECT_EQ(sentence.find("both"), std::string::npos) << sentence;
}

TEST_F(eval_sets, two_pictures_of_one_name_are_no_guess) {
  picture("images/a.png");
  picture("images/a.jpg");
  picture("masks/a.png", 6, 4, 1);
  const std::string sentence =
      sentence_of(ExitCode::input, [&] { pair_folders(folder_ / "images", folder_ / "masks"); });
  EXPECT_NE(sentence.find("a.jpg"), std::string::npos) << sentence;
}

TEST_F(eval_sets, a_manifest_gives_its_columns_in_any_order_and_quoted_fields) {
  const auto samples =
      read_manifest(manifest("split,image,mask,width,source,kind,label\r\n"
                             "val,\"x, \"\"y\"\".jpg\",m.png,3,s,k,human\r\n\r\n"
                             "train,cut.png,(alpha channel),3,s,k,tool\n"
                             "val,sky.jpg,,3,places,background,none\n"));
  ASSERT_EQ(samples.size(), 3U);
  EXPECT_EQ(samples[0].name, "x, \"y\".jpg");
  EXPECT_EQ(samples[0].image, folder_ / "x, \"y\".jpg");
  EXPECT_EQ(samples[0].matte, folder_ / "m.png");
  EXPECT_EQ(samples[1].matte, samples[1].image);
  EXPECT_TRUE(samples[2].matte.empty());
  EXPECT_EQ(group_of(samples[2], "source"), "places");
  EXPECT_EQ(group_of(samples[2], "width"), "3");
  EXPECT_EQ(group_of(samples[2], "folder"), ".");
  Sample deep;
  deep.name = "a/b/c.png";
  EXPECT_EQ(group_of(deep, "folder"), "a/b");
  const std::vector<Sample> val = select_split(samples, "val");
  ASSERT_EQ(val.size(), 2U);
  EXPECT_EQ(val[1].name, "sky.jpg");
}

TEST_F(eval_sets, a_spreadsheet_with_two_columns_is_a_manifest) {
  const auto samples = read_manifest(manifest("\xEF\xBB\xBFmask,image\r\nm.png,a.png\r\n,b.png\r\n"));
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].image, folder_ / "a.png");
  EXPECT_EQ(samples[0].matte, folder_ / "m.png");
  EXPECT_EQ(samples[0].split + samples[0].label + samples[0].kind + samples[0].source, "");
  EXPECT_TRUE(samples[1].matte.empty());
}

TEST_F(eval_sets, a_broken_line_is_named_by_its_number) {
  const auto csv = manifest("image,mask,source,kind,label,split\na.jpg,a.png,s,k,l,val\nb.jpg,b.png,s\n");
  const std::string sentence = sentence_of(ExitCode::input, [&] { read_manifest(csv); });
  EXPECT_NE(sentence.find("line 3"), std::string::npos) << sentence;
}

TEST_F(eval_sets, a_missing_column_split_or_file_is_named) {
  const auto csv = manifest("image,source,kind,label,split\n");
  EXPECT_NE(sentence_of(ExitCode::input, [&] { read_manifest(csv); }).find("'mask'"), std::string::npos);
  const auto whole = manifest("image,mask,source,kind,label,split\na.jpg,a.png,s,k,l,val\n");
  const std::string sentence = sentence_of(ExitCode::usage, [&] { select_split(read_manifest(whole), "test"); });
  EXPECT_NE(sentence.find("It has: val"), std::string::npos) << sentence;
  sentence_of(ExitCode::input, [&] { read_manifest(folder_ / "none.csv"); });
  sentence_of(ExitCode::usage, [&] { group_of(Sample{}, "colour"); });
}

TEST_F(eval_sets, a_matte_of_another_size_is_refused_with_both_sizes) {
  picture("images/a.png", 6, 4);
  picture("masks/a.png", 4, 6, 1);
  const Sample sample = pair_folders(folder_ / "images", folder_ / "masks").at(0);
  Image image;
  Matte truth;
  const std::string sentence = sentence_of(ExitCode::input, [&] { read_sample(sample, image, truth); });
  EXPECT_NE(sentence.find("6x4"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("4x6"), std::string::npos) << sentence;
}

TEST_F(eval_sets, the_truth_is_the_mask_the_alpha_or_nobody) {
  picture("rgba.png", 6, 4, 4, 51);
  picture("grey.png", 6, 4, 1, 102);
  Sample sample;
  sample.image = folder_ / "rgba.png";
  Image image;
  Matte truth;
  read_sample(sample, image, truth);
  EXPECT_EQ(image.channels(), 3);
  EXPECT_FLOAT_EQ(truth.data()[0], 0);
  sample.matte = sample.image;
  read_sample(sample, image, truth);
  EXPECT_FLOAT_EQ(truth.data()[0], 0.2F);
  sample.matte = folder_ / "grey.png";
  read_sample(sample, image, truth);
  EXPECT_FLOAT_EQ(truth.data()[23], 0.4F);
}

}  // namespace
}  // namespace segme::eval
