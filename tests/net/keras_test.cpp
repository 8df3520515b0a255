// net/keras: weights in Keras' layouts give the net's output that a plain computation in those layouts gives; what does
// not fit is said; a file that libhdf5 wrote and one of TensorFlow.js come in as what was put into them.
#include "net/keras.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "net/builder.h"
#include "net/fold.h"
#include "net/half.h"
#include "net/interpret.h"
#include "net/read_h5.h"
#include "net/read_tfjs.h"

namespace segme::net {
namespace {

namespace fs = std::filesystem;

/// Values that differ from place to place and are exact in halves.
Tensor numbers(const std::vector<std::int64_t>& shape, int seed) {
  Tensor made{shape, {}};
  std::int64_t count = 1;
  for (const std::int64_t side : shape) count *= side;
  for (std::int64_t i = 0; i < count; ++i)
    made.values.push_back(static_cast<float>((i * 37 + seed * 11) % 64 - 31) / 64.0F);
  return made;
}

Tensor positive(std::int64_t count, int seed) {
  Tensor made = numbers({count}, seed);
  for (float& value : made.values) value = std::abs(value) + 0.5F;
  return made;
}

KerasLayer norm_layer(const std::string& name, std::int64_t channels, int seed) {
  return {name,
          {{"gamma", positive(channels, seed)},
           {"beta", numbers({channels}, seed + 1)},
           {"moving_mean", numbers({channels}, seed + 2)},
           {"moving_variance", positive(channels, seed + 3)}}};
}

/// One of each: a convolution with a norm, a depthwise one, a separable one, a transposed one, and one of a single tap.
Graph small_net() {
  Builder b("small", {3, 4, 4});
  int x = b.batch_norm("a_norm", b.conv("a", 0, 4, {.kernel = 3, .stride = 2}));
  x = b.conv("b", x, 4, {.kernel = 3, .groups = 4, .bias = true});
  x = b.conv("c_point", b.conv("c_depth", x, 4, {.kernel = 3, .groups = 4}), 5, {.bias = true});
  x = b.transposed_conv("d", x, 2, {.kernel = 3, .stride = 2, .bias = true});
  b.conv("logit", x, 1, {.bias = true});
  return std::move(b).finish();
}

std::vector<KerasLayer> small_layers() {
  return {{"conv2d_9", {{"kernel", numbers({3, 3, 3, 4}, 1)}}},
          norm_layer("batch_normalization_3", 4, 2),
          {"dw", {{"depthwise_kernel", numbers({3, 3, 4, 1}, 6)}, {"bias", numbers({4}, 7)}}},
          {"separable_conv2d_2",
           {{"depthwise_kernel", numbers({3, 3, 4, 1}, 8)},
            {"pointwise_kernel", numbers({1, 1, 4, 5}, 9)},
            {"bias", numbers({5}, 10)}}},
          {"conv2d_transpose_1", {{"kernel", numbers({3, 3, 2, 5}, 11)}, {"bias", numbers({2}, 12)}}},
          {"op", {{"kernel", numbers({1, 1, 1, 2}, 13)}, {"bias", numbers({1}, 14)}}}};
}

/// Pixels with their channels side by side, as Keras has them.
struct Picture {
  int height, width, channels;
  std::vector<double> values;
  double& at(int y, int x, int c) { return values[static_cast<std::size_t>((y * width + x) * channels + c)]; }
};
Picture empty(int height, int width, int channels) {
  return {height, width, channels, std::vector<double>(static_cast<std::size_t>(height * width * channels), 0.0)};
}

/// TensorFlow's SAME, of kernels [h, w, in, out], or [h, w, channels, 1] where `depthwise`.
Picture keras_conv(Picture& in, const Tensor& kernel, int stride, bool depthwise) {
  const auto side = [&](std::size_t i) { return static_cast<int>(kernel.shape[i]); };
  const int out_height = (in.height + stride - 1) / stride;
  const int out_width = (in.width + stride - 1) / stride;
  const int top = std::max((out_height - 1) * stride + side(0) - in.height, 0) / 2;
  const int left = std::max((out_width - 1) * stride + side(1) - in.width, 0) / 2;
  Picture out = empty(out_height, out_width, depthwise ? side(2) : side(3));
  std::size_t at = 0;
  for (int v = 0; v < side(0); ++v) {
    for (int u = 0; u < side(1); ++u) {
      for (int i = 0; i < side(2); ++i) {
        for (int o = 0; o < side(3); ++o) {
          const double weight = static_cast<double>(kernel.values[at++]);
          for (int y = 0; y < out_height; ++y) {
            for (int x = 0; x < out_width; ++x) {
              const int from_y = y * stride + v - top;
              const int from_x = x * stride + u - left;
              if (from_y < 0 || from_y >= in.height || from_x < 0 || from_x >= in.width) continue;
              out.at(y, x, depthwise ? i : o) += weight * in.at(from_y, from_x, i);
            }
          }
        }
      }
    }
  }
  return out;
}

/// Conv2DTranspose, SAME: each value is spread over the window that a convolution of that stride reads; [h, w, out,
/// in].
Picture keras_transposed(Picture& in, const Tensor& kernel, int stride) {
  const auto side = [&](std::size_t i) { return static_cast<int>(kernel.shape[i]); };
  Picture out = empty(in.height * stride, in.width * stride, side(2));
  const int top = std::max((in.height - 1) * stride + side(0) - out.height, 0) / 2;
  const int left = std::max((in.width - 1) * stride + side(1) - out.width, 0) / 2;
  std::size_t at = 0;
  for (int v = 0; v < side(0); ++v) {
    for (int u = 0; u < side(1); ++u) {
      for (int o = 0; o < side(2); ++o) {
        for (int i = 0; i < side(3); ++i) {
          const double weight = static_cast<double>(kernel.values[at++]);
          for (int y = 0; y < in.height; ++y) {
            for (int x = 0; x < in.width; ++x) {
              const int to_y = y * stride + v - top;
              const int to_x = x * stride + u - left;
              if (to_y < 0 || to_y >= out.height || to_x < 0 || to_x >= out.width) continue;
              out.at(to_y, to_x, o) += weight * in.at(y, x, i);
            }
          }
        }
      }
    }
  }
  return out;
}

void add_bias(Picture& picture, const Tensor& bias) {
  for (std::size_t i = 0; i < picture.values.size(); ++i)
    picture.values[i] += static_cast<double>(bias.values[i % bias.values.size()]);
}

void normalise(Picture& picture, const KerasLayer& layer, double epsilon) {
  const auto part = [&](const char* name, std::size_t c) {
    return static_cast<double>(layer.parts.at(name).values[c]);
  };
  for (std::size_t i = 0; i < picture.values.size(); ++i) {
    const std::size_t c = i % static_cast<std::size_t>(picture.channels);
    picture.values[i] = part("gamma", c) * (picture.values[i] - part("moving_mean", c)) /
                            std::sqrt(part("moving_variance", c) + epsilon) +
                        part("beta", c);
  }
}

std::vector<float> input_planes() {
  std::vector<float> planes;
  for (int i = 0; i < 48; ++i) planes.push_back(static_cast<float>(i * 29 % 50) / 50.0F);
  return planes;
}

Picture in_keras(const std::vector<float>& planes) {
  Picture picture = empty(4, 4, 3);
  for (std::size_t i = 0; i < planes.size(); ++i) picture.values[i % 16 * 3 + i / 16] = static_cast<double>(planes[i]);
  return picture;
}

TEST(net_keras, a_net_with_its_weights_gives_what_keras_layouts_give_by_hand) {
  const Graph graph = small_net();
  const std::vector<KerasLayer> layers = small_layers();
  const KerasStart start = fit_keras(graph, layers);
  EXPECT_EQ(start.taken, layers.size());
  EXPECT_EQ(start.unfolded, 0U);
  EXPECT_EQ(start.remark, "");
  ASSERT_EQ(start.weights.size(), weight_specs(graph).size());

  Picture x = in_keras(input_planes());
  x = keras_conv(x, layers[0].parts.at("kernel"), 2, false);
  normalise(x, layers[1], 1e-3);
  x = keras_conv(x, layers[2].parts.at("depthwise_kernel"), 1, true);
  add_bias(x, layers[2].parts.at("bias"));
  x = keras_conv(x, layers[3].parts.at("depthwise_kernel"), 1, true);
  x = keras_conv(x, layers[3].parts.at("pointwise_kernel"), 1, false);
  add_bias(x, layers[3].parts.at("bias"));
  x = keras_transposed(x, layers[4].parts.at("kernel"), 2);
  add_bias(x, layers[4].parts.at("bias"));
  x = keras_transposed(x, layers[5].parts.at("kernel"), 1);
  add_bias(x, layers[5].parts.at("bias"));

  Interpreter interpreter(graph, start.weights);
  const std::vector<float>& output = interpreter.run(input_planes()).back();
  ASSERT_EQ(output.size(), x.values.size());
  double spread = 0;
  for (std::size_t i = 0; i < output.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(output[i]), x.values[i], 1e-4) << i;
    spread = std::max(spread, std::abs(x.values[i] - x.values[0]));
  }
  EXPECT_GT(spread, 0.1) << "a test that cannot fail";
}

TEST(net_keras, a_norm_that_the_file_has_folded_leaves_its_bias_behind) {
  std::vector<KerasLayer> layers = small_layers();
  layers.erase(layers.begin() + 1);
  EXPECT_NE(fit_keras(small_net(), layers).remark, "") << "without a bias nothing is folded";
  layers[0].parts["bias"] = numbers({4}, 20);
  const KerasStart start = fit_keras(small_net(), layers);
  EXPECT_EQ(start.remark, "");
  EXPECT_EQ(start.unfolded, 1U);
  EXPECT_EQ(start.weights.at("a.bias").values, layers[0].parts.at("bias").values);
  EXPECT_FALSE(start.weights.contains("a_norm.weight"));
}

TEST(net_keras, a_bias_before_a_norm_that_has_none_here_moves_the_mean) {
  std::vector<KerasLayer> layers = small_layers();
  const Weights plain = fit_keras(small_net(), layers).weights;
  layers[0].parts["bias"] = numbers({4}, 20);
  const KerasStart start = fit_keras(small_net(), layers);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(start.weights.at("a_norm.running_mean").values[i],
              plain.at("a_norm.running_mean").values[i] - layers[0].parts.at("bias").values[i]);
  }
}

TEST(net_keras, what_does_not_fit_ends_the_walk_and_is_named) {
  std::vector<KerasLayer> layers = small_layers();
  layers[3].parts["pointwise_kernel"] = numbers({1, 1, 4, 6}, 9);
  const KerasStart start = fit_keras(small_net(), layers);
  EXPECT_EQ(start.taken, 4U);
  EXPECT_TRUE(start.weights.contains("c_depth.weight"));
  EXPECT_FALSE(start.weights.contains("c_point.weight") || start.weights.contains("d.weight"));
  EXPECT_NE(start.remark.find("'separable_conv2d_2' with a kernel of [1, 1, 4, 6] does not fit 'c_point'"),
            std::string::npos)
      << start.remark;
  layers.resize(2);
  EXPECT_NE(fit_keras(small_net(), layers).remark.find("ends before 'b'"), std::string::npos);
}

TEST(net_keras, names_lose_what_keras_adds) {
  EXPECT_EQ(keras_part("block_1_expand_BN/gamma_1:0"), "gamma");
  EXPECT_EQ(keras_part("conv2d_1/depthwise_kernel"), "depthwise_kernel");
  EXPECT_EQ(keras_layer("expanded_conv/project/BatchNorm/beta:0"), "expanded_conv/project/BatchNorm");
}

class files : public testing::Test {
 protected:
  files() : folder_(fs::temp_directory_path() / ("segme-keras-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~files() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  fs::path folder_;
};

template <class Value>
void put(std::string& bytes, Value value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Two layers in four storages; the topology has them the other way round.
std::string tfjs_json(const std::string& paths) {
  return R"({"modelTopology":{"model_config":{"config":{"layers":[{"config":{"name":"first"}},{"config":{"name":"second"}}]}}},
    "weightsManifest":[{"paths":)" +
         paths + R"(,"weights":[
    {"name":"second/kernel","shape":[1,1,2,2],"dtype":"float32","quantization":{"dtype":"uint8","scale":0.5,"min":-3.0}},
    {"name":"second/bias","shape":[2],"dtype":"float32","quantization":{"dtype":"uint16","scale":0.25,"min":1.0}},
    {"name":"first/kernel","shape":[1,1,1,2],"dtype":"float32","quantization":{"dtype":"float16"}},
    {"name":"first/bias","shape":[2],"dtype":"float32"}]}]})";
}

std::string tfjs_bytes() {
  std::string bytes{'\0', '\1', '\2', '\xFF'};
  for (const int value : {0, 40000}) put(bytes, static_cast<std::uint16_t>(value));
  for (const float value : {0.5F, -2.0F}) put(bytes, to_half(value));
  for (const float value : {0.1F, -1e-9F}) put(bytes, value);
  return bytes;
}

TEST_F(files, of_tensorflow_js_come_back_as_what_was_stored_also_from_several_pieces) {
  write("model.json", tfjs_json(R"(["group1-shard1of2.bin","group1-shard2of2.bin"])"));
  write("group1-shard1of2.bin", tfjs_bytes().substr(0, 7));
  write("group1-shard2of2.bin", tfjs_bytes().substr(7));
  const std::vector<KerasLayer> layers = read_tfjs(folder_ / "model.json");
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].name, "first");
  EXPECT_EQ(layers[0].parts.at("kernel").values, (std::vector<float>{0.5F, -2.0F}));
  EXPECT_EQ(layers[0].parts.at("bias").values, (std::vector<float>{0.1F, -1e-9F}));
  EXPECT_EQ(layers[1].parts.at("kernel").values, (std::vector<float>{-3, -2.5F, -2, 124.5F}));
  EXPECT_EQ(layers[1].parts.at("kernel").shape, (std::vector<std::int64_t>{1, 1, 2, 2}));
  EXPECT_EQ(layers[1].parts.at("bias").values, (std::vector<float>{1, 10001}));
}

TEST_F(files, of_tensorflow_js_that_are_broken_are_refused_in_a_sentence) {
  const auto sentence = [&](const std::string& json) -> std::string {
    write("model.json", json);
    try {
      read_tfjs(folder_ / "model.json");
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      return error.what();
    }
    return "";
  };
  write("short.bin", tfjs_bytes().substr(0, 15));
  EXPECT_NE(sentence(tfjs_json(R"(["short.bin"])")).find("'first/bias' is cut short"), std::string::npos);
  EXPECT_NE(sentence(tfjs_json(R"(["gone.bin"])")).find("there is no 'gone.bin'"), std::string::npos);
  EXPECT_NE(sentence(tfjs_json(R"(["../short.bin"])")).find("another folder"), std::string::npos);
  EXPECT_NE(sentence("{}").find("no model.json"), std::string::npos);
}

/// Written by h5py with libhdf5: layer i of `first`, `group/second` has values (i + 1) * 0.25, in order of the file.
TEST(net_h5, a_file_that_libhdf5_wrote_comes_in_as_what_was_put_into_it) {
  const fs::path seeds = fs::path(SEGME_SOURCE_DIR) / "tests/fuzz/seeds/h5";
  for (const char* name : {"weights.h5", "model.h5"}) {
    const std::vector<KerasLayer> layers = read_h5(seeds / name);
    ASSERT_EQ(layers.size(), 3U) << name;
    EXPECT_EQ(layers[0].name, "z_first");
    EXPECT_EQ(layers[1].name, "group/second");
    EXPECT_EQ(layers[2].name, "bn");
    float next = 0;
    for (const auto& [layer, part, shape] : {std::tuple{0, "kernel", std::vector<std::int64_t>{3, 3, 1, 2}},
                                             {0, "bias", {2}},
                                             {1, "depthwise_kernel", {1, 1, 2, 1}},
                                             {2, "gamma", {2}},
                                             {2, "moving_mean", {2}}}) {
      const Tensor& tensor = layers[static_cast<std::size_t>(layer)].parts.at(part);
      EXPECT_EQ(tensor.shape, shape);
      for (const float value : tensor.values) EXPECT_EQ(value, next += 0.25F) << part;
    }
  }
}

TEST_F(files, of_hdf5_that_are_broken_or_of_others_are_refused) {
  const fs::path seed = fs::path(SEGME_SOURCE_DIR) / "tests/fuzz/seeds/h5/weights.h5";
  std::ifstream stream(seed, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(stream), {}};
  for (const std::size_t length : {std::size_t{0}, std::size_t{50}, whole.size() / 2, whole.size() - 200}) {
    write("cut.h5", whole.substr(0, length));
    EXPECT_THROW(read_h5(folder_ / "cut.h5"), Error) << length;
  }
  EXPECT_THROW(read_h5(folder_ / "gone.h5"), Error);
  EXPECT_THROW(read_h5(fs::path(SEGME_SOURCE_DIR) / "tests/fuzz/seeds/h5/other.h5"), Error);
}

TEST(net_keras, a_bias_that_the_net_has_no_place_for_ends_the_walk_unless_it_is_zero) {
  const Graph graph = small_net();
  std::vector<KerasLayer> layers = small_layers();
  const KerasLayer separable = layers[3];
  layers[3] = {"depth", {{"depthwise_kernel", separable.parts.at("depthwise_kernel")}, {"bias", {{4}, {0, 0, 0, 0}}}}};
  layers.insert(layers.begin() + 4,
                {"point", {{"kernel", separable.parts.at("pointwise_kernel")}, {"bias", separable.parts.at("bias")}}});
  EXPECT_EQ(fit_keras(graph, layers).remark, "");
  layers[3].parts["bias"].values[2] = 0.5F;
  const KerasStart start = fit_keras(graph, layers);
  EXPECT_NE(start.remark.find("'c_point'"), std::string::npos) << start.remark;
  EXPECT_FALSE(start.weights.contains("c_point.weight"));
}

}  // namespace
}  // namespace segme::net
