// sink/ffmpeg/palette: see palette.h.
#include "sink/ffmpeg/palette.h"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace segme::ffmpeg {

GifPalette::GifPalette(int width, int height, AVRational time_base)
    : graph_(width, height, "rgba", time_base,
             "split[a][b];[a]palettegen=stats_mode=single:reserve_transparent=1[p];"
             "[b][p]paletteuse=new=1:alpha_threshold=128",
             "choose colours for GIF", "Give .webp.") {}

int GifPalette::push(AVFrame* frame) {
  return av_buffersrc_add_frame_flags(graph_.in, frame, AV_BUFFERSRC_FLAG_KEEP_REF);
}

bool GifPalette::pull(AVFrame& frame) {
  av_frame_unref(&frame);
  return av_buffersink_get_frame(graph_.out, &frame) >= 0;
}

}  // namespace segme::ffmpeg
