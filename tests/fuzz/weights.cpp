// tests/fuzz/weights: the files that weights come in, and the cards and second files of models.
#include <algorithm>
#include <filesystem>

#include "infer/model_card.h"
#include "infer/second_files.h"
#include "net/catalogue.h"
#include "net/pth.h"
#include "net/read_coreml.h"
#include "net/read_h5.h"
#include "net/read_onnx.h"
#include "net/read_tfjs.h"
#include "net/read_tflite.h"
#include "net/safetensors.h"
#include "recipe/read_model_card.h"
#include "tests/fuzz/targets.h"

namespace segme::fuzz {
namespace {

void run_card(Bytes bytes) {
  allow_errors([&] { parse_model_card(as_text(bytes), "fuzz"); });
}

void run_onnx(Bytes bytes) {
  const std::filesystem::path path = as_file(bytes, "fuzz.onnx");
  std::string net;
  int size = 0;
  allow_errors([&] { net::read_onnx(path, &net, &size); });
  Model model;
  model.card.file = "fuzz.onnx";
  model.path = path;
  model.bytes = ModelBytes(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
  allow_errors([&] { second_files(model); });
}

void run_ir(Bytes bytes) {
  Model model;
  model.card.file = "fuzz.xml";
  model.path = as_file(bytes, "fuzz.xml");
  model.bytes = ModelBytes(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
  allow_errors([&] { second_files(model); });
}

void run_coreml(Bytes bytes) {
  std::string net;
  int size = 0;
  allow_errors([&] { net::read_coreml(as_file(bytes, "fuzz.mlmodel"), &net, &size); });
}

void run_tflite(Bytes bytes) {
  std::string net;
  int size = 0;
  const std::filesystem::path path = as_file(bytes, "fuzz.tflite");
  allow_errors([&] { net::read_tflite(path, &net, &size); });
  allow_errors(
      [&] { net::fit_keras(net::prisma.make(64), net::read_tflite_layers(path).layers, net::LayerOrder::walked); });
}

void run_safetensors(Bytes bytes) {
  net::Metadata metadata;
  allow_errors([&] { net::read_safetensors(as_file(bytes, "fuzz.safetensors"), &metadata); });
}

void run_pth(Bytes bytes) {
  allow_errors([&] { net::read_pth(as_file(bytes, "fuzz.pth")); });
}

/// What is read is then put where a net has it.
void run_h5(Bytes bytes) {
  allow_errors([&] { net::fit_keras(net::prisma.make(64), net::read_h5(as_file(bytes, "fuzz.h5"))); });
}

/// model.json, a NUL, and what is in its w.bin.
void run_tfjs(Bytes bytes) {
  const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{0});
  const auto length = static_cast<std::size_t>(end - bytes.begin());
  as_file(bytes.subspan(std::min(length + 1, bytes.size())), "w.bin");
  const std::filesystem::path path = as_file(bytes.first(length), "model.json");
  allow_errors([&] { net::fit_keras(net::prisma.make(64), net::read_tfjs(path)); });
}

}  // namespace

const Target card{"card", run_card};
const Target onnx{"onnx", run_onnx};
const Target ir{"ir", run_ir};
const Target coreml{"coreml", run_coreml};
const Target tflite{"tflite", run_tflite};
const Target safetensors{"safetensors", run_safetensors};
const Target pth{"pth", run_pth};
const Target h5{"h5", run_h5};
const Target tfjs{"tfjs", run_tfjs};

}  // namespace segme::fuzz
