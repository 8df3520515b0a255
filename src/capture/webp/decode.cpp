// capture/webp: WebP -> rows, by libwebp: lossy, lossless, alpha, ICC profile, EXIF; of an animation the first frame,
// at its place on the canvas, around which nothing is.
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "capture/decoder.h"
#include "capture/exif_orientation.h"
#include "capture/file_kind.h"

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

/// Whether the frame is as large as the picture; the first of an animation may be smaller than its canvas.
bool fills(const WebPIterator& frame, const PictureHeader& header) {
  return frame.width == header.width && frame.height == header.height;
}

/// Decodes one frame to its place in the picture, straight into the taker's room.
void decode_frame(const WebPIterator& frame, std::string_view name, const PictureHeader& header, RowTaker& taker) {
  WebPDecoderConfig config{};
  SEGME_CHECK(WebPInitDecoderConfig(&config) != 0);
  const auto samples = static_cast<std::size_t>(samples_of(header.colours));
  const std::size_t row_bytes = static_cast<std::size_t>(header.width) * samples;
  const std::size_t all_bytes = row_bytes * static_cast<std::size_t>(header.height);
  std::uint8_t* const room = taker.room(header.height);
  if (!fills(frame, header)) std::fill_n(room, all_bytes, std::uint8_t{0});  // nothing: transparent
  const std::size_t place =
      row_bytes * static_cast<std::size_t>(frame.y_offset) + samples * static_cast<std::size_t>(frame.x_offset);
  config.output.colorspace = has_alpha(header.colours) ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = room + place;
  config.output.u.RGBA.stride = static_cast<int>(row_bytes);
  config.output.u.RGBA.size = all_bytes - place;
  const VP8StatusCode status = WebPDecode(frame.fragment.bytes, frame.fragment.size, &config);
  WebPFreeDecBuffer(&config.output);
  if (status == VP8_STATUS_SUSPENDED || status == VP8_STATUS_NOT_ENOUGH_DATA) cut_short(name);
  if (status == VP8_STATUS_OUT_OF_MEMORY) throw std::bad_alloc();
  if (status != VP8_STATUS_OK) damaged(name, "WebP", "");
  taker.take(header.height);
}

/// A file that is shorter than its RIFF header says: libwebp forgives that, and whether pixels are missing is seen
/// later.
bool ends_early(std::span<const std::uint8_t> bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length |= std::uint64_t{bytes[4 + i]} << (8 * i);
  return length + 8 > bytes.size();
}

/// The chunks of the file. One that ends early may lack those behind its first picture.
Demuxer open(const WebPData& data, bool early, std::string_view name) {
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  Demuxer demuxer(early ? WebPDemuxPartial(&data, &state) : WebPDemux(&data), WebPDemuxDelete);
  if (early && (!demuxer || state < WEBP_DEMUX_PARSED_HEADER)) cut_short(name);
  if (!demuxer) damaged(name, "WebP", "its chunks do not fit together");
  return demuxer;
}

void decode_webp(std::span<const std::uint8_t> bytes, std::string_view name, RowTaker& taker) {
  const bool early = ends_early(bytes);
  const WebPData data = {bytes.data(), bytes.size()};
  const Demuxer demuxer = open(data, early, name);
  const std::int64_t width = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH);
  const std::int64_t height = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
  check_size(name, width, height);
  WebPIterator first{};
  const bool found = WebPDemuxGetFrame(demuxer.get(), 1, &first) != 0;
  const std::unique_ptr<WebPIterator, void (*)(WebPIterator*)> release(&first, WebPDemuxReleaseIterator);
  const std::span<const std::uint8_t> exif = chunk(demuxer.get(), "EXIF");
  const bool lost = exif.empty() && (WebPDemuxGetI(demuxer.get(), WEBP_FF_FORMAT_FLAGS) & EXIF_FLAG) != 0;
  if (early && (!found || first.complete == 0 || lost)) cut_short(name);  // EXIF would say how the picture stands
  if (!found) damaged(name, "WebP", "it holds no picture");
  WebPBitstreamFeatures features{};
  if (WebPGetFeatures(first.fragment.bytes, first.fragment.size, &features) != VP8_STATUS_OK ||
      features.width != first.width || features.height != first.height || first.x_offset < 0 || first.y_offset < 0 ||
      first.x_offset + std::int64_t{first.width} > width || first.y_offset + std::int64_t{first.height} > height) {
    damaged(name, "WebP", "");
  }
  PictureHeader header;
  header.width = static_cast<int>(width);
  header.height = static_cast<int>(height);
  header.colours = features.has_alpha != 0 || !fills(first, header) ? PixelKind::rgb_alpha : PixelKind::rgb;
  header.pages = std::max(first.num_frames, 1);
  header.orientation = exif_orientation(exif);
  header.profile = chunk(demuxer.get(), "ICCP");
  taker.start(header);
  if (header.pages > 1) {
    taker.note("it is an animation of " + std::to_string(header.pages) + " frames, and only the first is read");
  }
  if (early) taker.note(std::string(kEndMissing));
  decode_frame(first, name, header, taker);
}

}  // namespace

const Decoder webp_decoder = {"WebP", is_webp, decode_webp};

}  // namespace segme
