// cli/bench/bare_model: see bare_model.h.
#include "cli/bench/bare_model.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "cli/bench/catalogue_model.h"
#include "recipe/known_cards.h"
#include "recipe/models.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::pair<int, int> kUsualSizes[] = {{256, 256}, {224, 224}, {320, 320}, {192, 192}, {128, 128},
                                               {144, 256}, {256, 144}, {160, 96},  {384, 384}, {512, 512},
                                               {513, 513}, {257, 257}, {640, 480}};

std::vector<std::uint8_t> read_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::optional<Model> find_bare(const std::string& what, EngineOptions engine) {
  const fs::path path = what;
  const std::string kind = path.extension().string();
  std::error_code ignored;
  const bool card = fs::exists(path.parent_path() / "card.json", ignored) ||
                    fs::exists(fs::path(path).replace_extension(".json"), ignored);
  if (card || !fs::is_regular_file(path, ignored) || (kind != ".onnx" && kind != ".tflite")) return std::nullopt;
  Model model;
  model.path = path;
  model.bytes = read_bytes(path);
  if (known_card({model.bytes.data(), model.bytes.size()})) return std::nullopt;
  model.card.name = path.stem().string();
  model.card.file = path.filename().string();
  model.card.layout = kind == ".onnx" ? Layout::nchw : Layout::nhwc;
  engine.cache = false;
  std::string problem;
  for (const auto& [width, height] : kUsualSizes) {
    model.card.width = width;
    model.card.height = height;
    try {
      make_engine(model, engine);
      return model;
    } catch (const Error& error) {
      if (error.code() != ExitCode::model) throw;
      problem = error.what();
    }
  }
  throw Error(ExitCode::model, problem);
}

}  // namespace

Model find_model_to_time(const std::string& what, const EngineOptions& engine) {
  constexpr std::string_view kNet = "net:";
  if (what.starts_with(kNet)) {
    const net::NetKind& kind = net::find_net(std::string_view(what).substr(kNet.size()));
    return catalogue_model(kind, kind.size);
  }
  const std::optional<Model> bare = find_bare(what, engine);
  return bare ? *bare : find_model(what, true, engine.engine);
}

}  // namespace segme::cli
