// infer/engines: a name that is none, and one that this build lacks.
#include <gtest/gtest.h>

#include "infer/engine.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

TEST(engines, an_unknown_name_is_refused_with_those_that_there_are) {
  Model model;
  model.card.file = "x.onnx";
  model.card.width = model.card.height = 8;
  model.bytes = test::write_tiny_onnx({});
  EngineOptions options;
  options.engine = "tensorrt";
  const std::string sentence = test::sentence_of(ExitCode::usage, [&] { make_engine(model, options); });
  EXPECT_NE(sentence.find("unknown engine 'tensorrt'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("onnxruntime"), std::string::npos) << sentence;
}

TEST(engines, a_demanded_device_that_is_absent_is_no_reason_for_another) {
  Model model;
  model.card.file = "x.onnx";
  model.card.width = model.card.height = 8;
  model.bytes = test::write_tiny_onnx({});
  EngineOptions options;
  options.device = "Nonsense";
  for (const std::string& engine : engine_names()) {
    if (engine != "openvino") continue;  // of those that are always here where they were built in
    options.engine = engine;
    const std::string sentence = test::sentence_of(ExitCode::missing, [&] { make_engine(model, options); });
    EXPECT_NE(sentence.find("'Nonsense'"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("CPU"), std::string::npos) << sentence;
  }
}

}  // namespace
}  // namespace segme
