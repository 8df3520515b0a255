// recipe/models: where models come from. Cards are read first, which is cheap; a model's bytes only when it was chosen.
#include "recipe/models.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <system_error>

#include "base/error.h"
#include "infer/second_files.h"
#include "infer/sha256.h"
#include "recipe/embedded.h"
#include "recipe/known_cards.h"
#include "recipe/read_model_card.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestCard = 1U << 20U;   // a card is a page of text
constexpr std::uintmax_t kLargestModel = 1U << 31U;  // protobuf, and so ONNX, ends at 2 GB
constexpr int kAnyDistance = 1000;

[[noreturn]] void fail(const std::string& sentence) { throw Error(ExitCode::model, sentence); }

template <class Bytes>
Bytes read_file(const fs::path& path, std::uintmax_t largest) {
  std::error_code problem;
  const std::uintmax_t size = fs::file_size(path, problem);
  if (problem) fail("cannot read '" + path.string() + "': " + problem.message() + ".");
  if (size > largest) fail("cannot read '" + path.string() + "': it is too large for what it should be.");
  Bytes bytes(static_cast<std::size_t>(size), {});
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!file) fail("cannot read '" + path.string() + "': it is not readable. Check its permissions.");
  return bytes;
}

/// A model whose card is known; `embedded` or the card's folder says where its bytes are.
struct Candidate {
  ModelCard card;
  const EmbeddedModel* embedded = nullptr;
  fs::path folder;
};

Candidate read_card(const fs::path& path) {
  return {parse_model_card(read_file<std::string>(path, kLargestCard), path.string()), nullptr, path.parent_path()};
}

Model load(Candidate candidate) {
  Model model{std::move(candidate.card), {}, {}};
  if (candidate.embedded != nullptr) {
    model.bytes = ModelBytes::built_in(candidate.embedded->bytes);
    model.card.sha256 = candidate.embedded->sha256;
    return model;
  }
  model.path = candidate.folder / model.card.file;
  auto bytes = read_file<std::vector<std::uint8_t>>(model.path, kLargestModel);
  if (bytes.empty()) fail("cannot use the model '" + model.path.string() + "': the file is empty.");
  if (!model.card.sha256.empty() && sha256_hex(bytes) != model.card.sha256) {
    fail("cannot use the model '" + model.path.string() +
         "': it is not the file that its card describes (another sha256). " + "Copy it again, or correct the card.");
  }
  model.bytes = std::move(bytes);
  static_cast<void>(second_files(model));  // all of it must be there
  return model;
}

fs::path folder_of_program() {
  std::error_code problem;
  return fs::read_symlink("/proc/self/exe", problem).parent_path();
}

std::vector<fs::path> model_folders() {
  std::vector<fs::path> folders;
  const auto environment = [](const char* name) -> std::string_view {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view(value);
  };
  for (std::string_view left = environment("SEGME_MODELS"); !left.empty();) {
    const std::size_t colon = std::min(left.find(':'), left.size());
    if (colon > 0) folders.emplace_back(left.substr(0, colon));
    left.remove_prefix(std::min(colon + 1, left.size()));
  }
  if (const fs::path data = environment("XDG_DATA_HOME"); data.is_absolute()) {
    folders.push_back(data / "segme" / "models");
  } else if (const fs::path home = environment("HOME"); home.is_absolute()) {
    folders.push_back(home / ".local" / "share" / "segme" / "models");
  }
  if (const fs::path program = folder_of_program(); !program.empty()) {
    folders.push_back(program / "models");
    folders.push_back(program.parent_path() / "share" / "segme" / "models");
  }
  return folders;
}

/// The cards of a folder that is a model, or of the folders in it, by name.
std::vector<fs::path> cards_in(const fs::path& folder) {
  std::error_code problem;
  if (fs::is_regular_file(folder / "card.json", problem)) return {folder / "card.json"};
  std::vector<fs::path> cards;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    std::error_code ignored;
    if (fs::is_regular_file(at->path() / "card.json", ignored)) cards.push_back(at->path() / "card.json");
  }
  std::sort(cards.begin(), cards.end());
  return cards;
}

std::vector<Candidate> embedded_candidates() {
  std::vector<Candidate> found;
  for (const EmbeddedModel& model : embedded_models()) {
    found.push_back({parse_model_card(model.card, "embedded"), &model, {}});
  }
  return found;
}

/// The first of a name wins: a copy of an embedded model in a folder is the same model, and a user's folder comes
/// first.
void add_from_folders(std::vector<Candidate>& found, std::vector<std::string>* complaints) {
  for (const fs::path& folder : model_folders()) {
    for (const fs::path& card : cards_in(folder)) {
      try {
        Candidate candidate = read_card(card);
        const auto same = [&](const Candidate& other) { return other.card.name == candidate.card.name; };
        if (std::none_of(found.begin(), found.end(), same)) found.push_back(std::move(candidate));
      } catch (const Error& error) {
        if (complaints != nullptr) complaints->emplace_back(error.what());
      }
    }
  }
}

/// The candidate of that name or, for a level, the nearest within `farthest` of it.
std::optional<Candidate> pick(const std::vector<Candidate>& candidates, std::string_view what, int farthest,
                              bool still) {
  for (const Candidate& candidate : candidates) {
    if (candidate.card.name == what) return candidate;
  }
  const std::optional<Quality> level = find_named<Quality>(what);
  if (!level) return std::nullopt;
  const Candidate* nearest = nullptr;
  const auto nearer = [&](const ModelCard& a, const ModelCard& b) {
    const int first = quality_distance(a.quality, *level);
    const int second = quality_distance(b.quality, *level);
    return first != second ? first < second : a.videos && !b.videos;
  };
  for (const Candidate& candidate : candidates) {
    if (candidate.card.videos && still) continue;
    if (nearest == nullptr || nearer(candidate.card, nearest->card)) nearest = &candidate;
  }
  if (nearest == nullptr || quality_distance(nearest->card.quality, *level) > farthest) return std::nullopt;
  return *nearest;
}

/// A model file given by its path: its card is NAME.EXT.json, NAME.json or card.json beside it, or a known one.
Candidate card_beside(const fs::path& file) {
  std::error_code ignored;
  for (const fs::path& path : {fs::path(file.string() + ".json"), fs::path(file).replace_extension(".json"),
                               file.parent_path() / "card.json"}) {
    if (!fs::is_regular_file(path, ignored)) continue;
    Candidate candidate = read_card(path);
    if (candidate.card.file == file.filename()) return candidate;
  }
  if (std::optional<ModelCard> card = known_card(read_file<std::vector<std::uint8_t>>(file, kLargestModel))) {
    card->file = file.filename().string();
    return {std::move(*card), nullptr, file.parent_path()};
  }
  for (const std::string_view other : {".mlmodel", ".safetensors", ".pth", ".h5", ".ckpt"}) {
    if (file.extension() != other) continue;
    fail("cannot use the model '" + file.string() + "': SegMe runs no " + std::string(other) +
         " file. Give an .onnx, .tflite or OpenVINO .xml file; 'segme export' writes the first two.");
  }
  fail("cannot use the model '" + file.string() + "': no card beside it describes it. Write '" +
       fs::path(file).replace_extension(".json").filename().string() + "' as models/README.md says.");
}

std::optional<Candidate> by_path(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    if (fs::is_regular_file(path / "card.json", ignored)) return read_card(path / "card.json");
    return std::nullopt;
  }
  if (!fs::exists(path, ignored)) return std::nullopt;
  return path.extension() == ".json" ? read_card(path) : card_beside(path);
}

/// What LiteRT, which reads TFLite alone, is given in place of another model: the TFLite file of the same name beside
/// it or, for one that the program has itself, in the model folders.
Candidate for_engine(Candidate candidate, std::string_view engine) {
  if (engine != "litert" || fs::path(candidate.card.file).extension() == ".tflite") return candidate;
  std::vector<fs::path> folders{candidate.folder};
  if (candidate.embedded != nullptr) {
    folders.clear();
    std::vector<Candidate> others;
    add_from_folders(others, nullptr);
    for (const Candidate& other : others) {
      if (other.card.name == candidate.card.name) folders.push_back(other.folder);
    }
  }
  std::error_code ignored;
  for (const fs::path& folder : folders) {
    const fs::path file = fs::path(folder / candidate.card.file).replace_extension(".tflite");
    if (fs::is_regular_file(file, ignored)) return card_beside(file);
  }
  return candidate;
}

[[noreturn]] void fail_unknown(std::string_view what, const std::vector<Candidate>& candidates) {
  const std::string asked = "cannot find the model '" + std::string(what) + "': ";
  if (candidates.empty()) {
    fail(asked +
         "none is built into this program, and none was found in the model folders. Give the path of a folder with "
         "card.json, or name its parent in SEGME_MODELS.");
  }
  std::error_code ignored;
  if (fs::is_directory(what, ignored)) fail(asked + "the folder has no card.json.");
  std::string names;
  for (const Candidate& candidate : candidates) names += (names.empty() ? "" : ", ") + candidate.card.name;
  fail(asked + "it is neither a path nor a known name. There are: " + names +
       ", and the levels fast, balanced, accurate.");
}

}  // namespace

Model find_model(std::string_view what, bool still, std::string_view engine) {
  std::vector<Candidate> candidates = embedded_candidates();
  // A name or level that the program has itself needs no look at the disk.
  if (auto found = pick(candidates, what, 0, still)) return load(for_engine(std::move(*found), engine));
  if (auto found = by_path(fs::path(what))) return load(for_engine(std::move(*found), engine));
  std::vector<std::string> complaints;
  add_from_folders(candidates, &complaints);
  if (auto found = pick(candidates, what, kAnyDistance, still)) return load(for_engine(std::move(*found), engine));
  for (const std::string& complaint : complaints) {
    if (complaint.find(what) != std::string::npos) fail(complaint);
  }
  fail_unknown(what, candidates);
}

Model find_also(const ModelCard& card) {
  try {
    const Model model = find_model(card.also);
    if (model.card.fourth_channel == FourthChannel::previous_matte) {
      fail("'" + model.card.name + "' reads the matte of the frame before, which is its own. Name one that does not.");
    }
    return model;
  } catch (const Error& error) {
    throw Error(error.code(), "cannot use the model '" + card.name + "', whose card says \"also\": " + error.what());
  }
}

std::vector<Model> list_models(std::vector<std::string>* complaints) {
  std::vector<Candidate> candidates = embedded_candidates();
  add_from_folders(candidates, complaints);
  std::vector<Model> models;
  for (Candidate& candidate : candidates) {
    try {
      models.push_back(load(std::move(candidate)));
    } catch (const Error& error) {
      if (complaints != nullptr) complaints->emplace_back(error.what());
    }
  }
  return models;
}

}  // namespace segme
