// net/read_tfjs: the files of a group are one after the other one piece, in which the weights lie in the order of the
// list.
#include "net/read_tfjs.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/error.h"
#include "net/half.h"

namespace segme::net {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

[[noreturn]] void broken(const std::string& what) { throw std::invalid_argument(what); }

std::string bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) broken("there is no '" + path.filename().string() + "'");
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// How one value is stored.
struct Stored {
  std::size_t bytes = 4;
  bool whole = false;  ///< a number of steps
  double scale = 1, least = 0;
};

Stored stored_of(const Json& weight, const std::string& name) {
  Stored made;
  const std::string type = weight.at("dtype").get<std::string>();
  if (type != "float32") broken("weight '" + name + "' is of type " + type);
  const auto found = weight.find("quantization");
  if (found == weight.end()) return made;
  const std::string kind = found->at("dtype").get<std::string>();
  if (kind != "uint8" && kind != "uint16" && kind != "float16") broken("weight '" + name + "' is packed as " + kind);
  made.bytes = kind == "uint8" ? 1 : 2;
  made.whole = kind != "float16";
  if (made.whole) made.scale = found->at("scale").get<double>();
  if (made.whole) made.least = found->at("min").get<double>();
  return made;
}

float value_of(std::string_view bytes, const Stored& stored) {
  std::uint32_t bits = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) bits = bits << 8U | static_cast<unsigned char>(bytes[i]);
  if (stored.whole) return static_cast<float>(static_cast<double>(bits) * stored.scale + stored.least);
  return stored.bytes == 2 ? from_half(static_cast<std::uint16_t>(bits)) : std::bit_cast<float>(bits);
}

Tensor tensor_of(const Json& weight, const std::string& name, std::string_view& rest) {
  const Stored stored = stored_of(weight, name);
  Tensor made;
  std::uint64_t count = 1;
  for (const Json& side : weight.at("shape")) {
    if (!side.is_number_unsigned() || side.get<std::uint64_t>() > rest.size()) broken("'" + name + "' is cut short");
    count *= side.get<std::uint64_t>();
    if (count > rest.size()) broken("'" + name + "' is cut short");
    made.shape.push_back(side.get<std::int64_t>());
  }
  if (count * stored.bytes > rest.size()) broken("'" + name + "' is cut short");
  for (std::uint64_t i = 0; i < count; ++i) {
    made.values.push_back(value_of(rest.substr(0, stored.bytes), stored));
    rest.remove_prefix(stored.bytes);
  }
  return made;
}

void read_group(const Json& group, const fs::path& folder, std::vector<KerasLayer>& layers) {
  std::string bytes;
  for (const Json& file : group.at("paths")) {
    const fs::path name = file.get<std::string>();
    if (name != name.filename() || name == "..") broken("'" + name.string() + "' is in another folder");
    bytes += bytes_of(folder / name);
  }
  std::string_view rest = bytes;
  for (const Json& weight : group.at("weights")) {
    const std::string name = weight.at("name").get<std::string>();
    const std::string layer = keras_layer(name);
    if (layers.empty() || layers.back().name != layer) layers.push_back({layer, {}});
    layers.back().parts[keras_part(name)] = tensor_of(weight, name, rest);
  }
}

/// The names of the model's layers in its order; empty where it does not say.
std::vector<std::string> order_of(const Json& model) {
  std::vector<std::string> names;
  const Json* at = &model;
  for (const char* key : {"modelTopology", "model_config", "config", "layers"}) {
    const auto found = at->is_object() ? at->find(key) : at->end();
    if (!at->is_object() || found == at->end()) return names;
    at = &*found;
  }
  if (!at->is_array()) return names;
  for (const Json& layer : *at) {
    const auto config = layer.is_object() ? layer.find("config") : layer.end();
    if (!layer.is_object() || config == layer.end() || !config->is_object()) return {};
    const auto name = config->find("name");
    if (name == config->end() || !name->is_string()) return {};
    names.push_back(name->get<std::string>());
  }
  return names;
}

std::vector<KerasLayer> layers_of(const fs::path& path) {
  const Json model = Json::parse(bytes_of(path));
  std::vector<KerasLayer> layers;
  for (const Json& group : model.at("weightsManifest")) read_group(group, path.parent_path(), layers);
  if (layers.empty()) broken("it has no weights");
  const std::vector<std::string> order = order_of(model);
  const auto place = [&](const KerasLayer& layer) { return std::find(order.begin(), order.end(), layer.name); };
  std::stable_sort(layers.begin(), layers.end(),
                   [&](const KerasLayer& a, const KerasLayer& b) { return place(a) < place(b); });
  return layers;
}

}  // namespace

std::vector<KerasLayer> read_tfjs(const fs::path& path) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ExitCode::model, "cannot read weights '" + path.string() + "': " + why +
                                     ". Give the model.json of a layers model, with its .bin files beside it.");
  };
  try {
    return layers_of(path);
  } catch (const Json::exception&) {
    refuse("it is no model.json of TensorFlow.js");
  } catch (const std::invalid_argument& error) {
    refuse(error.what());
  } catch (const std::bad_alloc&) {
    refuse("there is not enough memory for it");
  }
  return {};
}

}  // namespace segme::net
