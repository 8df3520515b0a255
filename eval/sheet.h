// eval/sheet: the worst pictures of a set on one sheet, for people to look at.
#pragma once

#include <span>

#include "base/image.h"

namespace segme::eval {

/// One row: picture (RGB), truth and matte, all of one size.
struct SheetRow {
  Image picture;
  Matte truth, matte;
};

/// A row each of picture | truth | matte, every cell fitted into side x side pixels, two columns of rows for more than
/// four. RGB. @throws std::logic_error for no row or a side below 1.
Image make_sheet(std::span<const SheetRow> rows, int side);

}  // namespace segme::eval
