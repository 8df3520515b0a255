// train, net, infer: one net, one input, LibTorch here and the ONNX file in an engine that others wrote there.
#include <gtest/gtest.h>

#include <cmath>

#include "infer/engine.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/write_onnx.h"
#include "train/torch/net.h"

namespace segme::train {
namespace {

TEST(train_onnx, the_file_and_the_module_agree_on_every_net) {
  for (const net::NetKind* kind : net::all_nets()) {
    torch::manual_seed(5);
    const net::Graph graph = kind->make(kind->size);
    TorchNet module(graph);
    const torch::NoGradGuard guard;
    for (const auto& [name, value] : module.statistics()) {
      torch::Tensor statistic = value;
      statistic.uniform_(0.5, 1.5);
    }
    const std::int64_t side = kind->size;
    const torch::Tensor input = torch::rand({1, 3, side, side}) * 255;
    const torch::Tensor wanted = module.forward(input, false).contiguous();

    net::Weights weights = module.weights();
    const net::Graph folded = net::fold_batch_norms(graph, weights);
    Model model;
    model.card.name = std::string(kind->name);
    model.card.file = "model.onnx";
    model.card.width = model.card.height = kind->size;
    model.bytes = net::write_onnx(folded, weights);
    EngineOptions options;
    options.threads = 1;
    options.cache = "off";
    const std::unique_ptr<Engine> engine = make_engine(model, options);
    std::copy_n(input.data_ptr<float>(), engine->input().size(), engine->input().data());
    engine->run();
    ASSERT_EQ(engine->output().size(), static_cast<std::size_t>(wanted.numel()));
    double worst = 0;
    for (std::size_t i = 0; i < engine->output().size(); ++i) {
      worst = std::max(worst, std::abs(static_cast<double>(engine->output()[i] - wanted.data_ptr<float>()[i])));
    }
    EXPECT_LT(worst, 1e-4) << kind->name;
  }
}

}  // namespace
}  // namespace segme::train
