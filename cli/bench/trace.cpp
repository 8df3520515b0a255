// cli/bench/trace: the trace event format: a list of events with begin and length in microseconds.
#include "cli/bench/trace.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file_writer.h"
#include "infer/net_segmenter.h"
#include "recipe/recipe.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kFrameRow = 1, kStageRow = 2, kLayerRow = 3;
constexpr int kMostFrames = 200;  // what a viewer still shows at ease

Json event(const std::string& name, const char* kind, int row, double begin, double length) {
  return {{"name", name}, {"cat", kind}, {"ph", "X"}, {"pid", 1}, {"tid", row}, {"ts", begin}, {"dur", length}};
}

Json row_name(int row, const char* name) {
  return {{"name", "thread_name"}, {"ph", "M"}, {"pid", 1}, {"tid", row}, {"args", {{"name", name}}}};
}

/// The layers of one run of the net, one after the other from where the net begins.
void add_layers(const std::vector<LayerTimes>& layers, std::size_t from_end, double begin, Json& events) {
  for (const LayerTimes& layer : layers) {
    if (layer.milliseconds.size() < from_end) continue;
    const double length = layer.milliseconds[layer.milliseconds.size() - from_end] * 1000;
    Json one = event(layer.type, "layer", kLayerRow, begin, length);
    one["args"] = {{"layer", layer.name}, {"arithmetic", layer.arithmetic}, {"macs", layer.macs}};
    events.push_back(std::move(one));
    begin += length;
  }
}

}  // namespace

void write_trace(const BenchOptions& wanted, const OpenClip& open_clip) {
  BenchOptions options = wanted;
  options.models.resize(1);
  options.engines.resize(1);
  options.devices.resize(1);
  options.precisions.resize(1);
  options.threads.resize(1);
  if (options.sizes.empty() && options.input.empty()) options.sizes = {{1280, 720}};
  options.sizes.resize(std::min<std::size_t>(options.sizes.size(), 1));
  options.profile = true;
  options.rounds = std::min(options.rounds, kMostFrames);
  std::vector<Contender> contenders = make_contenders(options, open_clip);
  run_in_turn(contenders, options.rounds);
  const Contender& c = contenders.front();
  auto* const net = dynamic_cast<NetSegmenter*>(&c.pipeline->segmenter());
  const std::vector<LayerTimes> layers = net == nullptr ? std::vector<LayerTimes>{} : net->engine().layer_times();

  Json events = Json::array(
      {row_name(kFrameRow, "frames"), row_name(kStageRow, "stages"), row_name(kLayerRow, "layers of the net")});
  double now = 0;
  const std::size_t frames = c.series.front().milliseconds.size();
  for (std::size_t i = 0; i < frames; ++i) {
    const double whole = c.series.front().milliseconds[i] * 1000;
    events.push_back(event("frame " + std::to_string(i), "frame", kFrameRow, now, whole));
    double begin = now;
    for (std::size_t s = 1; s < c.series.size(); ++s) {
      const double length = c.series[s].milliseconds[i] * 1000;
      events.push_back(event(c.series[s].name, "stage", kStageRow, begin, length));
      if (c.series[s].name == "net") add_layers(layers, frames - i, begin, events);
      begin += length;
    }
    now += std::max(whole, begin - now);
  }
  const std::string text = Json{
      {"displayTimeUnit", "ms"},
      {"otherData", {{"setting", c.text()}, {"device", c.runs_on}}},
      {"traceEvents",
       std::move(events)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  write_file(options.trace, {text.begin(), text.end()});
}

}  // namespace segme::cli
