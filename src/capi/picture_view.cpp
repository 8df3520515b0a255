// capi/picture_view: see picture_view.h.
#include "capi/picture_view.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "base/yuv.h"
#include "capi/handles.h"
#include "pipeline/still.h"

namespace segme::capi {
namespace {

constexpr int kLargestSide = 65535;
constexpr int kHighDefinitionRows = 720;  // from here on video is BT.709 where nothing is said

struct Plane {
  int width, height;  ///< of the plane, in its own samples
  int bytes;          ///< of a sample
};

/// Planes of a format; false where there is no such format.
bool planes_of(const segme_image& image, Plane (&planes)[3], int& count) {
  const int w = image.width, h = image.height;
  const int half_w = (w + 1) / 2, half_h = (h + 1) / 2;
  count = 1;
  switch (image.format) {
    case SEGME_RGB8: planes[0] = {w, h, 3}; return true;
    case SEGME_RGBA8:
    case SEGME_BGRA8: planes[0] = {w, h, 4}; return true;
    case SEGME_GREY8: planes[0] = {w, h, 1}; return true;
    case SEGME_GREY_F32: planes[0] = {w, h, 4}; return true;
    case SEGME_NV12:
      planes[0] = {w, h, 1};
      planes[1] = {half_w, half_h, 2};
      count = 2;
      return true;
    case SEGME_I420:
      planes[0] = {w, h, 1};
      planes[1] = planes[2] = {half_w, half_h, 1};
      count = 3;
      return true;
  }
  return false;
}

[[noreturn]] void refuse(const char* name, const char* field, const std::string& reason) {
  const std::string whole = std::string(name) + "." + field;
  throw Error(ExitCode::usage, whole, whole + " " + reason);
}

std::uint8_t* row_of(const segme_image& image, int plane, int y) {
  return static_cast<std::uint8_t*>(image.data[plane]) + image.stride[plane] * y;
}

Colours colours_of(const segme_image& image) {
  Colours colours;
  const bool large = image.height >= kHighDefinitionRows;
  const bool bt601 = image.colours == SEGME_BT601_LIMITED || image.colours == SEGME_BT601_FULL ||
                     (image.colours == SEGME_COLOURS_BY_SIZE && !large);
  colours.matrix = bt601 ? ColourMatrix::bt601 : ColourMatrix::bt709;
  colours.full_range = image.colours == SEGME_BT601_FULL || image.colours == SEGME_BT709_FULL;
  return colours;
}

/// Room for chroma planes side by side: U above V.
Planes420<std::uint8_t> chroma_room(const segme_image& image, Image& planes) {
  const int width = (image.width + 1) / 2, height = (image.height + 1) / 2;
  planes.resize(width, 2 * height, 1);
  Planes420<std::uint8_t> made;
  made.y = row_of(image, 0, 0);
  made.u = planes.row(0);
  made.v = planes.row(height);
  made.y_stride = image.stride[0];
  made.u_stride = made.v_stride = width;
  return made;
}

Planes420<std::uint8_t> as_planes(const segme_image& image) {
  return {row_of(image, 0, 0), row_of(image, 1, 0), row_of(image, 2, 0),
          image.stride[0],     image.stride[1],     image.stride[2]};
}

void read_420(const segme_image& in, Image& own, Image& planes) {
  Planes420<std::uint8_t> from;
  if (in.format == SEGME_I420) {
    from = as_planes(in);
  } else {
    from = chroma_room(in, planes);
    const int width = (in.width + 1) / 2, height = (in.height + 1) / 2;
    for (int y = 0; y < height; ++y) {
      const std::uint8_t* const pairs = row_of(in, 1, y);
      std::uint8_t* const u = planes.row(y);
      std::uint8_t* const v = planes.row(height + y);
      for (int x = 0; x < width; ++x) {
        u[x] = pairs[2 * x];
        v[x] = pairs[2 * x + 1];
      }
    }
  }
  read_yuv420({from.y, from.u, from.v, from.y_stride, from.u_stride, from.v_stride}, in.width, in.height,
              colours_of(in), own);
}

void write_420(const Image& picture, const segme_image& out, Image& planes) {
  if (out.format == SEGME_I420) return write_yuv420(picture, colours_of(out), as_planes(out));
  write_yuv420(picture, colours_of(out), chroma_room(out, planes));
  const int width = (out.width + 1) / 2, height = (out.height + 1) / 2;
  for (int y = 0; y < height; ++y) {
    std::uint8_t* const pairs = row_of(out, 1, y);
    const std::uint8_t* const u = planes.row(y);
    const std::uint8_t* const v = planes.row(height + y);
    for (int x = 0; x < width; ++x) {
      pairs[2 * x] = u[x];
      pairs[2 * x + 1] = v[x];
    }
  }
}

/// RGBA to RGB, four bytes at once: the fourth one is written over by the next pixel.
void drop_alpha(const std::uint8_t* from, int width, std::uint8_t* to) {
  for (int x = 0; x + 1 < width; ++x, from += 4, to += 3) std::memcpy(to, from, 4);
  std::memcpy(to, from, 3);
}

/// RGB to RGBA that is opaque, likewise.
void add_alpha(const std::uint8_t* from, int width, std::uint8_t* to) {
  for (int x = 0; x + 1 < width; ++x, from += 3, to += 4) {
    std::memcpy(to, from, 4);
    to[3] = 255;
  }
  std::memcpy(to, from, 3);
  to[3] = 255;
}

/// A row to RGB, or with alpha to RGBA.
void read_row(const segme_image& in, int y, bool alpha, std::uint8_t* to) {
  const std::uint8_t* from = row_of(in, 0, y);
  if (in.format == SEGME_RGB8) {
    std::memcpy(to, from, static_cast<std::size_t>(in.width) * 3);
    return;
  }
  if (in.format == SEGME_RGBA8 && !alpha) return drop_alpha(from, in.width, to);
  const bool reversed = in.format == SEGME_BGRA8;
  const bool grey = in.format == SEGME_GREY8;
  for (int x = 0; x < in.width; ++x, from += grey ? 1 : 4, to += alpha ? 4 : 3) {
    for (int c = 0; c < 3; ++c) to[c] = from[grey ? 0 : reversed ? 2 - c : c];
    if (alpha) to[3] = from[3];
  }
}

bool has_transparent_places(const segme_image& in) {
  if (in.format != SEGME_RGBA8 && in.format != SEGME_BGRA8) return false;
  for (int y = 0; y < in.height; ++y) {
    const std::uint8_t* const row = row_of(in, 0, y);
    for (int x = 0; x < in.width; ++x) {
      if (row[4 * static_cast<std::ptrdiff_t>(x) + 3] != 255) return true;
    }
  }
  return false;
}

void write_row(const Image& picture, int y, const segme_image& out) {
  const int channels = picture.channels();
  const std::uint8_t* from = picture.row(y);
  std::uint8_t* to = row_of(out, 0, y);
  const bool with_alpha = out.format != SEGME_RGB8;
  if (channels == (with_alpha ? 4 : 3) && out.format != SEGME_BGRA8) {
    std::memcpy(to, from, picture.stride());
    return;
  }
  if (channels == 3 && out.format == SEGME_RGBA8) return add_alpha(from, out.width, to);
  const bool reversed = out.format == SEGME_BGRA8;
  for (int x = 0; x < out.width; ++x, from += channels, to += with_alpha ? 4 : 3) {
    for (int c = 0; c < 3; ++c) to[reversed ? 2 - c : c] = from[channels == 1 ? 0 : c];
    if (with_alpha) to[3] = channels == 4 ? from[3] : 255;
  }
}

}  // namespace

void check_view(const segme_image* image, const char* name) {
  require(image != nullptr, name, "is null. Give a segme_image.");
  if (image->width < 1 || image->height < 1 || image->width > kLargestSide || image->height > kLargestSide) {
    refuse(name, "width",
           "x height is " + std::to_string(image->width) + " x " + std::to_string(image->height) +
               ". Both must lie in 1..65535.");
  }
  Plane planes[3] = {};
  int count = 0;
  if (!planes_of(*image, planes, count)) {
    refuse(name, "format", "is " + std::to_string(image->format) + ", which is no segme_format.");
  }
  if (image->colours < SEGME_COLOURS_BY_SIZE || image->colours > SEGME_BT709_FULL) {
    refuse(name, "colours", "is " + std::to_string(image->colours) + ", which is no segme_colours.");
  }
  for (int i = 0; i < count; ++i) {
    if (image->data[i] == nullptr)
      refuse(name, "data", "[" + std::to_string(i) + "] is null. Give the plane's pixels.");
    const std::ptrdiff_t least = static_cast<std::ptrdiff_t>(planes[i].width) * planes[i].bytes;
    if (image->stride[i] >= least) continue;
    refuse(name, "stride",
           "[" + std::to_string(i) + "] is " + std::to_string(image->stride[i]) + ", but a row has " +
               std::to_string(least) + " bytes.");
  }
}

Frame& read_view(const segme_image& in, Frame& view, Frame& own, Image& planes) {
  if (in.format == SEGME_GREY_F32) refuse("in", "format", "is GREY_F32, which is for mattes. Give a picture.");
  if (in.format == SEGME_RGB8 && in.stride[0] == static_cast<std::ptrdiff_t>(in.width) * 3) {
    view.image.borrow(row_of(in, 0, 0), in.width, in.height, 3);
    return view;
  }
  own.alpha.resize(0, 0, 1);
  own.colours.resize(0, 0, 3);
  if (in.format == SEGME_NV12 || in.format == SEGME_I420) {
    read_420(in, own.image, planes);
    return own;
  }
  const bool alpha = has_transparent_places(in);
  Image cut;
  Image& made = alpha ? cut : own.image;
  made.resize(in.width, in.height, alpha ? 4 : 3);
  for (int y = 0; y < in.height; ++y) read_row(in, y, alpha, made.row(y));
  if (alpha) set_picture(own, std::move(cut));
  return own;
}

void write_view(const Image& picture, const segme_image& out, Image& planes) {
  if (out.format == SEGME_NV12 || out.format == SEGME_I420) {
    if (picture.channels() != 3) {
      refuse("out", "format",
             "is NV12 or I420, but the picture is no picture in colours without transparent places. "
             "Give RGBA8, or a background.");
    }
    return write_420(picture, out, planes);
  }
  if (picture.channels() == 4 && out.format == SEGME_RGB8) {
    refuse("out", "format", "is RGB8, but the picture has transparent places. Give RGBA8, or a background.");
  }
  for (int y = 0; y < out.height; ++y) write_row(picture, y, out);
}

void write_view(const Matte& matte, const segme_image& out, const char* name) {
  if (out.format != SEGME_GREY8 && out.format != SEGME_GREY_F32) {
    refuse(name, "format", "must be GREY8 or GREY_F32 for a matte.");
  }
  if (out.width != matte.width() || out.height != matte.height()) {
    refuse(name, "width",
           "x height is " + std::to_string(out.width) + " x " + std::to_string(out.height) + ", but the matte is " +
               std::to_string(matte.width()) + " x " + std::to_string(matte.height()) + ".");
  }
  const auto width = static_cast<std::size_t>(matte.width());
  for (int y = 0; y < matte.height(); ++y) {
    std::uint8_t* const to = row_of(out, 0, y);
    const float* const from = matte.row(y);
    if (out.format == SEGME_GREY_F32) {
      std::memcpy(to, from, width * sizeof(float));
    } else {
      for (std::size_t x = 0; x < width; ++x) to[x] = static_cast<std::uint8_t>(from[x] * 255.0F + 0.5F);
    }
  }
}

}  // namespace segme::capi
