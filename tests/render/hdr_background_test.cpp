// render/hdr_background: a colour among HDR is stored as ITU-R BT.2100 and BT.2408 say: white is 203 nits.
#include "render/hdr_background.h"

#include <gtest/gtest.h>

#include "tests/hdr_curves.h"

namespace segme {
namespace {

class Plain final : public Background {
 public:
  explicit Plain(Image image) : image_(std::move(image)) {}
  const Image& draw(const Frame&, const Matte&) override { return image_; }

 private:
  Image image_;
};

Image one_pixel(const std::array<int, 3>& colour) {
  Image image(1, 1, 3);
  for (std::size_t c = 0; c < 3; ++c) image.data()[c] = static_cast<std::uint8_t>(colour[c]);
  return image;
}

TEST(hdr_background, colours_are_stored_as_the_standards_say) {
  constexpr std::array<int, 3> kColours[] = {{255, 255, 255}, {128, 128, 128}, {0, 0, 0},       {255, 0, 0},
                                             {0, 255, 0},     {0, 0, 255},     {204, 153, 128}, {20, 40, 90}};
  for (const bool hlg : {false, true}) {
    for (const auto& colour : kColours) {
      const Light light{from_srgb(colour[0] / 255.0), from_srgb(colour[1] / 255.0), from_srgb(colour[2] / 255.0)};
      const Light nits = scaled(to_wide(light), 203);
      const Light wanted = hlg ? to_hlg(nits) : to_pq(nits);
      HdrBackground background(std::make_unique<Plain>(one_pixel(colour)), hlg);
      const Image& stored = background.draw({}, {});
      for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(stored.data()[c], 255 * wanted[c], 1.01)
            << (hlg ? "HLG " : "PQ ") << colour[0] << ' ' << colour[1] << ' ' << colour[2] << " channel " << c;
      }
    }
  }
}

TEST(hdr_background, filters_draw_with_colours_of_hdr) {
  EXPECT_EQ(with_hdr_colours("alpha,outline:colour=white:width=3,shadow", false),
            "alpha,outline:colour=#949494:width=3,shadow");                               // 58.07 % of PQ
  EXPECT_EQ(with_hdr_colours("outline:colour=#ffffff", true), "outline:colour=#bfbfbf");  // 75 % of HLG
  EXPECT_EQ(with_hdr_colours("outline:colour=black,overlay:colour=#000", true),
            "outline:colour=#000000,overlay:colour=#000000");
  EXPECT_EQ(with_hdr_colours("sepia", true), "sepia");
}

}  // namespace
}  // namespace segme
