// infer/openvino/engine on nets that the test writes itself: values, refusals, and the compiled-model cache under every
// mishap.
#include "infer/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "infer/model_cache.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

Model tiny_model(const test::TinyNet& net = {}) {
  Model model;
  model.card.name = "tiny";
  model.card.file = "model.onnx";
  model.card.width = net.width;
  model.card.height = net.height;
  model.card.layout = model.card.output_layout = net.nhwc ? Layout::nhwc : Layout::nchw;
  model.card.output_channels = static_cast<int>(net.weights.size() / 3);
  model.bytes = test::write_tiny_onnx(net);
  return model;
}

EngineOptions one_thread(bool cache = false) {
  EngineOptions options;
  options.threads = 1;
  options.cache = cache;
  return options;
}

/// Fills the input with 1, 2, 3 ... and gives the output.
std::vector<float> run_on_ramp(Engine& engine) {
  float value = 0;
  for (float& x : engine.input()) x = value += 1.0F;
  engine.run();
  return {engine.output().begin(), engine.output().end()};
}

class engine : public testing::Test {
 protected:
  test::ScratchFolder scratch_;
  test::Environment cache_home_{"XDG_CACHE_HOME", scratch_.path().string()};

  [[nodiscard]] fs::path only_file() const {
    std::vector<fs::path> files(fs::directory_iterator(scratch_.path() / "segme"), fs::directory_iterator{});
    EXPECT_EQ(files.size(), 1U);
    return files.empty() ? fs::path() : files.front();
  }
};

TEST_F(engine, computes_what_the_net_says) {
  test::TinyNet net{.width = 5, .height = 3, .weights = {1, 0, 0, 0.5F, -1, 2}};
  for (const bool nhwc : {false, true}) {
    for (const bool dynamic_batch : {false, true}) {
      net.nhwc = nhwc;
      net.dynamic_batch = dynamic_batch;
      const auto made = make_engine(tiny_model(net), one_thread());
      ASSERT_EQ(made->input().size(), 45U);
      EXPECT_EQ(made->output_shape(), nhwc ? (std::vector<int>{1, 3, 5, 2}) : (std::vector<int>{1, 2, 3, 5}));
      const float* input = made->input().data();
      const std::vector<float> output = run_on_ramp(*made);
      for (std::size_t i = 0; i < 15; ++i) {
        const float first = static_cast<float>(nhwc ? 3 * i + 1 : i + 1);
        const float step = nhwc ? 1 : 15;
        EXPECT_FLOAT_EQ(output[nhwc ? 2 * i : i], first);
        EXPECT_FLOAT_EQ(output[nhwc ? 2 * i + 1 : 15 + i], 0.5F * first - (first + step) + 2 * (first + 2 * step));
      }
      EXPECT_EQ(run_on_ramp(*made), output);
      EXPECT_EQ(made->input().data(), input) << "the input has moved";
    }
  }
}

TEST_F(engine, says_what_really_runs) {
  const std::string device = make_engine(tiny_model(), one_thread())->device();
  EXPECT_EQ(device.rfind("OpenVINO ", 0), 0U) << device;
  EXPECT_NE(device.find("CPU, fp32, 1 thread"), std::string::npos) << device;
  ASSERT_GE(describe_engines().size(), 1U);
  EXPECT_NE(describe_engines()[0].find("CPU: "), std::string::npos);
}

TEST_F(engine, auto_is_one_of_the_two_that_there_are) {
  EngineOptions options = one_thread();
  options.precision = EnginePrecision::automatic;
  const auto made = make_engine(tiny_model(), options);
  const bool bf16 = made->device().find("CPU, bf16, 1 thread") != std::string::npos;
  EXPECT_TRUE(bf16 || made->device().find("CPU, fp32, 1 thread") != std::string::npos) << made->device();
#if defined(__x86_64__)
  EXPECT_EQ(bf16, __builtin_cpu_supports("avx512bf16") != 0) << made->device();
#endif
  EXPECT_NEAR(run_on_ramp(*made)[9], 10.0F, 0.1F);
}

TEST_F(engine, takes_the_output_that_the_card_names) {
  Model model = tiny_model({.two_outputs = true});
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { make_engine(model, one_thread()); });
  EXPECT_NE(sentence.find("negative"), std::string::npos) << sentence;
  model.card.output = "negative";
  EXPECT_EQ(run_on_ramp(*make_engine(model, one_thread()))[9], -10.0F);
  model.card.output = "output";
  EXPECT_EQ(run_on_ramp(*make_engine(model, one_thread()))[9], 10.0F);
  model.card.output = "nothing";
  EXPECT_NE(test::sentence_of(ExitCode::model, [&] { make_engine(model, one_thread()); }).find("'nothing'"),
            std::string::npos);
}

TEST_F(engine, refuses_a_broken_file_in_one_sentence) {
  const std::vector<std::uint8_t> whole = test::write_tiny_onnx({});
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
    Model model = tiny_model();
    model.bytes = std::vector<std::uint8_t>(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const std::string sentence = test::sentence_of(ExitCode::model, [&] { make_engine(model, one_thread(true)); });
    EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find("src/"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("'tiny'"), std::string::npos) << sentence;
  }
  Model text = tiny_model();
  text.bytes = std::vector<std::uint8_t>(1000, 'x');
  test::sentence_of(ExitCode::model, [&] { make_engine(text, one_thread()); });
  text.card.file = "model.tflite";
  test::sentence_of(ExitCode::model, [&] { make_engine(text, one_thread()); });
  text.path = scratch_.path() / "model.tflite";
  test::write_bytes(text.path, std::string(1000, 'x'));
  test::sentence_of(ExitCode::model, [&] { make_engine(text, one_thread()); });
  text.card.file = "model.exe";
  test::sentence_of(ExitCode::model, [&] { make_engine(text, one_thread()); });
}

TEST_F(engine, refuses_a_shape_that_is_not_the_card_s_and_names_both) {
  Model model = tiny_model();
  model.card.width = 9;
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { make_engine(model, one_thread()); });
  EXPECT_NE(sentence.find("[1,3,8,8]"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("[1,3,8,9]"), std::string::npos) << sentence;
  model = tiny_model();
  model.card.layout = Layout::nhwc;
  test::sentence_of(ExitCode::model, [&] { make_engine(model, one_thread()); });
}

/// The picture, repeated `times` by `times`.
Model tiled_model(std::uint64_t times) {
  Model model = tiny_model();
  const std::vector<std::uint64_t> repeats{1, 1, times, times};
  test::Proto graph;
  graph.message(1, test::tiny_node("Tile", {"input", "repeats"}, "output")).bytes(2, "tiny");
  graph.message(5, test::tiny_tensor("repeats", {4}, 7, repeats.data(), 4 * sizeof(std::uint64_t)));
  graph.message(11, test::tiny_value("input", {1, 3, 8, 8}, false));
  graph.message(12, test::tiny_value("output", {1, 3, 8, 8}, false));
  test::Proto file;
  file.number(1, 8).message(7, graph).message(8, test::Proto().bytes(1, "").number(2, 13));
  model.bytes = std::vector<std::uint8_t>(file.text().begin(), file.text().end());
  return model;
}

TEST_F(engine, refuses_tensors_that_no_memory_can_hold) {
  for (const std::uint64_t times : {std::uint64_t{1} << 29U, std::uint64_t{1} << 31U, std::uint64_t{1} << 40U}) {
    const std::string sentence =
        test::sentence_of(ExitCode::model, [&] { make_engine(tiled_model(times), one_thread()); });
    EXPECT_NE(sentence.find("'tiny'"), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find("bad_alloc"), std::string::npos) << sentence;
  }
}

TEST_F(engine, the_second_start_comes_from_the_cache_and_computes_the_same) {
  const Model model = tiny_model();
  const auto cold = make_engine(model, one_thread(true));
  EXPECT_FALSE(cold->from_cache());
  const auto warm = make_engine(model, one_thread(true));
  EXPECT_TRUE(warm->from_cache());
  EXPECT_EQ(run_on_ramp(*warm), run_on_ramp(*cold));
  EXPECT_EQ(warm->device(), cold->device());
  EXPECT_FALSE(make_engine(model, one_thread(false))->from_cache());
  const auto other = make_engine(tiny_model({.weights = {0, 1, 0}}), one_thread(true));
  EXPECT_FALSE(other->from_cache());
  EXPECT_NE(run_on_ramp(*other), run_on_ramp(*cold));
}

TEST_F(engine, a_cached_model_takes_the_threads_that_are_asked_for) {
  const Model model = tiny_model();
  EngineOptions options = one_thread(true);
  make_engine(model, options);
  options.threads = 2;
  const auto warm = make_engine(model, options);
  EXPECT_TRUE(warm->from_cache());
  if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "a machine with one core";
  EXPECT_NE(warm->device().find("2 threads"), std::string::npos) << warm->device();
}

TEST_F(engine, another_precision_has_a_cache_of_its_own) {
  const Model model = tiny_model();
  make_engine(model, one_thread(true));
  EngineOptions options = one_thread(true);
  options.precision = EnginePrecision::bf16;
  const auto made = make_engine(model, options);
  EXPECT_FALSE(made->from_cache());
  EXPECT_NEAR(run_on_ramp(*made)[9], 10.0F, 0.1F);
}

TEST_F(engine, a_card_that_is_wrong_is_refused_with_a_warm_cache_too) {
  Model model = tiny_model();
  make_engine(model, one_thread(true));
  model.card.width = 9;
  test::sentence_of(ExitCode::model, [&] { make_engine(model, one_thread(true)); });
  model = tiny_model();
  model.card.output = "nothing";
  test::sentence_of(ExitCode::model, [&] { make_engine(model, one_thread(true)); });
}

TEST_F(engine, a_damaged_deleted_or_cut_short_cache_is_written_anew) {
  const Model model = tiny_model();
  const std::vector<float> truth = run_on_ramp(*make_engine(model, one_thread(true)));
  const fs::path file = only_file();
  const std::string whole = test::read_bytes(file);
  std::vector<std::string> damages{whole.substr(0, whole.size() / 2), whole.substr(0, 5000), "",
                                   std::string(9000, 'x')};
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 7) {
    damages.push_back(whole);
    damages.back()[at] = static_cast<char>(damages.back()[at] ^ 1);
  }
  for (const std::string& damage : damages) {
    test::write_bytes(file, damage);
    const auto healed = make_engine(model, one_thread(true));
    EXPECT_EQ(run_on_ramp(*healed), truth);
    EXPECT_TRUE(make_engine(model, one_thread(true))->from_cache());
  }
  fs::remove_all(file.parent_path());
  EXPECT_FALSE(make_engine(model, one_thread(true))->from_cache());
  EXPECT_TRUE(make_engine(model, one_thread(true))->from_cache());
}

TEST_F(engine, whole_content_that_openvino_refuses_is_compiled_anew) {
  const Model model = tiny_model();
  const std::vector<float> truth = run_on_ramp(*make_engine(model, one_thread(true)));
  // The header with its key is kept, so that only the checksum must be made to fit: take it from a cache of the same
  // key.
  const std::string whole = test::read_bytes(only_file());
  std::uint64_t key_size = 0;
  std::memcpy(&key_size, whole.data() + 24, sizeof key_size);
  const ModelCache cache(whole.substr(32, key_size));
  ASSERT_TRUE(cache.read());
  cache.write(std::vector<std::uint8_t>(5000, 'x'));
  ASSERT_TRUE(cache.read());
  const auto healed = make_engine(model, one_thread(true));
  EXPECT_FALSE(healed->from_cache());
  EXPECT_EQ(run_on_ramp(*healed), truth);
  EXPECT_TRUE(make_engine(model, one_thread(true))->from_cache());
}

TEST_F(engine, runs_without_a_cache_where_none_can_be_written) {
  test::write_bytes(scratch_.path() / "segme", std::string("a file in the place of the folder"));
  const auto made = make_engine(tiny_model(), one_thread(true));
  EXPECT_FALSE(made->from_cache());
  EXPECT_EQ(run_on_ramp(*made)[9], 10.0F);
}

TEST_F(engine, several_engines_of_one_process_run_at_once) {
  const Model model = tiny_model({.width = 64, .height = 64});
  const std::vector<float> truth = run_on_ramp(*make_engine(model, one_thread(true)));
  std::vector<std::vector<float>> outputs(4);
  std::vector<std::thread> threads;
  for (std::vector<float>& output : outputs) {
    threads.emplace_back([&model, &output] {
      const auto made = make_engine(model, one_thread(true));
      for (int i = 0; i < 20; ++i) output = run_on_ramp(*made);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<float>& output : outputs) EXPECT_EQ(output, truth);
}

/// Not a test of its own: what the processes of the next test do.
TEST(engine_process, DISABLED_fills_the_cache) {
  EXPECT_EQ(run_on_ramp(*make_engine(tiny_model(), one_thread(true)))[9], 10.0F);
}

TEST_F(engine, two_processes_may_fill_the_cache_at_once) {
  const std::string command = "'" + fs::read_symlink("/proc/self/exe").string() +
                              "' --gtest_also_run_disabled_tests --gtest_filter=engine_process.* >/dev/null 2>&1";
  for (int round = 0; round < 3; ++round) {
    fs::remove_all(scratch_.path() / "segme");
    EXPECT_EQ(std::system((command + " & first=$!; " + command + " && wait $first").c_str()), 0);
    EXPECT_TRUE(make_engine(tiny_model(), one_thread(true))->from_cache());
    EXPECT_FALSE(only_file().empty());
  }
}

}  // namespace
}  // namespace segme
