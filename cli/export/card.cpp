// cli/export/card: keys in the order of models/README.md.
#include "cli/export/card.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/export/place.h"
#include "infer/model_card.h"
#include "infer/sha256.h"
#include "net/catalogue.h"
#include "net/writers.h"
#include "recipe/read_model_card.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw Error(ExitCode::input, "cannot read '" + path.string() + "'. Give a file that exists.");
  return text;
}

/// What was given, else what an older card beside the file says, else `otherwise`.
std::string text_for(const Json& old, const char* key, const std::string& given, const std::string& otherwise) {
  if (!given.empty()) return given;
  return old.contains(key) && old[key].is_string() ? old[key].get<std::string>() : otherwise;
}

/// The card of this file that is there already. Of one that is made from a model, that one's, less what was measured.
Json old_card(const ExportPlace& place) {
  const auto read = [](const fs::path& path) {
    std::error_code ignored;
    Json card = fs::is_regular_file(path, ignored) ? Json::parse(read_text(path), nullptr, false) : Json::object();
    return card.is_object() ? card : Json::object();
  };
  Json old = read(place.card);
  if (card_is_of(place.card, place.model)) return old;
  old = read(place.source);
  old.erase("metrics");
  return old;
}

Json metrics_for(const Json& old, const std::string& file) {
  if (file.empty()) return old.contains("metrics") && old["metrics"].is_object() ? old["metrics"] : Json::object();
  const Json metrics = Json::parse(read_text(file), nullptr, false);
  if (!metrics.is_object())
    throw Error(ExitCode::input, "'" + file + "' holds no JSON object. Give what the card's metrics shall be.");
  return metrics;
}

/// What nets of constants take and give, which are no nets of pictures: one channel or four or a flat buffer in,
/// channels or 16 packed pixels out.
void describe_transfer(const net::Graph& graph, Json& card) {
  const net::Shape& input = graph.input_shape();
  const net::Shape& output = graph.output_shape();
  const bool flat = input.channels == 1 && input.height == 1;
  const int side = flat ? static_cast<int>(std::lround(std::sqrt(input.width / 3.0))) : input.width;
  card["width"] = card["height"] = side;
  card["scale"] = {1.0 / 255, 1.0 / 255, 1.0 / 255};
  if (flat) card["layout"] = "flat";
  if (input.channels == 1 && !flat) card["colour_order"] = "grey";
  if (input.channels == 4) card["fourth_channel"] = "zero";
  if (output.width < side) card["output_layout"] = "packed";
  if (output.channels > 1) card["output_channels"] = output.channels;
}

}  // namespace

// The normalisation lives in the model, so its tensor is the picture: mean 0, scale 1.
std::string make_export_card(const CardTexts& texts, const net::Graph& graph, const ExportPlace& place, bool flat,
                             const std::vector<std::uint8_t>& bytes) {
  const Json old = old_card(place);
  const net::Shape& input = graph.input_shape();
  const std::string layout(net::find_file_kind(place.model.extension().string()).layout);
  Json card = {{"name", text_for(old, "name", texts.name, graph.name)},
               {"summary", text_for(old, "summary", texts.summary, "")},
               {"file", place.model.filename().string()},
               {"sha256", sha256_hex(bytes)},
               {"width", input.width},
               {"height", input.height},
               {"layout", layout},
               {"colour_order", "rgb"},
               {"mean", {0, 0, 0}},
               {"scale", {1, 1, 1}},
               {"fit", "stretch"},
               {"output", "output"},
               {"activation", "none"},
               {"quality", text_for(old, "quality", texts.quality, "balanced")},
               {"licence", text_for(old, "licence", texts.licence, "")},
               {"origin", text_for(old, "origin", texts.origin, "")},
               {"limits", text_for(old, "limits", texts.limits, "")},
               {"metrics", metrics_for(old, texts.metrics)}};
  if (flat) {
    card["output_layout"] = "flat";
  } else if (layout != "nchw") {
    card["output_layout"] = layout;
  }
  if (input.channels == 4) card["fourth_channel"] = "previous_matte";
  if (const std::string also = text_for(old, "also", texts.also, ""); !also.empty()) card["also"] = also;
  if (texts.mirrored || texts.mirrored_stills) {
    card["mirrored"] = texts.mirrored ? Json(true) : Json("stills");
  } else if (old.contains("mirrored")) {
    card["mirrored"] = old["mirrored"];
  }
  if (texts.closer || old.value("closer", Json(false)) == true) card["closer"] = true;
  if (texts.videos || old.value("videos", Json(false)) == true) card["videos"] = true;
  if (net::find_net(graph.name).constants != nullptr) describe_transfer(graph, card);
  const std::string text = card.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  parse_model_card(text, place.card.string());  // a card that cannot be read back is not written
  return text;
}

}  // namespace segme::cli
