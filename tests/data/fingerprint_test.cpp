// data/fingerprint: one picture saved in many ways, and many pictures.
#include "data/fingerprint.h"

#include "base/resize.h"
#include "capture/image_file.h"
#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

Image sample(const char* name) { return read_image(std::string(SEGME_SOURCE_DIR) + "/samples/" + name); }

TEST(data_fingerprint, outlives_size_loss_light_and_mirroring) {
  for (const char* name : {"astronaut.png", "photographer.png", "coffee.png", "rocket.jpg"}) {
    const Image picture = sample(name);
    const Fingerprint print = fingerprint_of(picture);
    Image small;
    resize_area(picture, picture.width() / 3, picture.height() / 2, small);
    ImageFileOptions options;
    options.quality = 40;
    EXPECT_TRUE(same_picture(print, fingerprint_of(decode_image(encode_image(small, ".jpg", options), "x")))) << name;
    Image light = picture;
    for (std::size_t i = 0; i < light.size(); ++i) {
      light.data()[i] = static_cast<std::uint8_t>(std::min(255, light.data()[i] * 11 / 10 + 10));
    }
    EXPECT_TRUE(same_picture(print, fingerprint_of(light))) << name;
    Image mirrored(picture.width(), picture.height(), 3);
    for (int y = 0; y < picture.height(); ++y) {
      for (int x = 0; x < picture.width(); ++x) {
        std::copy_n(picture.row(y) + 3 * x, 3, mirrored.row(y) + 3 * (picture.width() - 1 - x));
      }
    }
    EXPECT_EQ(hash_distance(print, fingerprint_of(mirrored)), 0) << name;
    EXPECT_TRUE(same_picture(print, fingerprint_of(mirrored))) << name;
  }
}

TEST(data_fingerprint, different_pictures_differ) {
  std::vector<Fingerprint> prints;
  for (const char* name : {"astronaut.png", "photographer.png", "coffee.png", "rocket.jpg"}) {
    prints.push_back(fingerprint_of(sample(name)));
  }
  EXPECT_TRUE(same_pictures(prints).empty());
  prints.push_back(prints[2]);
  prints.push_back(prints[0]);
  prints.push_back(prints[2]);
  EXPECT_EQ(same_pictures(prints), (std::vector<std::vector<std::size_t>>{{0, 5}, {2, 4, 6}}));
}

TEST(data_fingerprint, flat_pictures_are_told_apart_by_their_colour) {
  Image grey(20, 10, 3);
  grey.fill(90);
  Image other(20, 10, 3);
  other.fill(140);
  const Fingerprint print = fingerprint_of(grey);
  EXPECT_TRUE(same_picture(print, fingerprint_of(grey)));
  EXPECT_FALSE(same_picture(print, fingerprint_of(other)));
}

}  // namespace
}  // namespace segme::data
