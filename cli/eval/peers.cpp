// cli/eval/peers: a peer is whatever an engine of ours can run; its card is beside it or known by its hash.
#include "cli/eval/peers.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "infer/model_card.h"
#include "recipe/models.h"
#include "recipe/recipe.h"
#include "session/timed_net.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 30;

bool is_peer(const fs::directory_entry& entry) {
  std::error_code ignored;
  if (entry.is_directory(ignored)) return fs::is_regular_file(entry.path() / "card.json", ignored);
  const std::string extension = entry.path().extension().string();
  return entry.is_regular_file(ignored) && (extension == ".onnx" || extension == ".tflite" || extension == ".xml");
}

}  // namespace

void add_peers(EvalOptions& options) {
  if (options.peers.empty()) return;
  std::error_code problem;
  std::vector<std::string> found;
  for (fs::directory_iterator at(options.peers, problem), end; !problem && at != end; at.increment(problem)) {
    if (is_peer(*at)) found.push_back(at->path().string());
  }
  if (problem) {
    throw Error(ExitCode::usage, "cannot look into '" + options.peers + "': " + problem.message() +
                                     ". Give the folder that the peers' models lie in.");
  }
  if (found.empty()) {
    throw Error(ExitCode::usage, "there is no model in '" + options.peers +
                                     "'. Give a folder with .onnx, .tflite or .xml files, or folders with card.json.");
  }
  std::sort(found.begin(), found.end());
  if (options.models.empty()) {
    for (const Model& model : list_models(nullptr)) options.models.push_back(model.card.name);
  }
  options.models.insert(options.models.end(), found.begin(), found.end());
}

void measure_cost(const EvalOptions& options, std::vector<EvalResult>& results) {
  std::vector<session::TimedNet> nets;
  for (EvalResult& result : results) {
    const Model model = find_model(result.what);
    EngineOptions engine;
    engine.threads = 1;
    engine.precision = read_precision(options.precision);
    nets.push_back(session::warm_net(model, engine, !options.video));
    result.megabytes = static_cast<double>(model.bytes.size()) * 1e-6;
    if (!model.card.also.empty()) result.megabytes += static_cast<double>(find_also(model.card).bytes.size()) * 1e-6;
  }
  std::vector<session::TimedNet*> all;
  for (session::TimedNet& net : nets) all.push_back(&net);
  session::run_in_turn(all, kRounds);
  for (std::size_t i = 0; i < results.size(); ++i) results[i].net_ms = eval::percentile(nets[i].milliseconds, 0.5);
}

}  // namespace segme::cli
