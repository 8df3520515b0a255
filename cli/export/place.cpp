// cli/export/place: see place.h; recipe/models finds the cards by the same names.
#include "cli/export/place.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "net/writers.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

/// What a card calls its file; "" where there is no card, or none that can be read.
std::string file_of(const fs::path& card) {
  if (!is_file(card)) return "";
  std::ifstream stream(card, std::ios::binary);
  const auto json = nlohmann::json::parse(stream, nullptr, false);
  const auto found = json.is_object() ? json.find("file") : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

/// The card of a model that is a folder or a file; empty where there is none.
fs::path card_of(const std::string& from) {
  std::error_code ignored;
  const fs::path path = from;
  if (fs::is_directory(path, ignored)) return is_file(path / "card.json") ? path / "card.json" : fs::path();
  for (const std::string& name : {path.filename().string() + ".json", path.stem().string() + ".json"}) {
    if (card_is_of(path.parent_path() / name, path)) return path.parent_path() / name;
  }
  const fs::path card = path.parent_path() / "card.json";
  return card_is_of(card, path) || (is_file(card) && path.filename() == "floats.onnx") ? card : fs::path();
}

}  // namespace

fs::path exported_file(const std::string& from) {
  std::error_code ignored;
  const fs::path path = from;
  if (!fs::is_directory(path, ignored) || is_file(path / "best.safetensors")) {
    return fs::is_directory(path, ignored) ? path / "best.safetensors" : path;
  }
  if (is_file(path / "floats.onnx")) return path / "floats.onnx";
  const std::string named = file_of(path / "card.json");
  return named.ends_with(".onnx") ? path / named : path / "best.safetensors";
}

bool card_is_of(const fs::path& card, const fs::path& model) {
  return !card.empty() && file_of(card) == model.filename().string();
}

ExportPlace place_of(const std::string& output, bool folder_card, const std::string& from) {
  ExportPlace place{output, {}, card_of(from)};
  std::error_code ignored;
  if (output.ends_with('/') || fs::is_directory(place.model, ignored)) {
    place.model /= "model.onnx";
    folder_card = true;
  }
  const std::string extension = place.model.extension().string();
  if (extension.empty()) {
    throw Error(ExitCode::usage,
                "cannot export to '" + output + "'. Give a name that ends in .onnx, .tflite or .mlmodel, or a folder.");
  }
  net::find_file_kind(extension);
  place.card = fs::path(place.model).replace_extension(".json");
  if (folder_card && extension == ".onnx") {
    place.card = place.model.parent_path() / "card.json";
    const std::string other = file_of(place.card);
    if (!other.empty() && other != place.model.filename()) {
      throw Error(ExitCode::output, "cannot write '" + place.card.string() + "': it is the card of '" + other +
                                        "' in the same folder. Leave --card out, or give another folder.");
    }
  } else if (is_file(place.card) && !card_is_of(place.card, place.model)) {
    place.card = place.model.string() + ".json";
  }
  return place;
}

}  // namespace segme::cli
