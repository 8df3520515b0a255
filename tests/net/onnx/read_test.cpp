// net/onnx/read: what write_onnx wrote is read back, floats exactly and halves as halves; other files are refused.
#include "net/read_onnx.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/half.h"
#include "net/write_onnx.h"
#include "tests/infer/tiny_onnx.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

namespace fs = std::filesystem;

fs::path written(const std::vector<std::uint8_t>& bytes) {
  fs::path path = fs::temp_directory_path() / ("segme-read-onnx-" + std::to_string(::getpid()) + ".onnx");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path;
}

TEST(read_onnx, gives_back_every_weight_of_a_folded_net) {
  const Graph graph = portrait_fast.make(64);
  Weights weights = test::random_weights(graph);
  const Graph folded = fold_batch_norms(graph, weights);
  for (const Precision precision : {Precision::fp32, Precision::fp16}) {
    const fs::path path = written(write_onnx(folded, weights, test::options_for(precision, folded)));
    std::string name;
    int size = 0;
    const Weights read = read_onnx(path, &name, &size);
    fs::remove(path);
    EXPECT_EQ(name, "portrait_fast");
    EXPECT_EQ(size, 64);
    for (const WeightSpec& spec : weight_specs(folded)) {
      ASSERT_TRUE(read.contains(spec.name)) << spec.name;
      const Tensor& tensor = read.at(spec.name);
      EXPECT_EQ(tensor.shape, spec.shape) << spec.name;
      const std::vector<float>& wanted = weights.at(spec.name).values;
      ASSERT_EQ(tensor.values.size(), wanted.size());
      // Halves hand what rounding took on to the next value: see to_halves.
      float largest = 0;
      for (const float value : wanted) largest = std::max(largest, std::abs(value));
      const double step = precision == Precision::fp32 ? 0 : 1e-3 * static_cast<double>(largest);
      for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(tensor.values[i], wanted[i], step) << spec.name;
    }
  }
}

TEST(read_onnx, what_is_no_such_file_is_refused_with_a_sentence) {
  const Graph graph = portrait_fast.make(64);
  Weights weights = test::random_weights(graph);
  const Graph folded = fold_batch_norms(graph, weights);
  std::vector<std::uint8_t> bytes = write_onnx(folded, weights);
  bytes.resize(bytes.size() / 2);
  const auto refused = [](const fs::path& path, const std::string& why) {
    try {
      read_onnx(path);
      FAIL() << "taken: " << why;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    }
  };
  refused(written(bytes), "cut short");
  refused(written({}), "no weights");
  refused(written({}).string() + ".nowhere", "no such file");
  fs::remove(written({}));
}

TEST(read_onnx, takes_weights_from_a_second_file_beside_it_and_from_nowhere_else) {
  const fs::path folder = fs::temp_directory_path() / ("segme-read-onnx-" + std::to_string(::getpid()));
  fs::create_directories(folder / "net");
  const std::vector<float> values{0.5F, -2, 3};
  const auto write = [&](const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  };
  const auto net_with = [&](const std::string& second) {
    const std::vector<std::uint8_t> bytes = segme::test::write_tiny_onnx({.second_file = second});
    write(folder / "net" / "model.onnx", std::string(bytes.begin(), bytes.end()));
    return folder / "net" / "model.onnx";
  };
  write(folder / "net" / "weights.bin", segme::test::tiny_second_file(values));
  write(folder / "above.bin", segme::test::tiny_second_file(values));
  EXPECT_EQ(read_onnx(net_with("weights.bin")).at("weights").values, values);
  for (const char* name : {"../above.bin", "missing.bin"}) {
    try {
      read_onnx(net_with(name));
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    }
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace segme::net
