// sink/jxl: picture -> JPEG XL, by libjxl, lossless or lossy, 8 or 16 bits. Loaded when the first such file is written.
#include <jxl/encode.h>

#include <algorithm>
#include <memory>
#include <new>

#include "base/loaded_library.h"
#include "sink/encoder.h"

namespace segme {
namespace {

/// What is used of libjxl.
struct Jxl {
  LoadedLibrary library{SEGME_JXL_FILE};
  decltype(JxlEncoderCreate)* create = library["JxlEncoderCreate"];
  decltype(JxlEncoderDestroy)* destroy = library["JxlEncoderDestroy"];
  decltype(JxlEncoderInitBasicInfo)* init_info = library["JxlEncoderInitBasicInfo"];
  decltype(JxlEncoderSetBasicInfo)* set_info = library["JxlEncoderSetBasicInfo"];
  decltype(JxlColorEncodingSetToSRGB)* srgb = library["JxlColorEncodingSetToSRGB"];
  decltype(JxlEncoderSetColorEncoding)* set_colours = library["JxlEncoderSetColorEncoding"];
  decltype(JxlEncoderFrameSettingsCreate)* make_settings = library["JxlEncoderFrameSettingsCreate"];
  decltype(JxlEncoderFrameSettingsSetOption)* set_option = library["JxlEncoderFrameSettingsSetOption"];
  decltype(JxlEncoderSetFrameLossless)* set_lossless = library["JxlEncoderSetFrameLossless"];
  decltype(JxlEncoderSetFrameDistance)* set_distance = library["JxlEncoderSetFrameDistance"];
  decltype(JxlEncoderAddImageFrame)* add_frame = library["JxlEncoderAddImageFrame"];
  decltype(JxlEncoderCloseInput)* close_input = library["JxlEncoderCloseInput"];
  decltype(JxlEncoderProcessOutput)* process = library["JxlEncoderProcessOutput"];
};

void check(JxlEncoderStatus status) {
  if (status != JXL_ENC_SUCCESS) cannot_encode("JPEG XL", "libjxl refuses the picture", "Use .png or .webp");
}

void describe_picture(const Jxl& jxl, JxlEncoder* encoder, const Raster& raster, bool lossless) {
  const bool grey = raster.channels == 1;
  JxlBasicInfo info;
  jxl.init_info(&info);
  info.xsize = static_cast<std::uint32_t>(raster.width);
  info.ysize = static_cast<std::uint32_t>(raster.height);
  info.bits_per_sample = static_cast<std::uint32_t>(raster.bits);
  info.num_color_channels = grey ? 1 : 3;
  info.uses_original_profile = lossless ? JXL_TRUE : JXL_FALSE;
  if (raster.channels == 4) {
    info.num_extra_channels = 1;
    info.alpha_bits = info.bits_per_sample;
  }
  check(jxl.set_info(encoder, &info));
  JxlColorEncoding colours{};
  jxl.srgb(&colours, grey ? JXL_TRUE : JXL_FALSE);
  check(jxl.set_colours(encoder, &colours));
}

/// libjxl's distance of a JPEG's quality, as its own cjxl has it.
float distance_of(int quality) { return quality >= 100 ? 0.0F : 0.1F + static_cast<float>(100 - quality) * 0.09F; }

std::vector<std::uint8_t> take_output(const Jxl& jxl, JxlEncoder* encoder) {
  constexpr std::size_t kBlock = std::size_t{1} << 16U;
  std::vector<std::uint8_t> bytes(kBlock);
  std::size_t done = 0;
  for (;;) {
    std::uint8_t* next = bytes.data() + done;
    std::size_t left = bytes.size() - done;
    const JxlEncoderStatus status = jxl.process(encoder, &next, &left);
    done = bytes.size() - left;
    if (status != JXL_ENC_NEED_MORE_OUTPUT) {
      check(status);
      bytes.resize(done);
      return bytes;
    }
    bytes.resize(bytes.size() * 2);
  }
}

std::vector<std::uint8_t> encode_jxl(const Raster& raster, const ImageFileOptions& options) {
  static const Jxl jxl;
  if (!jxl.library.failure().empty()) {
    throw Error(ExitCode::missing, "cannot make a JPEG XL file: libjxl cannot be loaded (" + jxl.library.failure() +
                                       "). Install the Debian package libjxl-dev, or use .png or .webp.");
  }
  const std::unique_ptr<JxlEncoder, void (*)(JxlEncoder*)> encoder(jxl.create(nullptr), jxl.destroy);
  if (!encoder) throw std::bad_alloc();
  describe_picture(jxl, encoder.get(), raster, options.lossless);
  JxlEncoderFrameSettings* settings = jxl.make_settings(encoder.get(), nullptr);  // the encoder's own
  if (settings == nullptr) throw std::bad_alloc();
  check(jxl.set_option(settings, JXL_ENC_FRAME_SETTING_EFFORT, std::max(1, options.compression)));
  if (options.lossless) {
    check(jxl.set_lossless(settings, JXL_TRUE));
  } else {
    check(jxl.set_distance(settings, distance_of(options.quality)));
    check(jxl.set_option(settings, JXL_ENC_FRAME_SETTING_RESPONSIVE, 0));  // alpha in steps would lose values
  }
  const JxlPixelFormat format{static_cast<std::uint32_t>(raster.channels),
                              raster.bits == 16 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  check(jxl.add_frame(settings, &format, raster.data, raster.row_bytes() * static_cast<std::size_t>(raster.height)));
  jxl.close_input(encoder.get());
  return take_output(jxl, encoder.get());
}

}  // namespace

const Encoder jxl_encoder = {"JPEG XL", ".jxl", true, 16, 262144, encode_jxl};

}  // namespace segme
