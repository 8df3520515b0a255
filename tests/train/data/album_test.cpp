// train/data/album: what has room in memory stays, what has none is read anew, and neither tells from the other.
#include "train/data/album.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/train/drawn_set.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRoomy = 1U << 30U;
constexpr std::size_t kOne = 96 * 128 * 4 * 21 / 16;  // bytes of one picture: whole, half and quarter size

class train_album : public test::DrawnSet {};

TEST_F(train_album, what_has_no_room_is_read_anew_and_is_the_same) {
  Album held(320, 0, kRoomy);
  Album read(320, 0, kOne * 5 / 2);
  held.take(draw(3), 2);
  read.take(draw(3), 2);
  EXPECT_EQ(held.held(), 6U);
  EXPECT_EQ(read.held(), 2U);
  for (std::size_t i = 0; i < 6; ++i) {
    const auto a = held.get(i);
    const auto b = read.get(i);
    EXPECT_EQ(a->levels[0].rgba, b->levels[0].rgba) << i;
    EXPECT_EQ(a->right, b->right) << i;
    EXPECT_EQ(a, held.get(i)) << i;
  }
}

TEST_F(train_album, a_picture_that_is_named_twice_is_held_once) {
  std::vector<Sample> samples = draw(3);
  samples.push_back(samples[1]);
  samples.push_back(samples[1]);
  samples.back().kind = "full body";   // is framed otherwise
  Album album(320, 0, kOne * 15 / 2);  // for seven of the eight
  album.take(samples, 2);
  EXPECT_EQ(album.held(), 8U);
  EXPECT_EQ(album.get(6), album.get(1));
  EXPECT_NE(album.get(7), album.get(1));
  EXPECT_TRUE(album.get(7)->whole_body);
}

TEST_F(train_album, all_that_is_wrong_is_said_at_once) {
  std::vector<Sample> samples = draw(3);
  fs::remove(samples[0].image);
  fs::remove(samples[3].image);
  Album album(320, 0, 0);
  try {
    album.take(samples, 2);
    FAIL() << "two pictures are missing";
  } catch (const Error& error) {
    const std::string sentence = error.what();
    EXPECT_NE(sentence.find(samples[0].image.string()), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(samples[3].image.string()), std::string::npos) << sentence;
  }
}

class train_loader_album : public test::DrawnSet {};

TEST_F(train_loader_album, pictures_without_room_in_memory_are_read_anew_and_give_the_same) {
  const std::vector<Sample> samples = draw(4);
  Loader held(samples, {.batch = 6, .threads = 1, .seed = 5});
  Loader read(samples, {.batch = 6, .threads = 2, .seed = 5, .cache_bytes = kOne * 3 / 2});
  Batch a, b;
  for (int i = 0; i < 3; ++i) {
    held.next(64, a);
    read.next(64, b);
    ASSERT_TRUE(test::same(a, b)) << i;
  }
  fs::remove_all(folder_ / "people");
  fs::remove_all(folder_ / "rooms");
  EXPECT_THROW(
      for (int i = 0; i < 20; ++i) { read.next(64, b); }, Error);
}

}  // namespace
}  // namespace segme::train
