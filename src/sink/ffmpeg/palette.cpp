// sink/ffmpeg/palette: see palette.h.
#include "sink/ffmpeg/palette.h"

namespace segme::ffmpeg {

GifPalette::GifPalette(int width, int height, AVRational time_base)
    : graph_(width, height, "rgba", time_base,
             "split[a][b];[a]palettegen=stats_mode=single:reserve_transparent=1[p];"
             "[b][p]paletteuse=new=1:alpha_threshold=128",
             "choose colours for GIF", "Give .webp.") {}

int GifPalette::push(AVFrame* frame) { return graph_.push_shared(frame); }

bool GifPalette::pull(AVFrame& frame) { return graph_.pull(frame); }

}  // namespace segme::ffmpeg
