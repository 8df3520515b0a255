// data/convert: folders -> arrays -> the same values.
#include "data/convert.h"

#include "base/resize.h"
#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

class data_convert : public MadeSets {
 protected:
  std::size_t write(int size) {
    return write_arrays(open_set(folder_.string()).samples, folder_ / "out/i.npy", folder_ / "out/m.npy", {size, 2},
                        [this](const Sample& sample, const std::string& why) { failed_.push_back(sample.name + why); });
  }
  std::vector<std::string> failed_;
};

TEST_F(data_convert, rows_are_the_pictures_in_order) {
  for (int i = 0; i < 5; ++i) add_pair("p" + std::to_string(i), i + 1);
  EXPECT_EQ(write(0), 5U);
  const std::vector<Sample> files = open_set(folder_.string()).samples;
  const std::vector<Sample> rows = open_set(path("out/i.npy") + "," + path("out/m.npy")).samples;
  ASSERT_EQ(rows.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    Image a;
    Image b;
    Matte m;
    Matte n;
    read_pair(files[i], a, m);
    read_pair(rows[i], b, n);
    EXPECT_TRUE(a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data())) << i;
    EXPECT_TRUE(m.size() == n.size() && std::equal(m.data(), m.data() + m.size(), n.data())) << i;
  }
}

TEST_F(data_convert, a_broken_sample_is_left_out_of_both_arrays) {
  for (int i = 0; i < 4; ++i) add_pair("p" + std::to_string(i), i + 1);
  write_text("images/p1.png", "no picture");
  EXPECT_EQ(write(32), 3U);
  ASSERT_EQ(failed_.size(), 1U);
  EXPECT_NE(failed_[0].find("p1.png"), std::string::npos);
  EXPECT_EQ(NpyReader(folder_ / "out/i.npy").head().shape, (std::vector<std::int64_t>{3, 32, 32, 3}));
  EXPECT_EQ(NpyReader(folder_ / "out/m.npy").head().shape, (std::vector<std::int64_t>{3, 32, 32, 1}));
}

TEST_F(data_convert, sizes_that_differ_need_a_size) {
  add_pair("a", 1);
  add_grey("images/b.png", 9, 9, 20, 20);
  add_grey("masks/b.png", 255, 0, 20, 20);
  EXPECT_EQ(write(0), 1U);
  ASSERT_EQ(failed_.size(), 1U);
  EXPECT_NE(failed_[0].find("--size"), std::string::npos);
}

TEST_F(data_convert, nothing_to_write_is_an_error_and_leaves_nothing) {
  add_pair("a", 1);
  write_text("images/a.png", "no picture");
  EXPECT_THROW(write(8), Error);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/i.npy"));
}

}  // namespace
}  // namespace segme::data
