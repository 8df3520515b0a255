// data/set: folders, manifest and arrays of the same pictures are the same samples.
#include "data/set.h"

#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

class data_set : public MadeSets {
 protected:
  void add_arrays(const std::string& img, const std::string& msk, const std::vector<std::int64_t>& img_shape,
                  const std::vector<std::int64_t>& msk_shape) const {
    for (const auto& [name, shape] : {std::pair(img, img_shape), std::pair(msk, msk_shape)}) {
      const NpyHead head{NpyType::uint8, shape};
      NpyWriter writer(folder_ / name, head);
      for (std::size_t i = 0; i < head.rows(); ++i) {
        std::vector<std::uint8_t> row(head.row_bytes(), static_cast<std::uint8_t>(i));
        std::fill_n(row.begin(), row.size() * 2 / 3, std::uint8_t{255});
        writer.append(row);
      }
      writer.finish();
    }
  }
  static std::vector<std::string> names(const Set& set) {
    std::vector<std::string> result;
    for (const Sample& sample : set.samples) result.push_back(sample.split + ":" + sample.name);
    return result;
  }
};

TEST_F(data_set, the_layouts_of_folders_are_known) {
  add_pair("a", 1, "plain");
  add_pair("sub/b", 2, "plain");
  EXPECT_EQ(names(open_set(path("plain"))), (std::vector<std::string>{":a.png", ":sub/b.png"}));
  EXPECT_EQ(names(open_set(path("plain/images") + "," + path("plain/masks"))).size(), 2U);
  add_pair("a", 1, "splits/train");
  add_pair("a", 2, "splits/val");
  EXPECT_EQ(names(open_set(path("splits"))), (std::vector<std::string>{"train:train/a.png", "val:val/a.png"}));
  std::filesystem::create_directories(folder_ / "keras/images");
  std::filesystem::create_directories(folder_ / "keras/masks");
  std::filesystem::rename(folder_ / "plain/images", folder_ / "keras/images/img");
  std::filesystem::rename(folder_ / "plain/masks", folder_ / "keras/masks/msk");
  EXPECT_EQ(open_set(path("keras")).samples.size(), 2U);
}

TEST_F(data_set, lonely_halves_are_problems_and_read_set_refuses_them) {
  add_pair("a", 1);
  add_grey("images/only.png", 9, 9);
  add_grey("masks/other.png", 9, 9);
  const Set set = open_set(folder_.string());
  EXPECT_EQ(set.samples.size(), 1U);
  ASSERT_EQ(set.problems.size(), 2U);
  EXPECT_EQ(set.problems[0].kind, FindingKind::missing_matte);
  EXPECT_EQ(set.problems[1].kind, FindingKind::missing_picture);
  const std::string sentence = sentence_of(ExitCode::input, [&] { read_set(folder_.string()); });
  EXPECT_NE(sentence.find("only.png"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("other.png"), std::string::npos) << sentence;
}

TEST_F(data_set, a_manifest_is_read_and_found_in_its_folder) {
  add_pair("a", 1);
  write_text("manifest.csv", "image,mask,source,kind,label,split\nimages/a.png,masks/a.png,s,k,l,val\n");
  const Set set = open_set(folder_.string());
  EXPECT_EQ(set.form, "manifest");
  EXPECT_EQ(names(set), std::vector<std::string>{"val:images/a.png"});
  EXPECT_EQ(samples_of_split(set.samples, "val").size(), 1U);
  sentence_of(ExitCode::usage, [&] { samples_of_split(set.samples, "test"); });
}

TEST_F(data_set, rows_of_arrays_are_samples) {
  add_arrays("img_uint8.npy", "msk_uint8.npy", {3, 4, 6, 3}, {3, 4, 6, 1});
  const Set set = open_set(folder_.string());
  EXPECT_EQ(set.form, "arrays");
  ASSERT_EQ(set.samples.size(), 3U);
  Image image;
  Matte truth;
  read_pair(set.samples[2], image, truth);
  EXPECT_EQ(image.width(), 6);
  EXPECT_EQ(image.height(), 4);
  EXPECT_EQ(image.data()[71], 2);
  EXPECT_EQ(truth.data()[0], 1);
  EXPECT_EQ(truth.data()[23], 2.0F / 255);
  EXPECT_EQ(samples_of_split(set.samples, "val").size(), 3U) << "a set without splits is one";
  add_arrays("i.npy", "m.npy", {3, 4, 6, 3}, {3, 4, 6});
  EXPECT_EQ(open_set(path("i.npy") + "," + path("m.npy")).samples.size(), 3U);
  EXPECT_EQ(open_pictures(path("i.npy")).samples.size(), 3U);
}

TEST_F(data_set, float_arrays_are_0_to_1) {
  const float values[6] = {0, 1, 0.5F, 0, 0, 1.5F};
  NpyWriter writer(folder_ / "f.npy", {NpyType::float32, {2, 1, 1, 3}});
  writer.append({reinterpret_cast<const std::uint8_t*>(values), 12});
  writer.append({reinterpret_cast<const std::uint8_t*>(values + 3), 12});
  writer.finish();
  const NpyReader reader(folder_ / "f.npy");
  Image image;
  read_row(reader, 0, image);
  EXPECT_EQ(image.data()[1], 255);
  EXPECT_EQ(image.data()[2], 128);
  EXPECT_NE(sentence_of(ExitCode::input, [&] { read_row(reader, 1, image); }).find("0..1"), std::string::npos);
}

TEST_F(data_set, what_a_number_means_goes_by_its_kind_and_no_advice_blackens) {
  using namespace std::string_literals;
  const auto array = [&](const char* descr, const std::string& values) {
    const std::string dictionary = "{'descr': '"s + descr + "', 'fortran_order': False, 'shape': (1, 1, 1, 3), }\n";
    write_text("n.npy", "\x93NUMPY\x01\x00"s + static_cast<char>(dictionary.size()) + '\0' + dictionary + values);
    return NpyReader(folder_ / "n.npy").head().type;
  };
  Image image;
  const std::string half = "\x00\x00\x00\x00\x00\x00\xe0\x3f"s;
  array("<f8", half + half + half);
  read_row(NpyReader(folder_ / "n.npy"), 0, image);
  EXPECT_EQ(image.data()[1], 128) << "float64 of 0..1";
  array("|b1", "\x01\x00\x01"s);
  read_row(NpyReader(folder_ / "n.npy"), 0, image);
  EXPECT_EQ(image.data()[0], 255);
  array("<i2", "\xc8\x00\x00\x00\xff\x00"s);
  read_row(NpyReader(folder_ / "n.npy"), 0, image);
  EXPECT_EQ(image.data()[0], 200);
  const auto refusal = [&](const char* descr, const std::string& values) {
    array(descr, values);
    return sentence_of(ExitCode::input, [&] { read_row(NpyReader(folder_ / "n.npy"), 0, image); });
  };
  const auto says = [](const std::string& sentence, const char* text) {
    EXPECT_NE(sentence.find(text), std::string::npos) << sentence;
  };
  says(refusal("<f4", "\x00\x00\x7f\x43\x00\x00\x00\x00\x00\x00\x00\x00"s), "from 0 to 255");
  says(refusal("<f4", "\x00\x00\x7f\x43\x00\x00\x00\x00\x00\x00\x00\x00"s), "array / 255");
  const std::string negative = refusal("<f4", "\x00\x00\x80\xbf\x00\x00\x00\x00\x00\x00\x80\x3f"s);
  says(negative, "from -1 to 1");
  EXPECT_EQ(negative.find("uint8"), std::string::npos) << negative;
  says(refusal("<u2", "\xff\xff\x00\x00\x00\x00"s), "from 0 to 6.554e+04");
  says(refusal("<f4", "\x00\x00\xc0\x7f\x00\x00\x00\x00\x00\x00\x00\x00"s), "not all finite");
}

TEST_F(data_set, a_name_may_hold_commas_of_its_own) {
  add_arrays("i,1.npy", "m.npy", {2, 4, 6, 3}, {2, 4, 6});
  EXPECT_EQ(open_set(path("i,1.npy") + "," + path("m.npy")).samples.size(), 2U);
  add_pair("a", 1, "x,y");
  EXPECT_EQ(open_set(path("x,y/images/") + "," + path("x,y/masks/")).samples.size(), 1U);
}

TEST_F(data_set, arrays_that_do_not_fit_each_other_are_problems) {
  const auto kind = [&](const std::vector<std::int64_t>& img, const std::vector<std::int64_t>& msk) {
    add_arrays("i.npy", "m.npy", img, msk);
    const Set set = open_set(path("i.npy") + "," + path("m.npy"));
    EXPECT_TRUE(set.samples.empty());
    return set.problems.empty() ? FindingKind::alpha : set.problems[0].kind;
  };
  EXPECT_EQ(kind({2, 4, 6, 1}, {2, 4, 6, 1}), FindingKind::channels);
  EXPECT_EQ(kind({2, 4, 6, 3}, {2, 4, 6, 3}), FindingKind::channels);
  EXPECT_EQ(kind({2, 4, 6, 3}, {2, 6, 4, 1}), FindingKind::size);
  EXPECT_EQ(kind({3, 4, 6, 3}, {2, 4, 6, 1}), FindingKind::missing_matte);
  EXPECT_EQ(kind({2, 4, 6, 3}, {3, 4, 6, 1}), FindingKind::missing_picture);
}

TEST_F(data_set, a_mask_of_0_and_1_is_refused_where_it_is_used) {
  add_pair("a", 1);
  add_grey("masks/a.png", 0, 1);
  Image image;
  Matte truth;
  const Set set = open_set(folder_.string());
  const std::string sentence = sentence_of(ExitCode::input, [&] { read_pair(set.samples.at(0), image, truth); });
  EXPECT_NE(sentence.find("1 of 255"), std::string::npos) << sentence;
}

TEST_F(data_set, what_is_no_set_is_refused_with_the_forms) {
  for (const std::string& what : {path("none"), folder_.string(), path("a.npy"), path("a,b")}) {
    const std::string sentence = sentence_of(ExitCode::input, [&] { open_set(what); });
    EXPECT_NE(sentence.find("img.npy,msk.npy"), std::string::npos) << sentence;
  }
}

}  // namespace
}  // namespace segme::data
