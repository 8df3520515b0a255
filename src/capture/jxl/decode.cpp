// capture/jxl: JPEG XL -> rows, by libjxl: lossy and lossless, up to 16 bits and floats, alpha, profiles and colour
// codes. libjxl turns the picture itself. Of an animation the first frame is read.
#include <jxl/decode.h>

#include <algorithm>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include "base/buffer.h"
#include "base/loaded_library.h"
#include "capture/decoder.h"
#include "capture/file_kind.h"

namespace segme {
namespace {

/// What is used of libjxl.
struct Jxl {
  LoadedLibrary library{SEGME_JXL_FILE};
  decltype(JxlDecoderCreate)* create = library["JxlDecoderCreate"];
  decltype(JxlDecoderDestroy)* destroy = library["JxlDecoderDestroy"];
  decltype(JxlDecoderSubscribeEvents)* subscribe = library["JxlDecoderSubscribeEvents"];
  decltype(JxlDecoderSetUnpremultiplyAlpha)* straight_alpha = library["JxlDecoderSetUnpremultiplyAlpha"];
  decltype(JxlDecoderSetInput)* set_input = library["JxlDecoderSetInput"];
  decltype(JxlDecoderProcessInput)* process = library["JxlDecoderProcessInput"];
  decltype(JxlDecoderGetBasicInfo)* basic_info = library["JxlDecoderGetBasicInfo"];
  decltype(JxlDecoderGetExtraChannelInfo)* channel_info = library["JxlDecoderGetExtraChannelInfo"];
  decltype(JxlDecoderSetImageOutBuffer)* set_output = library["JxlDecoderSetImageOutBuffer"];
  decltype(JxlDecoderGetColorAsEncodedProfile)* colour_code = library["JxlDecoderGetColorAsEncodedProfile"];
  decltype(JxlDecoderGetICCProfileSize)* profile_size = library["JxlDecoderGetICCProfileSize"];
  decltype(JxlDecoderGetColorAsICCProfile)* profile = library["JxlDecoderGetColorAsICCProfile"];
};

const Jxl& jxl_library() {
  static const Jxl jxl;
  return jxl;
}

/// One pass through a file.
class Reader {
 public:
  Reader(std::span<const std::uint8_t> bytes, std::string_view name, int events)
      : jxl_(jxl_library()), name_(name), decoder_(jxl_.create(nullptr), jxl_.destroy) {
    if (!decoder_) throw std::bad_alloc();
    check(jxl_.subscribe(decoder_.get(), events));
    check(jxl_.straight_alpha(decoder_.get(), JXL_TRUE));
    check(jxl_.set_input(decoder_.get(), bytes.data(), bytes.size()));
    // The input is never closed: of a closed one that is cut short libjxl prints a line to the screen.
  }
  void check(JxlDecoderStatus status) const {
    if (status != JXL_DEC_SUCCESS) damaged(name_, "JPEG XL", "");
  }
  /// The next event. @throws Error(input)
  JxlDecoderStatus next() const {
    const JxlDecoderStatus status = jxl_.process(decoder_.get());
    if (status == JXL_DEC_NEED_MORE_INPUT) cut_short(name_);
    if (status == JXL_DEC_ERROR) damaged(name_, "JPEG XL", "");
    return status;
  }
  /// Reads on until this event.
  void wait_for(JxlDecoderStatus event) const {
    for (JxlDecoderStatus status = next(); status != event; status = next()) {
      if (status == JXL_DEC_SUCCESS) damaged(name_, "JPEG XL", "it holds no picture");
    }
  }
  [[nodiscard]] const Jxl& jxl() const { return jxl_; }
  [[nodiscard]] JxlDecoder* decoder() const { return decoder_.get(); }
  [[nodiscard]] std::string_view name() const { return name_; }

 private:
  const Jxl& jxl_;
  std::string_view name_;
  std::unique_ptr<JxlDecoder, void (*)(JxlDecoder*)> decoder_;
};

/// Depth maps, spot colours and the like take memory too, and ink is no colour that is known here.
void check_channels(const Reader& reader, const JxlBasicInfo& info) {
  constexpr std::uint32_t kMostChannels = 16;
  if (info.num_extra_channels > kMostChannels) {
    cannot_read(reader.name(), "it has " + std::to_string(info.num_extra_channels) + " extra channels",
                "Save it as PNG");
  }
  for (std::uint32_t i = 0; i < info.num_extra_channels; ++i) {
    JxlExtraChannelInfo channel{};
    reader.check(reader.jxl().channel_info(reader.decoder(), i, &channel));
    if (channel.type == JXL_CHANNEL_BLACK) {
      cannot_read(reader.name(), "a JPEG XL picture in CMYK is not supported", "Save it as TIFF or JPEG");
    }
  }
}

/// Calls a function of the decoder that, until libjxl 0.9, had the pixel format as its second argument.
template <class Function, class... Arguments>
JxlDecoderStatus ask(Function* function, const Reader& reader, const JxlPixelFormat& format, Arguments... arguments) {
  if constexpr (std::is_invocable_v<Function*, JxlDecoder*, const JxlPixelFormat*, Arguments...>) {
    return function(reader.decoder(), &format, arguments...);
  } else {
    return function(reader.decoder(), arguments...);
  }
}

/// The colours of the pixels that come, as numbers or as a profile.
struct ColoursFound {
  std::optional<ColourCode> code;
  std::vector<std::uint8_t> profile;
};

ColourCode to_code(const JxlColorEncoding& encoding, bool grey) {
  ColourCode code =
      colour_code(1, encoding.transfer_function == JXL_TRANSFER_FUNCTION_GAMMA ? 1 : encoding.transfer_function);
  if (encoding.transfer_function == JXL_TRANSFER_FUNCTION_GAMMA) {
    code.transfer = Transfer::power;
    code.exponent = encoding.gamma > 0 ? 1 / encoding.gamma : 0;
  }
  code.white = {encoding.white_point_xy[0], encoding.white_point_xy[1]};
  if (!grey) {
    const auto point = [](const double(&xy)[2]) { return Chromaticity{xy[0], xy[1]}; };
    code.primaries = {point(encoding.primaries_red_xy), point(encoding.primaries_green_xy),
                      point(encoding.primaries_blue_xy)};
  }
  return code;
}

ColoursFound find_colours(const Reader& reader, const JxlPixelFormat& format) {
  const Jxl& jxl = reader.jxl();
  ColoursFound found;
  JxlColorEncoding encoding{};
  if (ask(jxl.colour_code, reader, format, JXL_COLOR_PROFILE_TARGET_DATA, &encoding) == JXL_DEC_SUCCESS &&
      encoding.transfer_function != JXL_TRANSFER_FUNCTION_UNKNOWN) {
    found.code = to_code(encoding, format.num_channels < 3);
    return found;
  }
  std::size_t size = 0;
  if (ask(jxl.profile_size, reader, format, JXL_COLOR_PROFILE_TARGET_DATA, &size) != JXL_DEC_SUCCESS) return found;
  found.profile.resize(size);
  if (ask(jxl.profile, reader, format, JXL_COLOR_PROFILE_TARGET_DATA, found.profile.data(), size) != JXL_DEC_SUCCESS) {
    found.profile.clear();
  }
  return found;
}

/// Frames of an animation, found without decoding them; what a broken end hides is not counted.
int count_frames(std::span<const std::uint8_t> bytes, std::string_view name) {
  const Reader reader(bytes, name, JXL_DEC_FRAME);
  int frames = 0;
  while (reader.jxl().process(reader.decoder()) == JXL_DEC_FRAME) ++frames;
  return std::max(frames, 1);
}

void take_picture(const Reader& reader, const JxlPixelFormat& format, const PictureHeader& header, RowTaker& taker) {
  const std::size_t samples = std::size_t{format.num_channels} * static_cast<std::size_t>(header.width) *
                              static_cast<std::size_t>(header.height);
  reader.wait_for(JXL_DEC_NEED_IMAGE_OUT_BUFFER);
  taker.start(header);
  const auto decode_into = [&](void* room, std::size_t bytes) {
    reader.check(reader.jxl().set_output(reader.decoder(), &format, room, bytes));
    reader.wait_for(JXL_DEC_FULL_IMAGE);
  };
  if (format.data_type == JXL_TYPE_UINT16) {
    Buffer<std::uint16_t> rows(samples);
    decode_into(rows.data(), samples * 2);
    taker.take_deep(rows.data(), header.height);
  } else {
    decode_into(taker.room(header.height), samples);
    taker.take(header.height);
  }
}

void decode_jxl(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  if (const std::string& failure = jxl_library().library.failure(); !failure.empty()) {
    needs_package(name, kind_of(bytes)->name, "libjxl-dev", "it cannot be loaded (" + failure + ")");
  }
  const Reader reader(bytes, name, JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
  reader.wait_for(JXL_DEC_BASIC_INFO);
  JxlBasicInfo info{};
  reader.check(reader.jxl().basic_info(reader.decoder(), &info));
  check_size(name, info.xsize, info.ysize);
  check_channels(reader, info);
  const bool grey = info.num_color_channels == 1, alpha = info.alpha_bits > 0;
  JxlPixelFormat format{(grey ? 1U : 3U) + (alpha ? 1U : 0U), JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  reader.wait_for(JXL_DEC_COLOR_ENCODING);
  const ColoursFound colours = find_colours(reader, format);

  PictureHeader header;
  header.width = static_cast<int>(info.xsize);
  header.height = static_cast<int>(info.ysize);
  header.bits = static_cast<int>(std::clamp<std::uint32_t>(info.bits_per_sample, 1, 32));
  header.colours =
      grey ? (alpha ? PixelKind::grey_alpha : PixelKind::grey) : (alpha ? PixelKind::rgb_alpha : PixelKind::rgb);
  header.profile = colours.profile;
  header.colour_code = colours.code;
  // Other curves than sRGB's leave too few of 8 bits to the shadows.
  const bool other_curve = colours.code ? !is_srgb(*colours.code) : !colours.profile.empty();
  if (header.bits > 8 || other_curve) format.data_type = JXL_TYPE_UINT16;
  if (info.have_animation != 0) header.pages = count_frames(bytes, name);
  if (header.pages > 1) {
    taker.note("it is an animation of " + std::to_string(header.pages) + " frames, and only the first is read");
  }
  take_picture(reader, format, header, taker);
}

}  // namespace

const Decoder jxl_decoder = {"JPEG XL", is_jxl, decode_jxl};

}  // namespace segme
