// eval/sheet: cells on dark grey.
#include "eval/sheet.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"

namespace segme::eval {
namespace {

constexpr std::uint8_t kGround = 40;
constexpr int kGap = 4;  // pixels between cells

Image grey_of(const Matte& matte) {
  Image image(matte.width(), matte.height(), 3);
  for (std::size_t i = 0; i < matte.size(); ++i) {
    const float value = std::clamp(matte.data()[i] * 255 + 0.5F, 0.0F, 255.0F);
    std::fill_n(image.data() + i * 3, 3, static_cast<std::uint8_t>(value));
  }
  return image;
}

void place(const Image& image, int side, int left, int top, Image& sheet) {
  const double factor = static_cast<double>(side) / std::max(image.width(), image.height());
  const int width = std::clamp(static_cast<int>(std::lround(image.width() * factor)), 1, side);
  const int height = std::clamp(static_cast<int>(std::lround(image.height() * factor)), 1, side);
  Image fitted;
  resize_area(image, width, height, fitted);
  left += (side - width) / 2;
  top += (side - height) / 2;
  for (int y = 0; y < height; ++y) {
    std::copy_n(fitted.row(y), fitted.stride(), sheet.row(top + y) + static_cast<std::size_t>(left) * 3);
  }
}

}  // namespace

Image make_sheet(std::span<const SheetRow> rows, int side) {
  SEGME_CHECK(!rows.empty() && side >= 1);
  const int columns = rows.size() > 4 ? 2 : 1;
  const int lines = (static_cast<int>(rows.size()) + columns - 1) / columns;
  const int step = side + kGap;
  Image sheet(columns * 3 * step + kGap, lines * step + kGap, 3);
  sheet.fill(kGround);
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    const SheetRow& row = rows[static_cast<std::size_t>(i)];
    SEGME_CHECK(row.picture.channels() == 3);
    const int left = kGap + i % columns * 3 * step;
    const int top = kGap + i / columns * step;
    place(row.picture, side, left, top, sheet);
    place(grey_of(row.truth), side, left + step, top, sheet);
    place(grey_of(row.matte), side, left + 2 * step, top, sheet);
  }
  return sheet;
}

}  // namespace segme::eval
