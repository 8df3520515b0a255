// sink/ffmpeg/palette: see palette.h.
#include "sink/ffmpeg/palette.h"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <string>

#include "base/error.h"

namespace segme::ffmpeg {

Palette::Palette(int width, int height, AVRational time_base) : graph_(avfilter_graph_alloc()) {
  if (!graph_) throw std::bad_alloc();
  const std::string chain = "buffer@in=video_size=" + std::to_string(width) + "x" + std::to_string(height) +
                            ":pix_fmt=rgba:time_base=" + std::to_string(time_base.num) + "/" +
                            std::to_string(time_base.den) +
                            ",split[a][b];[a]palettegen=stats_mode=single:reserve_transparent=1[p];"
                            "[b][p]paletteuse=new=1:alpha_threshold=128,buffersink@out";
  AVFilterInOut* open_in = nullptr;
  AVFilterInOut* open_out = nullptr;
  int error = avfilter_graph_parse2(graph_.get(), chain.c_str(), &open_in, &open_out);
  avfilter_inout_free(&open_in);
  avfilter_inout_free(&open_out);
  if (error >= 0) error = avfilter_graph_config(graph_.get(), nullptr);
  if (error < 0) {
    throw Error(ExitCode::missing, "this FFmpeg cannot choose colours for GIF: " + error_text(error) + ". Give .webp.");
  }
  in_ = avfilter_graph_get_filter(graph_.get(), "buffer@in");
  out_ = avfilter_graph_get_filter(graph_.get(), "buffersink@out");
  SEGME_CHECK(in_ != nullptr && out_ != nullptr);
}

int Palette::push(AVFrame* frame) { return av_buffersrc_add_frame_flags(in_, frame, AV_BUFFERSRC_FLAG_KEEP_REF); }

bool Palette::pull(AVFrame& frame) {
  av_frame_unref(&frame);
  return av_buffersink_get_frame(out_, &frame) >= 0;
}

}  // namespace segme::ffmpeg
