// What an engine says it computes in is what it computes in: read off the compiled net, kept with it in the cache.
#include <gtest/gtest.h>
#include <openvino/openvino.hpp>

#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/notice.h"
#include "infer/engine.h"
#include "infer/model_cache.h"
#include "infer/openvino/eight_bits.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> heard;

class Arithmetic : public testing::Test {
 protected:
  void SetUp() override {
    heard.clear();
    listen_to_notices([](const std::string& sentence) { heard.push_back(sentence); });
  }
  void TearDown() override { listen_to_notices(nullptr); }

  /// A convolution of the picture to 16 channels; and the picture times -1, for which nothing can be rounded.
  static Model model(bool convolution) {
    test::TinyNet net;
    net.width = net.height = 32;
    net.weights.assign(16 * 3, 0.25F);
    net.two_outputs = true;
    Model made;
    made.card.name = "tiny";
    made.card.file = "model.onnx";
    made.card.width = made.card.height = 32;
    made.card.output = convolution ? "output" : "negative";
    made.card.output_channels = convolution ? 16 : 3;
    made.bytes = test::write_tiny_onnx(net);
    return made;
  }
  static std::string device(const Model& model, EnginePrecision precision, bool cache = false) {
    EngineOptions options;
    options.threads = 1;
    options.precision = precision;
    options.cache = cache;
    return make_engine(model, options)->device();
  }

  test::ScratchFolder scratch_;
  test::Environment cache_home_{"XDG_CACHE_HOME", scratch_.path().string()};
};

TEST_F(Arithmetic, is_int8_where_the_net_computes_in_8_bits_and_not_where_it_was_asked_to) {
  EXPECT_NE(device(model(true), EnginePrecision::int8).find("CPU, int8, 1 thread"), std::string::npos);
  EXPECT_NE(device(model(true), EnginePrecision::fp32).find("CPU, fp32, 1 thread"), std::string::npos);
  EXPECT_NE(device(model(false), EnginePrecision::int8).find("CPU, fp32, 1 thread"), std::string::npos);
}

TEST_F(Arithmetic, is_the_same_from_the_cache) {
  EngineOptions options;
  options.precision = EnginePrecision::int8;
  EXPECT_EQ(cached_arithmetic(model(true), options), "");
  const std::string cold = device(model(true), EnginePrecision::int8, true);
  EXPECT_EQ(device(model(true), EnginePrecision::int8, true), cold);
  EXPECT_EQ(cached_arithmetic(model(true), options), "int8");
  EXPECT_EQ(heard, std::vector<std::string>());
}

TEST_F(Arithmetic, of_a_net_that_runs_in_floats_for_want_of_kernels_is_told) {
  device(model(true), EnginePrecision::int8, true);
  const fs::path file = *fs::directory_iterator(scratch_.path() / "segme");
  const std::string whole = test::read_bytes(file);
  std::uint64_t key_size = 0;
  std::memcpy(&key_size, whole.data() + 24, sizeof key_size);
  const ModelCache cache(whole.substr(32, key_size));
  const auto kept = cache.read();
  ASSERT_TRUE(kept);
  std::string bytes(kept->bytes.begin(), kept->bytes.end() - 5);  // without "int8" and its length
  const std::string widened = "fp32 in place of int8";
  bytes += widened + static_cast<char>(widened.size());
  cache.write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  EXPECT_NE(device(model(true), EnginePrecision::int8, true).find("CPU, fp32 in place of int8, 1 thread"),
            std::string::npos);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_NE(heard[0].find("cannot run the 8 bits of the model 'tiny'"), std::string::npos) << heard[0];
}

/// A net whose roundings of what flows through it have no kernel; those of its weights have.
void refuse_roundings(const ov::Model& net) {
  for (const std::shared_ptr<ov::Node>& node : net.get_ops()) {
    const bool rounds = std::string(node->get_type_name()) == "FakeQuantize";
    if (rounds && std::string(node->get_input_node_ptr(0)->get_type_name()) != "Constant")
      throw std::runtime_error("could not create a primitive descriptor");
  }
}

TEST_F(Arithmetic, of_a_net_that_cannot_be_compiled_in_8_bits_is_floats_and_said_so_now_and_from_the_cache) {
  const struct Refusing {
    Refusing() { before_compiling = refuse_roundings; }
    ~Refusing() { before_compiling = nullptr; }
  } refusing;
  const std::string floats = "CPU, fp32 in place of int8, 1 thread";
  EXPECT_NE(device(model(true), EnginePrecision::int8).find(floats), std::string::npos)
      << device(model(true), EnginePrecision::int8);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_NE(heard[0].find("cannot run the 8 bits of the model 'tiny'"), std::string::npos) << heard[0];
  device(model(true), EnginePrecision::int8, true);
  before_compiling = nullptr;
  EXPECT_NE(device(model(true), EnginePrecision::int8, true).find(floats), std::string::npos) << "from the cache";
  EXPECT_EQ(device(model(true), EnginePrecision::fp32).find("int8"), std::string::npos);
}

}  // namespace
}  // namespace segme
