// infer/litert/engine: what it refuses. What it computes is in tests/cli/engines.sh, where TFLite files are written.
#include "infer/litert/engine.h"

#include <gtest/gtest.h>

#include "tests/infer/scratch.h"

namespace segme {
namespace {

Model some_model(const std::string& file) {
  Model model;
  model.card.name = "tiny";
  model.card.file = file;
  model.card.width = model.card.height = 8;
  model.bytes = std::vector<std::uint8_t>(1000, 'x');
  return model;
}

EngineOptions by_litert() {
  EngineOptions options;
  options.engine = "litert";
  return options;
}

class litert_engine : public testing::Test {
 protected:
  void SetUp() override {
    if (describe_litert().empty()) GTEST_SKIP() << "LiteRT's library is not here: see tools/engines.sh";
  }
};

TEST_F(litert_engine, refuses_what_is_no_tflite_file) {
  EXPECT_NE(test::sentence_of(ExitCode::model, [] { make_engine(some_model("x.onnx"), by_litert()); }).find(".tflite"),
            std::string::npos);
  EXPECT_NE(test::sentence_of(ExitCode::model, [] { make_engine(some_model("x.tflite"), by_litert()); }).find("broken"),
            std::string::npos);
}

TEST_F(litert_engine, refuses_devices_and_precisions_that_are_not_there) {
  EngineOptions options = by_litert();
  options.device = "NPU";
  EXPECT_NE(test::sentence_of(ExitCode::missing, [&] { make_engine(some_model("x.tflite"), options); }).find("'NPU'"),
            std::string::npos);
  options = by_litert();
  options.precision = EnginePrecision::bf16;
  test::sentence_of(ExitCode::usage, [&] { make_engine(some_model("x.tflite"), options); });
}

TEST(litert_library, one_that_cannot_be_loaded_is_an_error_never_another_engine) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        ::setenv("SEGME_LITERT", "/nowhere/lib.so", 1);
        try {
          make_engine(some_model("x.tflite"), by_litert());
        } catch (const Error& error) {
          std::fputs(error.what(), stderr);
          std::exit(static_cast<int>(error.code()));
        }
        std::exit(0);
      },
      testing::ExitedWithCode(static_cast<int>(ExitCode::missing)), "SEGME_LITERT is '/nowhere/lib.so'");
}

}  // namespace
}  // namespace segme
