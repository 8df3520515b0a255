// cli/export/trained: see trained.h.
#include "cli/export/trained.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "cli/export/place.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/read_onnx.h"
#include "net/safetensors.h"
#include "net/widths.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

/// Every weight of the net must be there, with its shape. The graph is folded where the file's weights are.
void check_weights(std::string_view doing, const fs::path& path, const Trained& trained) {
  const std::optional<net::WeightSpec> misfit = net::first_misfit(trained.graph, trained.weights);
  if (!misfit) return;
  throw Error(ExitCode::model, "cannot " + std::string(doing) + " '" + path.string() + "': tensor '" + misfit->name +
                                   "' of net '" + trained.graph.name +
                                   (trained.weights.contains(misfit->name) ? "' has another shape" : "' is missing") +
                                   ". Give the weights of that net, or its name with --net.");
}

/// A net of constants by its name, where there is no run of that name.
std::optional<Trained> read_constant(const TrainedFrom& options) {
  const auto nets = net::all_nets();
  const auto named = [&](const net::NetKind* kind) { return kind->name == options.from && kind->constants != nullptr; };
  const auto found = std::find_if(nets.begin(), nets.end(), named);
  if (found == nets.end() || fs::exists(options.from)) return std::nullopt;
  Trained made;
  made.graph = (*found)->make(options.size != 0 ? options.size : (*found)->size);
  made.weights = (*found)->constants(made.graph);
  return made;
}

/// The size that a file says it was taught or written at; 0 where it says nothing, as runs of older programs do, or
/// nothing that this net can have.
int own_size(const net::NetKind& kind, const std::string& text) {
  int size = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), size);
  const bool fits = result.ec == std::errc{} && size >= 32 && size <= 4096 && (size % 32 == 0 || size == kind.size);
  return fits ? size : 0;
}

/// --size, else the size of the file, else the net's own. A net sees best at the size it has learnt from.
void choose_size(const TrainedFrom& options, const net::NetKind& kind, const fs::path& path, int own,
                 Trained& trained) {
  trained.size = options.size != 0 ? options.size : own != 0 ? own : kind.size;
  const std::string side = std::to_string(trained.size);
  if (own == 0 && options.size == 0) {
    trained.remark = "note: '" + path.string() + "' does not say at which size it was taught, so it is written at " +
                     side + ", the size of its net. If it was another, give it with --size";
  } else if (own != 0 && own != trained.size) {
    trained.remark = "note: '" + path.string() + "' was taught at " + std::to_string(own) + " and is written at " +
                     side + ", where it may do worse. Leave --size out to write it at " + std::to_string(own);
  }
}

/// A run keeps its best step only where its set had something to judge by.
void check_has_best(std::string_view doing, const fs::path& run) {
  std::error_code ignored;
  if (fs::exists(exported_file(run.string()), ignored) || !fs::exists(run / "last.safetensors", ignored)) return;
  throw Error(ExitCode::model, "cannot " + std::string(doing) + " the run '" + run.string() +
                                   "': it has no best.safetensors, because its set had no val split to judge by. "
                                   "Give '" +
                                   (run / "last.safetensors").string() + "'.");
}

}  // namespace

Trained read_trained(const TrainedFrom& options) {
  if (std::optional<Trained> constant = read_constant(options)) return std::move(*constant);
  check_has_best(options.doing, options.from);
  const fs::path path = exported_file(options.from);
  const bool exported = path.extension() == ".onnx";
  if (!exported && path.extension() != ".safetensors") {
    throw Error(ExitCode::usage,
                "cannot " + std::string(options.doing) + " '" + options.from +
                    "'. Give the folder of a run or a model, a .safetensors file, an .onnx file in fp32 or fp16 "
                    "that was exported before, or the name of a net of constants.");
  }
  net::Metadata metadata;
  Trained trained;
  if (exported) {
    int size = 0;
    trained.weights = net::read_onnx(path, &metadata["net"], &size);
    metadata["size"] = std::to_string(size);
  } else {
    trained.weights = net::read_safetensors(path, &metadata);
  }
  const std::string name = options.net.empty() ? metadata["net"] : options.net;
  if (name.empty()) {
    throw Error(ExitCode::usage,
                "'" + path.string() + "' does not say which net it is for. Add --net NAME ('segme net list').");
  }
  const net::NetKind& kind = net::find_net(name);
  trained.ranges = metadata["ranges"];
  choose_size(options, kind, path, own_size(kind, metadata["size"]), trained);
  trained.graph = net::with_widths_of(kind.make(trained.size), trained.weights);
  if (exported) {
    net::Weights none;
    trained.graph = net::fold_batch_norms(trained.graph, none);
  }
  check_weights(options.doing, path, trained);
  return trained;
}

}  // namespace segme::cli
