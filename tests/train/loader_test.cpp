// train/loader and train/augment: batches do not depend on threads, the matte moves with its picture, the val split
// stays out, and a broken manifest is named by its line.
#include "train/loader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/error.h"
#include "capture/image_file.h"
#include "capture/synthetic.h"
#include "data/npy.h"
#include "sink/image_file.h"
#include "tests/train/drawn_set.h"
#include "train/augment.h"
#include "train/contact_sheet.h"

namespace segme::train {
namespace {

class train_loader : public test::DrawnSet {};

TEST_F(train_loader, mattes_of_the_frame_before_come_on_request_and_change_nothing_else) {
  const std::vector<Sample> samples = draw(4);
  Loader plain(samples, {.batch = 6, .threads = 1, .seed = 9});
  Loader with(samples, {.batch = 6, .threads = 2, .seed = 9, .priors = true});
  Batch a;
  Batch b;
  for (int i = 0; i < 3; ++i) {
    plain.next(48, a);
    with.next(48, b);
    EXPECT_EQ(a.images, b.images);
    EXPECT_EQ(a.mattes, b.mattes);
    EXPECT_TRUE(a.priors.empty());
    EXPECT_EQ(b.priors.size(), b.mattes.size());
    EXPECT_NE(b.priors, b.mattes);
  }
}

TEST_F(train_loader, one_thread_and_three_make_the_same_batches) {
  const std::vector<Sample> samples = draw(4);
  Loader one(samples, {.batch = 5, .threads = 1, .seed = 9});
  Loader three(samples, {.batch = 5, .threads = 3, .seed = 9});
  Batch a;
  Batch b;
  for (const int size : {64, 64, 64, 96, 96}) {
    one.next(size, a);
    three.next(size, b);
    ASSERT_EQ(a.images.size(), static_cast<std::size_t>(5 * 3 * size * size));
    ASSERT_TRUE(test::same(a, b));
  }
}

TEST_F(train_loader, batches_differ_from_each_other_and_with_the_seed) {
  const std::vector<Sample> samples = draw(3);
  Loader loader(samples, {.batch = 2, .threads = 2, .seed = 1});
  Loader other(samples, {.batch = 2, .threads = 2, .seed = 2});
  Batch first;
  Batch second;
  Batch third;
  loader.next(64, first);
  loader.next(64, second);
  other.next(64, third);
  EXPECT_FALSE(test::same(first, second));
  EXPECT_FALSE(test::same(first, third));
}

TEST_F(train_loader, a_stream_that_begins_later_gives_what_the_whole_one_gives_there) {
  const std::vector<Sample> samples = draw(3);
  Loader whole(samples, {.batch = 3, .threads = 2, .seed = 5});
  Loader later(samples, {.batch = 3, .threads = 1, .seed = 5, .first_batch = 2});
  Batch a;
  Batch b;
  for (int i = 0; i < 3; ++i) whole.next(64, a);
  later.next(64, b);
  EXPECT_TRUE(test::same(a, b));
}

TEST_F(train_loader, two_processes_share_the_batch_of_one) {
  const std::vector<Sample> samples = draw(3);
  Loader one(samples, {.batch = 4, .threads = 1, .seed = 5});
  Loader left(samples, {.batch = 2, .threads = 1, .seed = 5, .whole_batch = 4});
  Loader right(samples, {.batch = 2, .threads = 1, .seed = 5, .whole_batch = 4, .first_of_batch = 2});
  Batch all;
  Batch a;
  Batch b;
  for (int i = 0; i < 2; ++i) {
    one.next(64, all);
    left.next(64, a);
    right.next(64, b);
    a.images.insert(a.images.end(), b.images.begin(), b.images.end());
    a.mattes.insert(a.mattes.end(), b.mattes.begin(), b.mattes.end());
    EXPECT_TRUE(test::same(all, a));
  }
}

TEST_F(train_loader, in_turn_everybody_comes_once_an_epoch_in_a_new_order) {
  Loader loader(draw(5), {.batch = 5, .threads = 2, .composites = 0, .empty = 0, .augment = "none", .in_turn = true});
  Batch batch;
  std::vector<std::vector<std::vector<float>>> epochs;
  for (int epoch = 0; epoch < 4; ++epoch) {
    loader.next(32, batch);
    std::vector<std::vector<float>> pictures;
    for (std::size_t i = 0; i < 5; ++i) {
      const auto start = batch.images.begin() + static_cast<std::ptrdiff_t>(i) * 3 * 32 * 32;
      pictures.emplace_back(start, start + static_cast<std::ptrdiff_t>(3) * 32 * 32);
    }
    epochs.push_back(pictures);
  }
  EXPECT_FALSE(epochs[0] == epochs[1] && epochs[1] == epochs[2] && epochs[2] == epochs[3]);
  for (auto& epoch : epochs) std::sort(epoch.begin(), epoch.end());
  EXPECT_EQ(std::unique(epochs[0].begin(), epochs[0].end()), epochs[0].end());
  for (const auto& epoch : epochs) EXPECT_EQ(epoch, epochs[0]);
}

/// Each picture of a batch, or matte, by itself.
std::vector<std::vector<float>> each(const std::vector<float>& all, std::size_t count) {
  std::vector<std::vector<float>> parts;
  const auto size = static_cast<std::ptrdiff_t>(all.size() / count);
  for (auto at = all.begin(); at != all.end(); at += size) parts.emplace_back(at, at + size);
  return parts;
}

TEST_F(train_loader, near_moves_like_affine_and_changes_the_light) {
  LoaderOptions options{.batch = 12, .threads = 2, .composites = 0, .empty = 0, .shift = 0, .zoom = 0, .stretch = 32};
  Batch affine, near;
  options.augment = "affine";
  Loader(draw(2), options).next(32, affine);
  options.augment = "near";
  Loader(draw(2), options).next(32, near);
  // Nothing moves, so there are two people and their mirror images, of the same mattes; no light is twice the same.
  const auto distinct = [](std::vector<std::vector<float>> all) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  };
  const auto mattes = distinct(each(affine.mattes, 12));
  EXPECT_LE(mattes.size(), 4U);
  for (const auto& matte : distinct(each(near.mattes, 12)))
    EXPECT_NE(std::find(mattes.begin(), mattes.end(), matte), mattes.end());
  EXPECT_LE(distinct(each(affine.images, 12)).size(), 4U);
  EXPECT_EQ(distinct(each(near.images, 12)).size(), 12U);
}

TEST_F(train_loader, values_keep_their_range_and_people_are_seen) {
  Loader loader(draw(3), {.batch = 8, .threads = 2, .seed = 3, .composites = 0.5F, .empty = 0.2F});
  Batch batch;
  double person = 0;
  for (int i = 0; i < 4; ++i) {
    loader.next(64, batch);
    for (const float value : batch.images) ASSERT_TRUE(value >= 0 && value <= 255) << value;
    for (const float value : batch.mattes) {
      ASSERT_TRUE(value >= 0 && value <= 1) << value;
      person += static_cast<double>(value);
    }
  }
  person /= 4 * 8 * 64 * 64;
  EXPECT_GT(person, 0.05);
  EXPECT_LT(person, 0.9);
}

TEST_F(train_loader, only_the_train_split_is_read) {
  std::vector<Sample> samples = draw(3);
  samples[0].split = "val";
  samples[1].split = "val";
  // Were a val row opened, these would fail: the files are not there.
  samples[0].image = folder_ / "none.png";
  samples[1].image = folder_ / "none either.png";
  const Loader loader(samples, {.batch = 1, .threads = 1});
  EXPECT_EQ(loader.foregrounds(), 2U);
  EXPECT_EQ(loader.backgrounds(), 2U);
}

TEST_F(train_loader, no_person_to_learn_from_is_an_error) {
  std::vector<Sample> samples = draw(1);
  samples[0].split = "val";
  EXPECT_THROW(Loader(samples, {.batch = 1, .threads = 1}), Error);
}

TEST_F(train_loader, a_missing_picture_ends_the_start_with_its_name) {
  std::vector<Sample> samples = draw(1);
  samples[0].image = folder_ / "gone.png";
  try {
    const Loader loader(samples, {.batch = 1, .threads = 1});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_NE(std::string(error.what()).find("gone.png"), std::string::npos) << error.what();
  }
}

TEST_F(train_loader, rows_of_arrays_are_learnt_from_and_the_first_fifth_is_judged) {
  constexpr int kRows = 10;
  constexpr int kSide = 32;
  const auto write = [&](const char* name, std::int64_t channels, const auto& value) {
    const data::NpyHead head{data::NpyType::uint8, {kRows, kSide, kSide, channels}};
    data::NpyWriter writer(folder_ / name, head);
    for (std::size_t row = 0; row < kRows; ++row) {
      std::vector<std::uint8_t> bytes(head.row_bytes());
      for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = value(row, i);
      writer.append(bytes);
    }
    writer.finish();
  };
  write("img_uint8.npy", 3, [](std::size_t row, std::size_t) { return static_cast<std::uint8_t>(20 * row); });
  write("msk_uint8.npy", 1,
        [](std::size_t, std::size_t i) { return static_cast<std::uint8_t>(i % 32 < 16 ? 255 : 0); });
  const std::vector<Sample> samples = read_manifest(folder_);
  ASSERT_EQ(samples.size(), 10U);
  EXPECT_EQ(samples[1].split, "val");
  EXPECT_EQ(samples[2].split, "train");
  Image image;
  Matte truth;
  read_for_training(samples[7], image, truth);
  EXPECT_EQ(image.data()[0], 140);
  EXPECT_EQ(truth.data()[15], 1);
  EXPECT_EQ(truth.data()[16], 0);
  const Loader loader(samples, {.batch = 1, .threads = 1});
  EXPECT_EQ(loader.foregrounds(), 8U);
}

TEST_F(train_loader, all_broken_pictures_are_named_at_once) {
  std::vector<Sample> samples = draw(3);
  samples[0].image = folder_ / "gone.png";
  samples[1].image = folder_ / "lost.png";
  try {
    const Loader loader(samples, {.batch = 1, .threads = 1});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("gone.png"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("lost.png"), std::string::npos) << error.what();
  }
}

TEST_F(train_loader, a_broken_manifest_line_is_named) {
  std::ofstream(folder_ / "manifest.csv")
      << "image,mask,source,kind,label,split\na.png,b.png,s,k,l,train\nc.png,d.png\n";
  try {
    read_manifest(folder_ / "manifest.csv");
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_NE(std::string(error.what()).find("line 3"), std::string::npos) << error.what();
  }
}

/// A picture whose red channel is its matte: a soft disc.
Decoded disc(int width, int height, bool cut_out) {
  Decoded picture;
  picture.levels[0].width = width;
  picture.levels[0].height = height;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double distance = std::hypot(x + 0.5 - width / 2.0, y + 0.5 - height * 0.55);
      const double matte = std::clamp((width * 0.3 - distance) / 6 + 0.5, 0.0, 1.0);
      const auto value = static_cast<std::uint8_t>(std::lround(matte * 255));
      picture.levels[0].rgba.insert(picture.levels[0].rgba.end(), {value, 40, 90, value});
    }
  }
  picture.cut_out = cut_out;
  finish_decoded(picture);
  return picture;
}

TEST(train_augment, the_matte_stays_on_its_picture_through_every_warp) {
  const Decoded person = disc(180, 240, false);
  Augmenter augmenter;
  constexpr int kSize = 96;
  constexpr std::size_t kPlane = static_cast<std::size_t>(kSize) * kSize;
  std::vector<float> image(kPlane * 3);
  std::vector<float> matte(kPlane);
  double seen = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    augmenter.run({.person = &person, .colours = false}, kSize, random, image.data(), matte.data());
    double difference = 0;
    for (std::size_t i = 0; i < kPlane; ++i) {
      difference += std::abs(static_cast<double>(image[i]) / 255 - static_cast<double>(matte[i]));
      seen += static_cast<double>(matte[i]);
    }
    EXPECT_LT(difference / kPlane, 0.004) << "seed " << seed;
  }
  EXPECT_GT(seen / kPlane / 40, 0.05);
}

TEST(train_augment, a_composite_is_person_over_background_by_its_own_matte) {
  Decoded person = disc(180, 240, true);
  for (std::size_t i = 0; i < person.levels[0].rgba.size(); i += 4) person.levels[0].rgba[i] = 255;
  finish_decoded(person);
  Decoded black;
  black.levels[0].width = black.levels[0].height = 120;
  black.levels[0].rgba.assign(120UL * 120 * 4, 0);
  finish_decoded(black);
  Augmenter augmenter;
  constexpr int kSize = 96;
  constexpr std::size_t kPlane = static_cast<std::size_t>(kSize) * kSize;
  std::vector<float> image(kPlane * 3);
  std::vector<float> matte(kPlane);
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    augmenter.run({.person = &person, .background = &black, .colours = false}, kSize, random, image.data(),
                  matte.data());
    double difference = 0;
    for (std::size_t i = 0; i < kPlane; ++i) {
      difference += std::abs(static_cast<double>(image[i]) / 255 - static_cast<double>(matte[i]));
    }
    EXPECT_LT(difference / kPlane, 0.01) << "seed " << seed;
  }
}

TEST(train_augment, two_people_share_one_matte) {
  Decoded person = disc(180, 240, true);
  for (std::size_t i = 0; i < person.levels[0].rgba.size(); i += 4) person.levels[0].rgba[i] = 255;
  finish_decoded(person);
  Decoded black = disc(120, 120, false);
  std::fill(black.levels[0].rgba.begin(), black.levels[0].rgba.end(), std::uint8_t{0});
  finish_decoded(black);
  Augmenter augmenter;
  constexpr int kSize = 96;
  constexpr std::size_t kPlane = static_cast<std::size_t>(kSize) * kSize;
  std::vector<float> image(kPlane * 3);
  std::vector<float> matte(kPlane);
  double left = 0;
  double right = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    augmenter.run({.person = &person, .second = &person, .background = &black, .colours = false}, kSize, random,
                  image.data(), matte.data());
    for (std::size_t i = 0; i < kPlane; ++i) {
      ASSERT_NEAR(image[i] / 255, matte[i], 2.0 / 255);
      (i % kSize < kSize / 2 ? left : right) += static_cast<double>(matte[i]);
    }
  }
  EXPECT_GT(left, 0.02 * 20 * kPlane);
  EXPECT_GT(right, 0.02 * 20 * kPlane);
}

TEST(train_augment, a_flat_background_needs_no_picture) {
  const Decoded person = disc(90, 120, true);
  Augmenter augmenter;
  std::vector<float> image(64 * 64 * 3);
  std::vector<float> matte(64 * 64);
  double seen = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    Random random(seed);
    augmenter.run({.person = &person, .flat = true}, 64, random, image.data(), matte.data());
    for (const float value : image) ASSERT_TRUE(value >= 0 && value <= 255);
    for (const float value : matte) seen += static_cast<double>(value);
  }
  EXPECT_GT(seen, 0);
  Random random(1);
  augmenter.run({.flat = true}, 64, random, image.data(), matte.data());
  EXPECT_EQ(*std::max_element(matte.begin(), matte.end()), 0.0F);
}

TEST_F(train_loader, people_without_any_background_still_make_batches) {
  std::vector<Sample> samples = draw(2);
  std::erase_if(samples, [](const Sample& sample) { return sample.matte.empty(); });
  Loader loader(samples, {.batch = 6, .threads = 1, .composites = 1.0F, .empty = 0.3F});
  Batch batch;
  loader.next(48, batch);
  EXPECT_EQ(loader.backgrounds(), 0U);
  EXPECT_GT(*std::max_element(batch.mattes.begin(), batch.mattes.end()), 0.5F);
}

TEST_F(train_loader, a_contact_sheet_shows_every_picture_beside_its_matte) {
  Loader loader(draw(2), {.batch = 5, .threads = 1, .seed = 4});
  Loader again(draw(2), {.batch = 5, .threads = 1, .seed = 4});
  write_contact_sheet(loader, 32, folder_ / "sheet.png");
  const Image sheet = read_image(folder_ / "sheet.png");
  Batch batch;
  again.next(32, batch);
  ASSERT_EQ(sheet.width(), 2 * 2 * 32);  // two columns, each a picture and its matte
  ASSERT_EQ(sheet.height(), 3 * 32);
  for (int i = 0; i < 5; ++i) {
    const int left = i % 2 * 64;
    const int top = i / 2 * 32;
    const std::size_t pixel = static_cast<std::size_t>(i) * 32 * 32 + 10 * 32 + 20;
    EXPECT_NEAR(sheet.row(top + 10)[(left + 32 + 20) * 3], batch.mattes[pixel] * 255, 0.6);
    EXPECT_NEAR(sheet.row(top + 10)[(left + 20) * 3], batch.images[static_cast<std::size_t>(i) * 2048 + pixel], 0.6);
  }
}

}  // namespace
}  // namespace segme::train
