// train/contact_sheet: as many columns as make the sheet about twice as wide as high.
#include "train/contact_sheet.h"

#include <algorithm>
#include <cmath>

#include "sink/image_file.h"

namespace segme::train {
namespace {

std::uint8_t byte_of(float value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F)); }

void paste(const Batch& batch, int number, int left, int top, Image& sheet) {
  const std::size_t side = static_cast<std::size_t>(batch.size);
  const float* planes = batch.images.data() + static_cast<std::size_t>(number) * side * side * 3;
  const float* matte = batch.mattes.data() + static_cast<std::size_t>(number) * side * side;
  for (std::size_t y = 0; y < side; ++y) {
    std::uint8_t* out = sheet.row(top + static_cast<int>(y)) + static_cast<std::size_t>(left) * 3;
    for (std::size_t x = 0; x < side; ++x) {
      const std::size_t i = y * side + x;
      for (std::size_t c = 0; c < 3; ++c) {
        out[x * 3 + c] = byte_of(planes[c * side * side + i]);
        out[(side + x) * 3 + c] = byte_of(matte[i] * 255);
      }
    }
  }
}

}  // namespace

void write_contact_sheet(Loader& loader, int size, const std::filesystem::path& path) {
  Batch batch;
  loader.next(size, batch);
  const int columns = std::max(1, static_cast<int>(std::lround(std::sqrt(batch.count))));
  const int rows = (batch.count + columns - 1) / columns;
  Image sheet(columns * size * 2, rows * size, 3);
  sheet.fill(0);
  for (int i = 0; i < batch.count; ++i) paste(batch, i, i % columns * size * 2, i / columns * size, sheet);
  write_file(path, encode_image(sheet, ".png"));
}

}  // namespace segme::train
