// session/video: opens both ends, checks that the one cannot harm the other, and lets the stages run.
#include "session/video.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/redact.h"
#include "pipeline/video_background.h"
#include "recipe/background.h"
#include "recipe/recipe.h"
#include "render/hdr_background.h"
#include "session/json_name.h"
#include "session/replaceable.h"
#include "session/stopping.h"
#include "sink/video_file.h"

namespace segme::session {
namespace {

constexpr int kHybridLogGamma = 18;  // transfer in ITU-T H.273

void guard_output(const VideoJobOptions& o) {
  Sources sources = o.used;
  sources.add(o.input);
  check_video_replaceable(sources, o.output, o.overwrite, o.format);
}

/// What of the options says which container and encoder the output has.
VideoFileOptions container_options(const VideoJobOptions& o) {
  VideoFileOptions options;
  options.format = o.format;
  options.encoder = o.encoder;
  options.pixel_format = o.output_pixel_format;
  return options;
}

/// Whether HDR goes into the output as it is: asked for, and possible there.
bool keeps_hdr(const VideoJobOptions& o) {
  return o.hdr == Hdr::keep && !o.matte && video_can_hold_hdr(o.output, container_options(o), o.transparent ? 4 : 3);
}

VideoOptions source_options(const VideoJobOptions& o, const std::stop_token& stop) {
  VideoOptions options;
  options.start = o.start;
  options.end = o.end;
  options.format = o.input_format;
  options.width = o.width;
  options.height = o.height;
  options.pixel_format = o.pixel_format;
  options.frame_rate = o.frame_rate;
  options.stop = stops(stop);
  options.on_resize = o.on_resize;
  options.deinterlace = o.deinterlace;
  options.keep_hdr = keeps_hdr(o);
  if (is_url(o.input)) options.silence = o.timeout;
  options.square_pixels = !video_keeps_pixel_shape(o.output, container_options(o));
  return options;
}

VideoFileOptions sink_options(const VideoJobOptions& o, const VideoInfo& source, double end,
                              const std::stop_token& stop) {
  VideoFileOptions options = container_options(o);
  options.crf = o.crf;
  options.stop = options.copy_stop = stops_later(stop, kToFinish);
  options.frame_rate = source.frame_rate;
  options.time_base = source.time_base;
  options.sample_aspect = source.sample_aspect;
  options.colours = source.colours;
  if (source.interlaced && o.deinterlace == Deinterlace::off) {
    options.fields = source.top_first ? Fields::top_first : Fields::bottom_first;
  }
  options.copy_silence = is_url(o.input) ? o.timeout : 0;
  const bool alone = source.container == "webp" || source.container == "image2";  // nothing goes with its pictures
  if (!o.pictures_only && !alone && o.input != "-" && o.input_format.empty()) options.copy_from = o.input;
  options.copy_start = o.start;
  options.copy_end = end;
  return options;
}

/// A background video, when --background names one; `end` becomes the output's end where that is the background's.
std::unique_ptr<VideoBackground> open_background_video(const VideoJobOptions& o, double& end,
                                                       const std::stop_token& stop) {
  if (!is_video_background(o.recipe.background)) return nullptr;
  VideoInfo info;
  auto video = open_video_background(o.recipe.background, o.recipe.fit, {Pace::each, stops(stop), o.timeout}, &info);
  if (o.background_end == BackgroundEnd::cut) {
    const double duration = info.duration;
    if (duration <= 0) {
      throw Error(ExitCode::input, "cannot cut at the end of '" + o.recipe.background +
                                       "': it does not say how long it is. Have it loop.");
    }
    end = end > 0 ? std::min(end, o.start + duration) : o.start + duration;
  }
  return video;
}

/// Half of the cores: the other stages need the rest.
int net_threads(const VideoJobOptions& o) {
  return o.recipe.engine.threads > 0 ? o.recipe.engine.threads
                                     : static_cast<int>(std::max(1U, std::thread::hardware_concurrency() / 2));
}

std::size_t expected_frames(const VideoInfo& info) {
  if (info.frames > 0) return static_cast<std::size_t>(info.frames);
  return static_cast<std::size_t>(std::max(0.0, std::round(info.duration * info.frame_rate.value())));
}

/// What stands behind pictures of HDR that stay so; blur is made of these themselves.
std::unique_ptr<Background> among_hdr(const VideoJobOptions& o, std::unique_ptr<Background> background,
                                      const VideoInfo& source) {
  const bool own = is_in_table(all_backgrounds(), o.recipe.background) && !o.recipe.background.starts_with("colour");
  if (!keeps_hdr(o) || !source.hdr || own || o.transparent) return background;
  if (!background) background = open_background(o.recipe.background, o.recipe.fit);
  return std::make_unique<HdrBackground>(std::move(background), source.colours.transfer == kHybridLogGamma);
}

/// The filters; their colours are those of HDR where pictures stay so.
std::string render_chain(const VideoJobOptions& o, const VideoInfo& source) {
  if (o.matte) return "matte_view";
  if (!keeps_hdr(o) || !source.hdr) return o.recipe.render;
  return with_hdr_colours(o.recipe.render, source.colours.transfer == kHybridLogGamma);
}

std::unique_ptr<Pipeline> make_pipeline(const VideoJobOptions& o, const std::string& render,
                                        std::unique_ptr<Background> background) {
  Recipe recipe = o.recipe;
  recipe.engine.threads = net_threads(o);
  recipe.render = render;
  if (background) {  // what is drawn comes with set_renderer
    recipe.background = "none";
    recipe.render.clear();
  }
  auto pipeline = std::make_unique<Pipeline>(make_pipeline(recipe));
  if (background) pipeline->set_renderer(make_renderer(render, std::move(background)));
  return pipeline;
}

void check_alpha(const VideoJobOptions& o) {
  if (!o.transparent || video_can_hold_alpha(o.output, container_options(o))) return;
  throw Error(ExitCode::usage, (o.output == "-" ? "y4m" : "'" + o.output + "'") +
                                   " cannot hold transparency. Give a background (a colour, a file, blur), or an " +
                                   "output such as .webm, .mov or frames/%05d.png.");
}

}  // namespace

VideoJob::VideoJob(VideoJobOptions options, std::stop_token stop)
    : options_(std::move(options)), stop_(std::move(stop)) {}

VideoResult VideoJob::run(const Listener& listener) {
  const VideoJobOptions& o = options_;
  guard_output(o);
  check_alpha(o);
  VideoOptions reading = source_options(o, stop_);
  auto background = open_background_video(o, reading.end, stop_);
  VideoBackground* const behind = background.get();  // the pipeline keeps it
  const std::unique_ptr<VideoSource> source = open_video(o.input, reading);
  const std::unique_ptr<VideoSink> sink =
      make_video_file(o.output, sink_options(o, source->info(), reading.end, stop_));
  pipeline_ = make_pipeline(o, render_chain(o, source->info()), among_hdr(o, std::move(background), source->info()));

  if (listener.begins) listener.begins(expected_frames(source->info()));
  ThreadedOptions running;
  running.stop = stops(stop_);
  running.shown = [&](std::int64_t) {
    if (listener.shown) listener.shown();
  };
  running.source = source.get();
  running.sink = sink.get();
  VideoResult result;
  result.report = run_threaded(*pipeline_, *source, *sink, running);
  if (behind != nullptr) behind->finish(result.background_losses, result.background_repairs);
  if (listener.ends) listener.ends();
  if (result.report.stopped || stop_.stop_requested()) sink->cut();
  if (result.report.frames == 0) end_if_stopped(stop_);
  if (!result.report.stopped && source->frame_end() > 0) sink->end_at(source->frame_end());
  sink->finish();
  result.source = source->info();
  result.losses = source->losses();
  result.repairs = source->repairs();
  result.model = pipeline_->segmenter().name();
  result.device = pipeline_->segmenter().device();
  result.encoder = sink->encoder();
  result.notes = sink->notes();
  result.sound_lost = sink->copies_lost();
  return result;
}

std::string to_json(const VideoJobOptions& options, const VideoResult& result) {
  const ThreadedReport& report = result.report;
  const double frames = static_cast<double>(std::max<std::int64_t>(1, report.frames));
  const auto ms = [&](double sum) { return std::round(sum / frames * 1e3) / 1e3; };
  const auto rounded = [](double value) { return std::round(value * 1e3) / 1e3; };
  nlohmann::ordered_json line;
  put_name(line, "input", options.input);
  put_name(line, "output", video_path(options.output));
  line["width"] = result.source.width;
  line["height"] = result.source.height;
  line["frames"] = report.frames;
  line["damaged"] = result.losses.damaged;
  line["concealed"] = result.losses.concealed;
  line["before_key"] = result.losses.before_key;
  line["promised_seconds"] = rounded(result.losses.promised);
  line["missing_seconds"] = rounded(result.losses.missing);
  line["cut_short"] = result.losses.missing > 0 || result.losses.ends_inside;
  line["file_behind"] = result.losses.file_behind;
  line["background_lost"] = result.background_losses.any();
  line["sound_lost"] = result.sound_lost;
  line["clock_breaks"] = result.repairs.clock_breaks;
  line["resized"] = result.repairs.resized;
  line["missing_pictures"] = result.repairs.missing_pictures;
  line["interlaced"] = result.repairs.interlaced;
  if (result.source.hdr) line["hdr"] = result.repairs.tone_mapped ? "tonemap" : "keep";
  line["person"] = std::round(report.person * 1e4) / 1e4;
  line["seconds"] = std::round(report.wall) / 1e3;
  line["fps"] = std::round(frames / report.wall * 1e5) / 1e2;
  line["ms"] = {{"decode", ms(report.decode)}, {"tensorise", ms(report.tensorise)}, {"net", ms(report.net)},
                {"refine", ms(report.refine)}, {"render", ms(report.render)},       {"encode", ms(report.encode)}};
  const ThreadedReport::Waits& waits = report.waits;
  line["wait_ms"] = {
      {"decode", ms(waits.decode)}, {"net", ms(waits.net)}, {"refine", ms(waits.refine)}, {"encode", ms(waits.encode)}};
  line["in_planes"] = report.in_planes;
  line["model"] = result.model;
  line["device"] = result.device;
  line["encoder"] = result.encoder;
  line["notes"] = nlohmann::ordered_json::array();
  for (const std::string& note : result.notes) line["notes"].push_back(without_secrets(note));
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace segme::session
