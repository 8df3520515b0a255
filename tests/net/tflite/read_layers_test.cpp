// net/tflite/read_layers: a file with other names, in another order, as older converters wrote it, gives a net the
// weights that are in it; what floats cannot be made of is refused.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "base/error.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/read_tflite.h"
#include "net/write_tflite.h"
#include "tests/net/small_nets.h"
#include "tflite_generated.h"

namespace segme::net {
namespace {

namespace fs = std::filesystem;

using Operators = std::vector<std::unique_ptr<tflite::OperatorT>>;

/// One of the orders in which each operator follows what it reads.
void shuffle(Operators& operators, std::mt19937& random) {
  std::set<int> open;  // tensors that an operator has still to make
  for (const auto& op : operators) open.insert(op->outputs.begin(), op->outputs.end());
  Operators ordered;
  while (!operators.empty()) {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < operators.size(); ++i) {
      if (std::ranges::none_of(operators[i]->inputs, [&](int input) { return open.contains(input); }))
        ready.push_back(i);
    }
    const auto chosen = static_cast<std::ptrdiff_t>(ready.at(random() % ready.size()));
    for (const int output : operators[static_cast<std::size_t>(chosen)]->outputs) open.erase(output);
    ordered.push_back(std::move(operators[static_cast<std::size_t>(chosen)]));
    operators.erase(operators.begin() + chosen);
  }
  operators = std::move(ordered);
}

/// Transposed convolutions without a bias; an addition behind each has it.
void part_from_biases(tflite::ModelT& model) {
  auto& net = *model.subgraphs[0];
  model.operator_codes.push_back(std::make_unique<tflite::OperatorCodeT>());
  model.operator_codes.back()->builtin_code = tflite::BuiltinOperator::ADD;
  const auto add = static_cast<std::uint32_t>(model.operator_codes.size() - 1);
  for (std::size_t i = 0; i < net.operators.size(); ++i) {
    tflite::OperatorT& op = *net.operators[i];
    const auto code = model.operator_codes[op.opcode_index]->builtin_code;
    if (code != tflite::BuiltinOperator::TRANSPOSE_CONV || op.inputs.size() != 4) continue;
    auto sum = std::make_unique<tflite::OperatorT>();
    sum->opcode_index = add;
    sum->builtin_options.Set(tflite::AddOptionsT());
    net.tensors.push_back(std::make_unique<tflite::TensorT>(*net.tensors[static_cast<std::size_t>(op.outputs[0])]));
    const int between = static_cast<int>(net.tensors.size()) - 1;
    sum->inputs = {between, op.inputs[3]};
    sum->outputs = op.outputs;
    op.inputs.pop_back();
    op.outputs = {between};
    net.operators.insert(net.operators.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(sum));
  }
}

fs::path as_another_converter(const std::vector<std::uint8_t>& bytes, unsigned seed) {
  std::mt19937 random(seed);
  const std::unique_ptr<tflite::ModelT> model(tflite::GetModel(bytes.data())->UnPack());
  auto& net = *model->subgraphs[0];
  net.name = "main";
  for (std::size_t i = 0; i < net.tensors.size(); ++i) net.tensors[i]->name = "model/tensor_" + std::to_string(i);
  part_from_biases(*model);
  shuffle(net.operators, random);
  for (const auto& code : model->operator_codes) {  // as before there were more than 127 kinds
    code->deprecated_builtin_code = static_cast<std::int8_t>(code->builtin_code);
    code->builtin_code = tflite::BuiltinOperator::ADD;
  }
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(tflite::Model::Pack(builder, model.get()), "TFL3");
  fs::path path = fs::temp_directory_path() / ("segme-layers-" + std::to_string(::getpid()) + ".tflite");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(builder.GetBufferPointer()),
             static_cast<std::streamsize>(builder.GetSize()));
  return path;
}

TEST(read_tflite_layers, start_a_net_with_the_weights_of_the_file_in_whatever_order_it_is) {
  for (const NetKind* kind : {&mobile_unet_deconv, &mobile_unet_bilinear, &mnv3_unet_wm10, &mnv3_seg, &prisma,
                              &portrait, &portrait_fast, &portrait_fine}) {
    const Graph graph = kind->make(64);
    Weights weights = test::random_weights(graph);
    const Graph folded = fold_batch_norms(graph, weights);
    const std::vector<std::uint8_t> bytes = write_tflite(folded, weights, {Precision::fp32, {}, {}});
    const auto norms = std::ranges::count(graph.nodes, Op::batch_norm, &Node::op);
    for (const unsigned seed : {1U, 2U, 3U}) {
      const fs::path path = as_another_converter(bytes, seed);
      const TfliteLayers file = read_tflite_layers(path);
      fs::remove(path);
      EXPECT_EQ(file.net, "main");
      const KerasStart start = fit_keras(graph, file.layers, LayerOrder::walked);
      EXPECT_EQ(start.remark, "") << kind->name;
      EXPECT_EQ(start.taken, file.layers.size()) << kind->name;
      EXPECT_EQ(start.unfolded, static_cast<std::size_t>(norms)) << kind->name;
      for (const WeightSpec& spec : weight_specs(folded)) {
        ASSERT_TRUE(start.weights.contains(spec.name)) << kind->name << ' ' << spec.name;
        EXPECT_EQ(start.weights.at(spec.name).values, weights.at(spec.name).values) << kind->name << ' ' << spec.name;
      }
    }
  }
}

TEST(read_tflite_layers, halves_are_read_too) {
  const Graph graph = mnv3_seg.make(64);
  Weights weights = test::random_weights(graph);
  const Graph folded = fold_batch_norms(graph, weights);
  const std::vector<std::uint8_t> bytes = write_tflite(folded, weights, {Precision::fp16, {}, {}});
  const fs::path path = as_another_converter(bytes, 4);
  const KerasStart start = fit_keras(graph, read_tflite_layers(path).layers, LayerOrder::walked);
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  const Weights by_name = read_tflite(path);
  fs::remove(path);
  EXPECT_EQ(start.remark, "");
  for (const WeightSpec& spec : weight_specs(folded)) {
    EXPECT_EQ(start.weights.at(spec.name).values, by_name.at(spec.name).values) << spec.name;
  }
}

TEST(read_tflite_layers, what_is_in_8_bits_or_no_net_is_refused) {
  const auto refused = [](const fs::path& path, const std::string& why) {
    try {
      read_tflite_layers(path);
      ADD_FAILURE() << "was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    }
  };
  refused("/nowhere/a.tflite", "there is no such file");
  const Graph graph = mnv3_seg.make(64);
  Weights weights = test::random_weights(graph);
  const Graph folded = fold_batch_norms(graph, weights);
  const fs::path path = as_another_converter(write_tflite(folded, weights, {Precision::int8_weights, {}, {}}), 5);
  refused(path, "8 bits");
  fs::resize_file(path, fs::file_size(path) / 2);
  refused(path, "cut short");
  fs::remove(path);
}

}  // namespace
}  // namespace segme::net
