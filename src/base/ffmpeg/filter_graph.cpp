// base/ffmpeg/filter_graph: see filter_graph.h.
#include "base/ffmpeg/filter_graph.h"

#include <new>

#include "base/error.h"

namespace segme::ffmpeg {

FilterGraph::FilterGraph(int width, int height, const std::string& pixels, AVRational time_base,
                         const std::string& filters, const std::string& task, const std::string& advice)
    : graph(avfilter_graph_alloc()) {
  if (!graph) throw std::bad_alloc();
  graph->nb_threads = 1;
  const std::string chain = "buffer@in=video_size=" + std::to_string(width) + "x" + std::to_string(height) +
                            ":pix_fmt=" + pixels + ":time_base=" + std::to_string(time_base.num) + "/" +
                            std::to_string(time_base.den) + "," + filters + ",buffersink@out";
  AVFilterInOut* open_in = nullptr;
  AVFilterInOut* open_out = nullptr;
  int error = avfilter_graph_parse2(graph.get(), chain.c_str(), &open_in, &open_out);
  avfilter_inout_free(&open_in);
  avfilter_inout_free(&open_out);
  if (error >= 0) error = avfilter_graph_config(graph.get(), nullptr);
  if (error < 0) {
    throw Error(ExitCode::missing, "this FFmpeg cannot " + task + ": " + error_text(error) + ". " + advice);
  }
  in = avfilter_graph_get_filter(graph.get(), "buffer@in");
  out = avfilter_graph_get_filter(graph.get(), "buffersink@out");
  SEGME_CHECK(in != nullptr && out != nullptr);
}

}  // namespace segme::ffmpeg
