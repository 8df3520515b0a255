// infer/onnxruntime/profile: see profile.h. The file is a list of events in the trace format of Chrome.
#include "infer/onnxruntime/profile.h"

#include <stdlib.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "infer/macs_of_shapes.h"

namespace segme {
namespace {

using Json = nlohmann::json;
using namespace onnxruntime;

constexpr std::string_view kOfRun = "_kernel_time";

/// "[{"float":[1,3,8,8]},...]": shapes in the order of the node's tensors.
std::vector<std::vector<double>> shapes(const Json& list) {
  std::vector<std::vector<double>> found;
  for (const Json& one : list) {
    for (const auto& [type, sides] : one.items()) found.push_back(sides.get<std::vector<double>>());
  }
  return found;
}

double bytes_of(const Json& args, const char* key) {
  const auto found = args.find(key);
  if (found == args.end()) return 0;
  return found->is_string() ? std::strtod(found->get<std::string>().c_str(), nullptr) : found->get<double>();
}

std::vector<LayerTimes> read(const Json& events) {
  std::vector<LayerTimes> layers;
  std::map<std::string, std::size_t> places;
  for (const Json& event : events) {
    std::string name = event.value("name", "");
    if (event.value("cat", "") != "Node" || !name.ends_with(kOfRun)) continue;
    name.resize(name.size() - kOfRun.size());
    const Json& args = event.at("args");
    const auto [place, fresh] = places.emplace(name + "#" + args.value("node_index", ""), layers.size());
    if (fresh) {
      LayerTimes made;
      made.name = name;
      made.type = args.value("op_name", "");
      made.bytes = bytes_of(args, "activation_size") + bytes_of(args, "parameter_size") + bytes_of(args, "output_size");
      const auto in = args.find("input_type_shape");
      const auto out = args.find("output_type_shape");
      if (in != args.end() && out != args.end()) made.macs = macs_of_shapes(made.type, shapes(*in), shapes(*out));
      layers.push_back(std::move(made));
    }
    layers[place->second].milliseconds.push_back(event.value("dur", 0.0) / 1000);
  }
  return layers;
}

}  // namespace

OnnxruntimeProfile::OnnxruntimeProfile(const Library& library, Options* options) {
  std::error_code ignored;
  std::string name = (std::filesystem::temp_directory_path(ignored) / "segme-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return;
  folder_ = name;
  library.call(EnableProfiling{}, options, (folder_ / "times").c_str());
}

OnnxruntimeProfile::~OnnxruntimeProfile() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::vector<LayerTimes> OnnxruntimeProfile::end(const Library& library, Session* session) {
  if (folder_.empty()) return {};
  Allocator* memory = nullptr;
  library.call(DefaultAllocator{}, &memory);
  char* text = nullptr;
  library.call(EndProfiling{}, session, memory, &text);
  std::ifstream file(text);
  library.call(Free{}, memory, static_cast<void*>(text));
  const Json events = Json::parse(file, nullptr, false);
  return events.is_array() ? read(events) : std::vector<LayerTimes>{};
}

}  // namespace segme
