// sink/tiff: picture or matte -> TIFF, by libtiff: 8 or 16 bits, deflate with the horizontal predictor, straight alpha
// (EXTRASAMPLE_UNASSALPHA).
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include "sink/encoder.h"

namespace segme {
namespace {

constexpr std::size_t kStripBytes = 256 * 1024;  // a reader of parts unpacks no more than this at once

/// The file being written, in memory.
struct Session {
  std::vector<std::uint8_t> bytes;
  std::size_t at = 0;
};

Session& session_of(thandle_t handle) { return *static_cast<Session*>(handle); }

tmsize_t write_bytes(thandle_t handle, void* from, tmsize_t count) {
  Session& session = session_of(handle);
  const std::size_t end = session.at + static_cast<std::size_t>(count);
  try {
    if (end > session.bytes.size()) session.bytes.resize(end);
  } catch (const std::bad_alloc&) {  // must not fly through libtiff
    return 0;
  }
  std::memcpy(session.bytes.data() + session.at, from, static_cast<std::size_t>(count));
  session.at = end;
  return count;
}

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t count) {
  Session& session = session_of(handle);
  const std::size_t got =
      std::min(static_cast<std::size_t>(count), session.bytes.size() - std::min(session.at, session.bytes.size()));
  std::memcpy(to, session.bytes.data() + session.at, got);
  session.at += got;
  return static_cast<tmsize_t>(got);
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Session& session = session_of(handle);
  const std::size_t from = whence == SEEK_CUR ? session.at : whence == SEEK_END ? session.bytes.size() : 0;
  session.at = from + static_cast<std::size_t>(offset);
  return session.at;
}

void describe(TIFF* tiff, const Raster& raster, const ImageFileOptions& options) {
  const bool grey = raster.channels == 1;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(raster.width));
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(raster.height));
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, raster.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, raster.channels);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, grey ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, std::max(1, options.compression));
  if (options.dots_per_inch > 0) {
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, options.dots_per_inch);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, options.dots_per_inch);
  }
  const std::size_t rows = std::max<std::size_t>(1, kStripBytes / raster.row_bytes());
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP,
               static_cast<std::uint32_t>(std::min<std::size_t>(rows, static_cast<std::size_t>(raster.height))));
  if (raster.channels == 4) {
    const std::uint16_t straight = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &straight);
  }
}

/// libtiff says nothing, whatever its handlers are: those of the process are its owner's.
std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> silence() {
  const auto nothing = [](TIFF*, void*, const char*, const char*, va_list) { return 1; };
  std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), nothing, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), nothing, nullptr);
  return options;
}

std::vector<std::uint8_t> encode_tiff(const Raster& raster, const ImageFileOptions& options) {
  Session session;
  const auto nothing = [](thandle_t) { return 0; };
  const auto size = [](thandle_t handle) -> toff_t { return session_of(handle).bytes.size(); };
  std::unique_ptr<TIFF, void (*)(TIFF*)> tiff(
      TIFFClientOpenExt(
          "picture", "w", &session, read_bytes, write_bytes, seek, nothing, size,
          [](thandle_t, void**, toff_t*) { return 0; }, [](thandle_t, void*, toff_t) {}, silence().get()),
      TIFFClose);
  if (!tiff) throw std::bad_alloc();
  describe(tiff.get(), raster, options);
  std::vector<std::uint8_t> row(raster.row_bytes());  // libtiff's predictor works in place
  for (int y = 0; y < raster.height; ++y) {
    std::copy_n(raster.row(y), row.size(), row.data());
    if (TIFFWriteScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y), 0) < 0) {
      cannot_encode("TIFF", "there is not enough memory", "Make the picture smaller");
    }
  }
  if (TIFFFlush(tiff.get()) == 0) cannot_encode("TIFF", "there is not enough memory", "Make the picture smaller");
  tiff.reset();
  return std::move(session.bytes);
}

}  // namespace

const Encoder tiff_encoder = {"TIFF", ".tif .tiff", true, 16, 0x7fffffff, encode_tiff};

}  // namespace segme
