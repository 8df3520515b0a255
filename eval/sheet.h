// eval/sheet: the worst pictures of a set on one sheet, for people to look at.
#pragma once

#include <span>
#include <string>

#include "base/image.h"

namespace segme::eval {

/// One row: picture (RGB), truth and matte, all of one size; a line of text about them, or none.
struct SheetRow {
  Image picture;
  Matte truth, matte;
  std::string caption = {};
};

/// A row each of picture | truth | matte, every cell fitted into side x side pixels, two columns of rows for more than
/// four. Captions stand above their rows where this build has OpenCV, whose letters they are. RGB. @throws
/// std::logic_error for no row or a side below 1.
Image make_sheet(std::span<const SheetRow> rows, int side);

}  // namespace segme::eval
