// capture/webp: WebP -> rows, by libwebp: lossy, lossless, alpha, ICC profile, EXIF; of an animation the first frame.
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "capture/decoder.h"
#include "capture/exif_orientation.h"

namespace segme {
namespace {

using Demuxer = std::unique_ptr<WebPDemuxer, void (*)(WebPDemuxer*)>;

/// The contents of a chunk such as "ICCP"; empty when there is none.
std::span<const std::uint8_t> chunk(const WebPDemuxer* demuxer, const char* name) {
  WebPChunkIterator found{};
  std::span<const std::uint8_t> bytes;
  if (WebPDemuxGetChunk(demuxer, name, 1, &found) != 0) bytes = {found.chunk.bytes, found.chunk.size};
  WebPDemuxReleaseChunkIterator(&found);  // frees the iterator's own state; the bytes are the file's
  return bytes;
}

/// Decodes one frame of the picture's own size straight into the taker's room.
void decode_frame(const WebPData& frame, std::string_view name, const PictureHeader& header, RowTaker& taker) {
  WebPDecoderConfig config{};
  SEGME_CHECK(WebPInitDecoderConfig(&config) != 0);
  const std::size_t row_bytes =
      static_cast<std::size_t>(header.width) * static_cast<std::size_t>(samples_of(header.colours));
  config.output.colorspace = has_alpha(header.colours) ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = taker.room(header.height);
  config.output.u.RGBA.stride = static_cast<int>(row_bytes);
  config.output.u.RGBA.size = row_bytes * static_cast<std::size_t>(header.height);
  const VP8StatusCode status = WebPDecode(frame.bytes, frame.size, &config);
  WebPFreeDecBuffer(&config.output);
  if (status == VP8_STATUS_SUSPENDED || status == VP8_STATUS_NOT_ENOUGH_DATA) cut_short(name);
  if (status == VP8_STATUS_OUT_OF_MEMORY) throw std::bad_alloc();
  if (status != VP8_STATUS_OK) damaged(name, "WebP", "");
  taker.take(header.height);
}

/// Refuses a file that is shorter than its RIFF header says, which libwebp forgives.
void check_length(std::span<const std::uint8_t> bytes, std::string_view name) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length |= std::uint64_t{bytes[4 + i]} << (8 * i);
  if (length + 8 > bytes.size()) cut_short(name);
}

void decode_webp(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  check_length(bytes, name);
  const WebPData data = {bytes.data(), bytes.size()};
  const Demuxer demuxer(WebPDemux(&data), WebPDemuxDelete);
  if (!demuxer) damaged(name, "WebP", "its chunks do not fit together");
  check_size(name, WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH),
             WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT), 0, bytes.size());
  WebPIterator first{};
  if (WebPDemuxGetFrame(demuxer.get(), 1, &first) == 0) damaged(name, "WebP", "it holds no picture");
  const std::unique_ptr<WebPIterator, void (*)(WebPIterator*)> release(&first, WebPDemuxReleaseIterator);
  WebPBitstreamFeatures features{};
  if (WebPGetFeatures(first.fragment.bytes, first.fragment.size, &features) != VP8_STATUS_OK) damaged(name, "WebP", "");
  check_size(name, features.width, features.height, 0, bytes.size());
  PictureHeader header;
  header.width = features.width;  // of an animation's first frame, which may be smaller than its canvas
  header.height = features.height;
  header.colours = features.has_alpha != 0 ? Colours::rgb_alpha : Colours::rgb;
  header.orientation = exif_orientation(chunk(demuxer.get(), "EXIF"));
  header.profile = chunk(demuxer.get(), "ICCP");
  taker.start(header);
  decode_frame(first.fragment, name, header, taker);
}

bool is_webp(std::span<const std::uint8_t> bytes) {
  const auto says = [&](std::size_t at, std::string_view text) {
    return std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char c, std::uint8_t byte) { return static_cast<std::uint8_t>(c) == byte; });
  };
  return bytes.size() >= 12 && says(0, "RIFF") && says(8, "WEBP");
}

}  // namespace

const Decoder webp_decoder = {"WebP", is_webp, decode_webp};

}  // namespace segme
