// data/crop: squares and parts.
#include "data/crop.h"

#include <algorithm>

namespace segme::data {

Area square_around(const Area& face, int width, int height) {
  const int side = std::min({std::max(face.width, face.height) + 2 * face.width, width, height});
  const auto place = [side](int begin, int length, int end) {
    return std::clamp(begin + length / 2 - side / 2, 0, end - side);
  };
  return {place(face.left, face.width, width), place(face.top, face.height, height), side, side};
}

Image cut(const Image& picture, const Area& box) {
  Image part(box.width, box.height, picture.channels());
  const std::size_t skip = static_cast<std::size_t>(box.left) * static_cast<std::size_t>(picture.channels());
  for (int y = 0; y < box.height; ++y) std::copy_n(picture.row(box.top + y) + skip, part.stride(), part.row(y));
  return part;
}

Matte cut(const Matte& matte, const Area& box) {
  Matte part(box.width, box.height);
  for (int y = 0; y < box.height; ++y) std::copy_n(matte.row(box.top + y) + box.left, box.width, part.row(y));
  return part;
}

std::vector<Area> portrait_squares(const Image& picture, FaceDetector& detector, int least) {
  std::vector<Area> squares;
  for (const Area& face : detector.find(picture)) {
    const Area square = square_around(face, picture.width(), picture.height());
    if (square.width < least) continue;
    if (detector.find(cut(picture, square)).size() == 1) squares.push_back(square);
  }
  return squares;
}

}  // namespace segme::data
