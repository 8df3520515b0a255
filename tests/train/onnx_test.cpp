// train, net, infer: every net of the catalogue with one set of random weights and one input: LibTorch here, folded or
// not, and the ONNX file in an engine that others wrote there.
#include <gtest/gtest.h>

#include <cmath>

#include "infer/engine.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/write_onnx.h"
#include "train/torch/net.h"

namespace segme::train {
namespace {

using net::Graph;
using net::Node;
using net::Op;

/// Small, so that the whole table runs in seconds; 65 for the net that is meant for odd sizes.
int small_size(const net::NetKind& kind) { return kind.size % 32 == 0 ? 64 : 65; }

/// Engines give every net a picture of three channels; nets that want something else get it from this first node.
Graph with_picture_input(Graph graph, int size) {
  const net::Shape wanted = graph.input_shape();
  const net::Shape picture{3, size, size};
  if (wanted == picture) return graph;
  Node adapter;
  adapter.name = "adapter";
  adapter.shape = wanted;
  adapter.inputs = {0};
  adapter.op = wanted.height == size ? Op::conv : Op::reshape;
  if (adapter.op == Op::reshape) adapter.flat = {wanted.channels, wanted.height, wanted.width};
  for (Node& node : graph.nodes) {
    for (int& input : node.inputs) ++input;
  }
  graph.nodes.front().shape = picture;
  graph.nodes.insert(graph.nodes.begin() + 1, adapter);
  return graph;
}

/// The last convolution before the end: its size sets that of the answer.
const Node& last_convolution(const Graph& graph) {
  const Node* last = nullptr;
  for (const Node& node : graph.nodes) {
    if (node.op == Op::conv || node.op == Op::transposed_conv) last = &node;
  }
  return *last;
}

/// Pictures with large patches: what differs from pixel to pixel only would be averaged away.
torch::Tensor random_pictures(std::int64_t count, int size) {
  torch::manual_seed(4);
  return torch::upsample_bilinear2d(torch::rand({count, 3, 8, 8}) * 255, {size, size}, false);
}

/// Random weights under which the answer is neither constant nor saturated: batch norms know the statistics of what
/// they see (their momentum has to be 1), and logits have a deviation of 1.
void randomise(TorchNet& module, const torch::Tensor& pictures, bool has_logit) {
  torch::manual_seed(5);
  const torch::NoGradGuard guard;
  for (const auto& [name, value] : module.parameters()) {
    torch::Tensor weight = value;
    if (weight.dim() == 4) {
      const double fan = static_cast<double>(weight.numel()) / static_cast<double>(weight.size(0));
      weight.normal_(0.0, std::sqrt(1.0 / fan));
    } else {
      weight.uniform_(-0.2, 1.0);
    }
  }
  module.forward(pictures, true);
  if (!has_logit) return;
  const double deviation = module.forward(pictures, false, "logit").std().item<double>();
  ASSERT_GT(deviation, 0);
  const std::string last = last_convolution(module.graph()).name;
  for (const auto& [name, value] : module.parameters()) {
    if (name == last + ".weight" || name == last + ".bias") torch::Tensor(value).div_(deviation);
  }
}

/// What OpenVINO makes of the written file.
std::vector<float> run_file(const Graph& graph, const net::Weights& weights, const torch::Tensor& input) {
  Model model;
  model.card.name = graph.name;
  model.card.file = "model.onnx";
  model.card.width = model.card.height = graph.input_shape().width;
  model.bytes = net::write_onnx(graph, weights);
  EngineOptions options;
  options.threads = 1;
  options.cache = false;
  const std::unique_ptr<Engine> engine = make_engine(model, options);
  std::copy_n(input.data_ptr<float>(), engine->input().size(), engine->input().data());
  engine->run();
  return {engine->output().begin(), engine->output().end()};
}

double worst_difference(const std::vector<float>& given, const torch::Tensor& wanted) {
  if (given.size() != static_cast<std::size_t>(wanted.numel())) return INFINITY;
  const torch::Tensor flat = wanted.contiguous().reshape({-1});
  double worst = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const double difference = std::abs(static_cast<double>(given[i] - flat.data_ptr<float>()[i]));
    worst = std::isfinite(difference) ? std::max(worst, difference) : INFINITY;
  }
  return worst;
}

class catalogue : public testing::TestWithParam<const net::NetKind*> {};
class learnt_nets : public testing::TestWithParam<const net::NetKind*> {};

std::vector<const net::NetKind*> all_learnt_nets() {
  std::vector<const net::NetKind*> kinds;
  for (const net::NetKind* kind : net::all_nets()) {
    if (kind->constants == nullptr) kinds.push_back(kind);
  }
  return kinds;
}

TEST_P(catalogue, means_the_same_in_libtorch_and_in_openvino_folded_or_not) {
  const net::NetKind& kind = *GetParam();
  const int size = small_size(kind);
  Graph graph = with_picture_input(kind.make(size), size);
  for (Node& node : graph.nodes) node.momentum = 1;
  TorchNet module(graph);
  const torch::NoGradGuard guard;
  const torch::Tensor pictures = random_pictures(4, size);
  randomise(module, pictures, kind.constants == nullptr);
  const torch::Tensor input = pictures.slice(0, 0, 1).contiguous();
  const torch::Tensor wanted = module.forward(input, false);
  EXPECT_GT((wanted.max() - wanted.min()).item<float>(), 0.1F) << "a test that cannot fail";

  net::Weights weights = module.weights();
  const std::vector<float> unfolded = run_file(graph, weights, input);
  const Graph folded = net::fold_batch_norms(graph, weights);
  TorchNet folded_module(folded);
  folded_module.load(weights, true);
  const std::vector<float> of_file = run_file(folded, weights, input);
  const double scale = std::max(1.0, wanted.abs().max().item<double>());
  EXPECT_LT((folded_module.forward(input, false) - wanted).abs().max().item<double>(), 1e-4 * scale);
  EXPECT_LT(worst_difference(unfolded, wanted), 1e-4 * scale);
  EXPECT_LT(worst_difference(of_file, wanted), 1e-4 * scale);
}

/// Training shows a net small pictures first, so it must run at other sizes than the graph's.
TEST_P(learnt_nets, run_and_learn_at_another_size) {
  const net::NetKind& kind = *GetParam();
  torch::manual_seed(6);
  TorchNet module(kind.make(small_size(kind)));
  const torch::Tensor input = torch::rand({2, module.graph().input_shape().channels, 96, 96}) * 255;
  const torch::Tensor logit = module.forward(input, true, "logit");
  EXPECT_EQ(logit.sizes(), torch::IntArrayRef({2, 1, 96, 96}));
  logit.square().sum().backward();
  std::size_t reached = 0;
  for (const auto& [name, value] : module.parameters()) reached += value.grad().defined() ? 1 : 0;
  EXPECT_EQ(reached, module.parameters().size());
  const torch::NoGradGuard guard;
  const torch::Tensor matte = module.forward(input, false);
  EXPECT_GE(matte.min().item<float>(), 0.0F);
  EXPECT_LE(matte.max().item<float>(), 1.0F);
}

std::string name_of(const testing::TestParamInfo<const net::NetKind*>& info) { return std::string(info.param->name); }

INSTANTIATE_TEST_SUITE_P(train_onnx, catalogue, testing::ValuesIn(net::all_nets().begin(), net::all_nets().end()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(train_onnx, learnt_nets, testing::ValuesIn(all_learnt_nets()), name_of);

/// The constant nets say what they move: bits become numbers.
TEST(train_onnx, sixteen_pixels_are_packed_into_one_number) {
  const Graph graph = net::transfer2.make(32);
  TorchNet module(graph);
  module.load(net::transfer2.constants(graph), true);
  const torch::NoGradGuard guard;
  torch::Tensor input = torch::zeros({1, 1, 32, 32});
  input[0][0][3][0] = 1;   // 2^7
  input[0][0][3][7] = 1;   // 2^0
  input[0][0][3][15] = 1;  // 2^-8
  input[0][0][5][16] = 1;
  torch::Tensor wanted = torch::zeros({1, 1, 32, 2});
  wanted[0][0][3][0] = 128 + 1 + 1.0 / 256;
  wanted[0][0][5][1] = 128;
  EXPECT_TRUE(torch::equal(module.forward(input, false), wanted));
}

}  // namespace
}  // namespace segme::train
