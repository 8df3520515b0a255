// base/ffmpeg/filter_graph: see filter_graph.h.
#include "base/ffmpeg/filter_graph.h"

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <new>

#include "base/error.h"
#include "base/loaded_library.h"

namespace segme::ffmpeg {
namespace {

/// What is used of libavfilter.
struct Filters {
  LoadedLibrary library{SEGME_AVFILTER_FILE};
  decltype(avfilter_graph_alloc)* graph_alloc = library["avfilter_graph_alloc"];
  decltype(avfilter_graph_free)* graph_free = library["avfilter_graph_free"];
  decltype(avfilter_graph_parse2)* graph_parse = library["avfilter_graph_parse2"];
  decltype(avfilter_graph_config)* graph_config = library["avfilter_graph_config"];
  decltype(avfilter_graph_get_filter)* graph_get = library["avfilter_graph_get_filter"];
  decltype(avfilter_inout_free)* inout_free = library["avfilter_inout_free"];
  decltype(av_buffersrc_add_frame_flags)* add_frame = library["av_buffersrc_add_frame_flags"];
  decltype(av_buffersink_get_frame)* get_frame = library["av_buffersink_get_frame"];
  decltype(av_buffersink_get_time_base)* time_base = library["av_buffersink_get_time_base"];
};

const Filters& filters_of() {
  static const Filters filters;
  return filters;
}

}  // namespace

FilterGraph::FilterGraph(int width, int height, const std::string& pixels, AVRational time_base,
                         const std::string& filters, const std::string& task, const std::string& advice) {
  const Filters& party = filters_of();
  const auto cannot = [&](const std::string& why) {
    return Error(ExitCode::missing, "this FFmpeg cannot " + task + ": " + why + ". " + advice);
  };
  if (!party.library.failure().empty()) throw cannot(party.library.failure());
  graph_.reset(party.graph_alloc());
  if (!graph_) throw std::bad_alloc();
  graph_->nb_threads = 1;
  const std::string chain = "buffer@in=video_size=" + std::to_string(width) + "x" + std::to_string(height) +
                            ":pix_fmt=" + pixels + ":time_base=" + std::to_string(time_base.num) + "/" +
                            std::to_string(time_base.den) + "," + filters + ",buffersink@out";
  AVFilterInOut* open_in = nullptr;
  AVFilterInOut* open_out = nullptr;
  int error = party.graph_parse(graph_.get(), chain.c_str(), &open_in, &open_out);
  party.inout_free(&open_in);
  party.inout_free(&open_out);
  if (error >= 0) error = party.graph_config(graph_.get(), nullptr);
  if (error < 0) throw cannot(error_text(error));
  in_ = party.graph_get(graph_.get(), "buffer@in");
  out_ = party.graph_get(graph_.get(), "buffersink@out");
  SEGME_CHECK(in_ != nullptr && out_ != nullptr);
}

int FilterGraph::push(AVFrame* frame) { return filters_of().add_frame(in_, frame, 0); }

int FilterGraph::push_shared(AVFrame* frame) { return filters_of().add_frame(in_, frame, AV_BUFFERSRC_FLAG_KEEP_REF); }

bool FilterGraph::pull(AVFrame& frame) {
  av_frame_unref(&frame);
  return filters_of().get_frame(out_, &frame) >= 0;
}

AVRational FilterGraph::ticks() const { return filters_of().time_base(out_); }

void FilterGraph::Free::operator()(AVFilterGraph* graph) const { filters_of().graph_free(&graph); }

}  // namespace segme::ffmpeg
