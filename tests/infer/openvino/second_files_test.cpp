// infer/second_files with the engine that reads them: found beside the model whatever the working folder is, refused
// elsewhere, and seen by the compiled-model cache.
#include "infer/second_files.h"

#include <gtest/gtest.h>

#include <string>

#include "infer/engine.h"
#include "recipe/models.h"
#include "recipe/read_model_card.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCard = R"({"name": "tiny", "file": "model.onnx", "width": 8, "height": 8})";

/// The working folder for a scope.
class WorkingFolder {
 public:
  explicit WorkingFolder(const fs::path& folder) : before_(fs::current_path()) { fs::current_path(folder); }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;
  ~WorkingFolder() { fs::current_path(before_); }

 private:
  fs::path before_;
};

class SecondFiles : public testing::Test {
 protected:
  /// A model whose weights lie in `name`, as its folder has them.
  fs::path write_model(const std::string& name) {
    test::write_bytes(folder_ / "card.json", std::string(kCard));
    test::write_bytes(folder_ / "model.onnx", test::write_tiny_onnx({.second_file = name}));
    return folder_;
  }
  static void write_weights(const fs::path& path, const std::vector<float>& weights) {
    test::write_bytes(path, test::tiny_second_file(weights));
  }
  static float first_value(const Model& model, bool cache = false, bool* cached = nullptr) {
    EngineOptions options;
    options.threads = 1;
    options.cache = cache;
    const auto engine = make_engine(model, options);
    for (std::size_t i = 0; i < engine->input().size(); ++i) {
      const std::size_t plane = i / 64;
      engine->input()[i] = static_cast<float>(plane + 1);
    }
    engine->run();
    if (cached != nullptr) *cached = engine->from_cache();
    return engine->output()[0];
  }

  test::ScratchFolder scratch_;
  test::Environment cache_home_{"XDG_CACHE_HOME", (scratch_.path() / "cache").string()};
  fs::path folder_ = scratch_.path() / "model";
};

TEST_F(SecondFiles, are_found_beside_the_model_and_not_in_the_working_folder) {
  write_model("weights.bin");
  write_weights(folder_ / "weights.bin", {0, 1, 0});
  write_weights(scratch_.path() / "elsewhere" / "weights.bin", {0, 0, 1});
  const WorkingFolder elsewhere(scratch_.path() / "elsewhere");
  EXPECT_EQ(first_value(find_model(folder_.string())), 2.0F);
  EXPECT_EQ(first_value(find_model("../model/model.onnx")), 2.0F);
  const WorkingFolder beside(folder_);
  EXPECT_EQ(first_value(find_model("model.onnx")), 2.0F);
  EXPECT_EQ(second_files(find_model("model.onnx")), std::vector<fs::path>{"weights.bin"});
}

TEST_F(SecondFiles, may_lie_in_a_folder_below_and_be_links) {
  write_model("parts/weights.bin");
  write_weights(folder_ / "store" / "a1b2", {0, 1, 0});
  fs::create_directories(folder_ / "parts");
  fs::create_symlink("../store/a1b2", folder_ / "parts" / "weights.bin");
  EXPECT_EQ(first_value(find_model(folder_.string())), 2.0F);
}

TEST_F(SecondFiles, missing_ones_are_named_even_where_a_stray_file_has_the_name) {
  write_model("weights.bin");
  write_weights(scratch_.path() / "elsewhere" / "weights.bin", {0, 0, 1});
  const WorkingFolder elsewhere(scratch_.path() / "elsewhere");
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { find_model(folder_.string()); });
  EXPECT_NE(sentence.find("'weights.bin', which is not there"), std::string::npos) << sentence;
}

TEST_F(SecondFiles, above_the_model_s_folder_are_refused) {
  write_weights(scratch_.path() / "above.bin", {0, 0, 1});
  for (const std::string& name : {std::string("../above.bin"), (scratch_.path() / "above.bin").string()}) {
    write_model(name);
    const std::string sentence = test::sentence_of(ExitCode::model, [&] { find_model(folder_.string()); });
    EXPECT_NE(sentence.find("not below the model's folder"), std::string::npos) << sentence;
  }
}

TEST_F(SecondFiles, that_end_too_early_are_refused) {
  write_model("weights.bin");
  write_weights(folder_ / "weights.bin", {0, 1});
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { find_model(folder_.string()); });
  EXPECT_NE(sentence.find("weights.bin' ends before"), std::string::npos) << sentence;
}

TEST_F(SecondFiles, of_a_model_without_a_place_are_refused) {
  Model model = {parse_model_card(kCard, "tiny"), test::write_tiny_onnx({.second_file = "weights.bin"}), {}};
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { first_value(model); });
  EXPECT_NE(sentence.find("'weights.bin'"), std::string::npos) << sentence;
}

TEST_F(SecondFiles, that_have_changed_are_not_taken_from_the_cache) {
  write_model("weights.bin");
  write_weights(folder_ / "weights.bin", {0, 1, 0});
  bool cached = true;
  EXPECT_EQ(first_value(find_model(folder_.string()), true, &cached), 2.0F);
  EXPECT_FALSE(cached);
  EXPECT_EQ(first_value(find_model(folder_.string()), true, &cached), 2.0F);
  EXPECT_TRUE(cached);
  write_weights(folder_ / "weights.bin", {0, 0, 1});
  EXPECT_EQ(first_value(find_model(folder_.string()), true, &cached), 3.0F);
  EXPECT_FALSE(cached);
}

/// An IR of one layer: the picture plus a number that lies in the .bin.
std::string plus_one_number() {
  const std::string port = R"(<dim>1</dim><dim>3</dim><dim>8</dim><dim>8</dim></port>)";
  return R"(<?xml version="1.0"?><net name="tiny" version="11"><layers>)"
         R"(<layer id="0" name="input" type="Parameter" version="opset1"><data shape="1,3,8,8" element_type="f32"/>)"
         R"(<output><port id="0" precision="FP32" names="input">)" +
         port +
         R"(</output></layer>)"
         R"(<layer id="1" name="number" type="Const" version="opset1">)"
         R"(<data element_type="f32" shape="1,1,1,1" offset="0" size="4"/><output><port id="0" precision="FP32">)"
         R"(<dim>1</dim><dim>1</dim><dim>1</dim><dim>1</dim></port></output></layer>)"
         R"(<layer id="2" name="sum" type="Add" version="opset1"><data auto_broadcast="numpy"/><input><port id="0">)" +
         port +
         R"(<port id="1"><dim>1</dim><dim>1</dim><dim>1</dim><dim>1</dim></port></input>)"
         R"(<output><port id="2" precision="FP32" names="sum">)" +
         port +
         R"(</output></layer>)"
         R"(<layer id="3" name="output" type="Result" version="opset1"><input><port id="0">)" +
         port +
         R"(</input></layer></layers><edges><edge from-layer="0" from-port="0" to-layer="2" to-port="0"/>)"
         R"(<edge from-layer="1" from-port="0" to-layer="2" to-port="1"/>)"
         R"(<edge from-layer="2" from-port="2" to-layer="3" to-port="0"/></edges></net>)";
}

TEST_F(SecondFiles, of_an_ir_follow_the_same_rules) {
  test::write_bytes(folder_ / "card.json", std::string(R"({"name": "tiny", "file": "net.xml", "width": 8, "height": 8,
                                                           "output_channels": 3})"));
  test::write_bytes(folder_ / "net.xml", plus_one_number());
  const auto write_number = [&](const fs::path& path, float number) {
    test::write_bytes(path, std::string(reinterpret_cast<const char*>(&number), sizeof number));
  };
  write_number(scratch_.path() / "elsewhere" / "net.bin", 7);
  const WorkingFolder elsewhere(scratch_.path() / "elsewhere");
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { find_model(folder_.string()); });
  EXPECT_NE(sentence.find("'net.bin', which is not there"), std::string::npos) << sentence;
  write_number(folder_ / "net.bin", 2);
  bool cached = true;
  EXPECT_EQ(first_value(find_model(folder_.string()), true), 3.0F);
  EXPECT_EQ(first_value(find_model(folder_.string()), true, &cached), 3.0F);
  EXPECT_TRUE(cached);
  write_number(folder_ / "net.bin", 4);
  EXPECT_EQ(first_value(find_model(folder_.string()), true, &cached), 5.0F);
  EXPECT_FALSE(cached);
}

}  // namespace
}  // namespace segme
