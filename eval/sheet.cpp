// eval/sheet: cells on dark grey.
#include "eval/sheet.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"
#ifdef SEGME_HAS_OPENCV
#include "eval/opencv/caption.h"
#endif

namespace segme::eval {
namespace {

constexpr std::uint8_t kGround = 40;
constexpr int kGap = 4;                        // pixels between cells
[[maybe_unused]] constexpr int kCaption = 18;  // pixels that a line of text takes

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

/// Room above each row: none where nothing is to be said, or nobody can write it.
int caption_height(std::span<const SheetRow> rows) {
#ifdef SEGME_HAS_OPENCV
  const bool any = std::any_of(rows.begin(), rows.end(), [](const SheetRow& row) { return !row.caption.empty(); });
  return any ? kCaption : 0;
#else
  return rows.empty() ? 0 : 0;
#endif
}

}  // namespace

Image make_sheet(std::span<const SheetRow> rows, int side) {
  SEGME_CHECK(!rows.empty() && side >= 1);
  const int columns = rows.size() > 4 ? 2 : 1;
  const int lines = (static_cast<int>(rows.size()) + columns - 1) / columns;
  const int above = caption_height(rows);
  const int step = side + kGap;
  Image sheet(columns * 3 * step + kGap, lines * (step + above) + kGap, 3);
  sheet.fill(kGround);
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    const SheetRow& row = rows[static_cast<std::size_t>(i)];
    SEGME_CHECK(row.picture.channels() == 3);
    const int left = kGap + i % columns * 3 * step;
    const int top = kGap + i / columns * (step + above) + above;
#ifdef SEGME_HAS_OPENCV
    if (above > 0) write_caption(row.caption, {left, top - above, 3 * step - kGap, above}, sheet);
#endif
    place(row.picture, side, left, top, sheet);
    place(grey_of(row.truth), side, left + step, top, sheet);
    place(grey_of(row.matte), side, left + 2 * step, top, sheet);
  }
  return sheet;
}

}  // namespace segme::eval
