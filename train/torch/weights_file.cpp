// train/torch/weights_file: a shipped file has its norms folded away, a run's has them.
#include "train/torch/weights_file.h"

#include <utility>
#include <vector>

#include "base/error.h"
#include "cli/common/say.h"
#include "net/catalogue.h"
#include "net/count.h"
#include "net/fold.h"
#include "net/pth.h"
#include "net/read_h5.h"
#include "net/read_tfjs.h"
#include "net/safetensors.h"
#include "net/widths.h"
#include "net/writers.h"

namespace segme::train {
namespace {

/// "_blocks.0._bn1.weight" -> "blocks.0.bn1.weight": PyTorch packages write private members with a leading underscore.
std::string public_name(const std::string& name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_' && (i == 0 || name[i - 1] == '.')) continue;
    result += name[i];
  }
  return result;
}

net::Weights read_shipped(const std::filesystem::path& path, std::string* net) {
  const net::FileKind& kind = net::find_file_kind(path.extension().string());
  if (kind.read == nullptr) {
    throw Error(ExitCode::usage, "cannot read the weights of '" + path.string() +
                                     "': they are read from .onnx alone. "
                                     "Give the .onnx that belongs to it.");
  }
  return kind.read(path, net, nullptr);
}

net::Weights fitted(const std::filesystem::path& path, const std::vector<net::KerasLayer>& layers,
                    const net::Graph& graph, std::string& folded_net, net::LayerOrder order = net::LayerOrder::built) {
  net::KerasStart start = net::fit_keras(graph, layers, order);
  if (start.taken == 0) {
    throw Error(ExitCode::model, "cannot start net '" + graph.name + "' from '" + path.string() +
                                     "': none of its layers fits. " + start.remark + ".");
  }
  cli::sayf(cli::Level::info, "start: %zu of %zu layers of %s", start.taken, layers.size(), path.c_str());
  if (!start.remark.empty()) cli::sayf(cli::Level::info, "note: %s", start.remark.c_str());
  if (start.unfolded > 0) folded_net = graph.name;
  return std::move(start.weights);
}

/// A file of ours has names; of another one only the order of its layers is known.
net::Weights read_from_tflite(const std::filesystem::path& path, const net::Graph& graph, std::string& folded_net) {
  const net::TfliteLayers file = net::find_file_kind(".tflite").read_layers(path);
  if (file.net != graph.name) return fitted(path, file.layers, graph, folded_net, net::LayerOrder::walked);
  return read_shipped(path, &folded_net);
}

}  // namespace

net::Weights read_weights(const std::filesystem::path& path, const net::Graph& graph, std::string& folded_net) {
  if (path.extension() == ".h5" || path.extension() == ".hdf5")
    return fitted(path, net::read_h5(path), graph, folded_net);
  if (path.extension() == ".json") return fitted(path, net::read_tfjs(path), graph, folded_net);
  if (path.extension() == ".tflite") return read_from_tflite(path, graph, folded_net);
  if (path.extension() == ".onnx") return read_shipped(path, &folded_net);
  if (path.extension() == ".safetensors") return net::read_safetensors(path);
  net::Weights renamed;
  for (auto& [name, tensor] : net::read_pth(path)) renamed[public_name(name)] = tensor;
  return renamed;
}

net::Graph graph_to_teach(const net::Graph& whole, const std::filesystem::path& start, bool say) {
  std::string name;
  net::Metadata metadata;
  net::Weights weights;
  if (start.extension() == ".safetensors") {
    weights = net::read_safetensors(start, &metadata);
    name = metadata["net"];
  } else if (start.extension() == ".onnx") {
    weights = read_shipped(start, &name);
  }
  if (name != whole.name) return whole;
  net::Graph made = net::with_widths_of(whole, weights);
  const auto all = static_cast<long long>(net::count(whole).macs);
  const auto left = static_cast<long long>(net::count(made).macs);
  if (say && left != all) {
    cli::sayf(cli::Level::info, "start: a pruned net, with %lld of %lld multiply-accumulates", left, all);
  }
  return made;
}

TorchNet read_teacher(const std::filesystem::path& path) {
  const bool taught_here = path.extension() == ".safetensors";
  std::string name;
  net::Metadata metadata;
  net::Weights weights = taught_here ? net::read_safetensors(path, &metadata) : read_shipped(path, &name);
  if (taught_here) name = metadata["net"];
  if (name.empty()) {
    throw Error(ExitCode::model, "cannot be taught by '" + path.string() +
                                     "': it does not say what net it is of. Give the last.safetensors of a run, or a "
                                     "shipped .onnx.");
  }
  const net::NetKind& kind = net::find_net(name);
  const net::Graph whole = net::with_widths_of(kind.make(kind.size), weights);
  if (kind.constants != nullptr || whole.input_shape().channels != 3) {
    throw Error(ExitCode::usage, "'" + path.string() + "' is a file of net '" + name +
                                     "', which cannot teach. Give a net that makes a matte of one picture.");
  }
  net::Weights none;  // a shipped file's are folded already
  TorchNet teacher(net::fold_batch_norms(whole, taught_here ? weights : none));
  teacher.load(weights, true);
  return teacher;
}

}  // namespace segme::train
