// infer/openvino/read_model: ONNX is read from memory; TFLite and OpenVINO IR, which OpenVINO only opens itself, by
// path.
#include "infer/openvino/read_model.h"

#include <openvino/frontend/manager.hpp>
#include <openvino/op/util/framework_node.hpp>
#include <openvino/op/util/op_types.hpp>
#include <openvino/openvino.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include "base/checked_size.h"
#include "base/error.h"
#include "infer/openvino/eight_bits.h"
#include "infer/second_files.h"

namespace segme {
namespace {

[[noreturn]] void fail(const Model& model, const std::string& what) {
  throw Error(ExitCode::model, "cannot use the model '" + describe(model) + "': " + what);
}

template <class Shape>
std::string text(const Shape& shape) {
  std::ostringstream out;
  out << shape;
  return out.str();
}

/// A file was read, but not all of its layers are known.
struct UnknownLayer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What to say of the first layer, in the order they run, that OpenVINO could not convert.
std::string first_unknown(ov::frontend::FrontEnd& reader, const ov::frontend::InputModel::Ptr& file,
                          const std::string& otherwise) {
  std::shared_ptr<ov::Model> partly;
  try {
    partly = reader.convert_partially(file);
  } catch (const std::exception&) {
    return otherwise;
  }
  std::set<std::string> before;  // one layer may have become several nodes
  for (const std::shared_ptr<ov::Node>& node : partly->get_ordered_ops()) {
    if (ov::op::util::is_constant(node) || ov::op::util::is_parameter(node)) continue;
    if (const auto* unknown = dynamic_cast<const ov::op::util::FrameworkNode*>(node.get())) {
      return "layer '" + node->get_friendly_name() + "', number " + std::to_string(before.size() + 1) +
             " in the order they run, is a " + unknown->get_attrs().get_type_name() + ", which OpenVINO cannot run";
    }
    before.insert(node->get_friendly_name());
  }
  return otherwise;
}

/// The one reader for this kind of file. ov::Core::read_model() would try them all, each complaining on stderr.
template <class... Source>
std::shared_ptr<ov::Model> convert(const std::string& framework, const Source&... source) {
  // Never destroyed: it holds the readers' libraries, whose code the weights of a model still need.
  static auto* const readers = new ov::frontend::FrontEndManager();
  const ov::frontend::FrontEnd::Ptr reader = readers->load_by_framework(framework);
  const ov::frontend::InputModel::Ptr file = reader->load(source...);
  try {
    return reader->convert(file);
  } catch (const std::exception& error) {
    throw UnknownLayer(first_unknown(*reader, file, one_sentence(error)));
  }
}

std::shared_ptr<ov::Model> read(ov::Core& core, const Model& model) {
  const std::string extension = std::filesystem::path(model.card.file).extension().string();
  const bool beside = !second_files(model).empty();
  if (extension == ".onnx") {
    std::istringstream stream(std::string(reinterpret_cast<const char*>(model.bytes.data()), model.bytes.size()));
    auto* const bytes = static_cast<std::istream*>(&stream);
    // With its path, OpenVINO reads second files beside it; without one, in the working folder.
    return beside ? convert("onnx", bytes, std::filesystem::absolute(model.path).string()) : convert("onnx", bytes);
  }
  if (extension != ".tflite" && extension != ".xml") {
    fail(model, "it is neither an .onnx nor a .tflite nor an .xml file.");
  }
  if (model.path.empty()) fail(model, "a " + extension + " model can only be read from a file.");
  return extension == ".xml" ? core.read_model(model.path.string()) : convert("tflite", model.path.string());
}

/// Leaves the output that the card names, or the only one.
std::shared_ptr<ov::Model> with_one_output(const std::shared_ptr<ov::Model>& net, const Model& model) {
  if (net->outputs().size() == 1 && model.card.output.empty()) return net;
  std::string names;
  for (const ov::Output<ov::Node>& output : net->outputs()) {
    if (!model.card.output.empty() && output.get_names().count(model.card.output) > 0) {
      return std::make_shared<ov::Model>(ov::OutputVector{output.get_node()->input_value(0)}, net->get_parameters());
    }
    names += (names.empty() ? "" : ", ") + (output.get_names().empty() ? "(nameless)" : output.get_any_name());
  }
  if (model.card.output.empty()) fail(model, "it has several outputs, and its card names none of them: " + names + ".");
  fail(model, "it has no output '" + model.card.output + "', which its card names. It has: " + names + ".");
}

/// What the card says the input is like; a flat one may have any dimensions.
ov::Shape wanted_shape(const ModelCard& card, const ov::PartialShape& given) {
  const auto height = static_cast<std::size_t>(card.height);
  const auto width = static_cast<std::size_t>(card.width);
  const auto channels = static_cast<std::size_t>(input_channels(card));
  if (card.layout == Layout::nchw) return {1, channels, height, width};
  if (card.layout == Layout::nhwc) return {1, height, width, channels};
  const std::size_t count = height * width * channels;
  if (given.is_static() && ov::shape_size(given.to_shape()) == count) return given.to_shape();
  const bool batch = given.rank().is_static() && given.rank().get_length() == 2;
  return batch ? ov::Shape{1, count} : ov::Shape{count};
}

void fix_input(ov::Model& net, const Model& model) {
  if (net.inputs().size() != 1) {
    fail(model,
         "it has " + std::to_string(net.inputs().size()) + " inputs; only nets with one, a picture, can be run.");
  }
  const ov::PartialShape given = net.input().get_partial_shape();
  const ov::Shape wanted = wanted_shape(model.card, given);
  if (!given.compatible(wanted)) {
    fail(model, "its input has the shape " + text(given) + ", but its card says " + text(wanted) + " (" +
                    std::string(name_of(model.card.layout)) + "). Correct the card.");
  }
  if (given.is_dynamic()) net.reshape(ov::PartialShape(wanted));
}

/// A file may claim tensors of any size; what no memory can hold is not to be compiled.
void check_sizes(const ov::Model& net, const Model& model) {
  for (const std::shared_ptr<ov::Node>& node : net.get_ordered_ops()) {
    for (const ov::Output<ov::Node>& output : node->outputs()) {
      if (output.get_partial_shape().is_dynamic()) continue;
      const std::optional<std::size_t> count = checked_product_of(output.get_shape());
      if (count && checked_product(*count, sizeof(double))) continue;
      fail(model, "its layer '" + node->get_friendly_name() + "' makes a tensor of the shape " +
                      text(output.get_shape()) + ", which no memory can hold. Correct the file.");
    }
  }
}

/// Integer inputs and outputs (quantised nets) are converted inside the net.
std::shared_ptr<ov::Model> with_floats(const std::shared_ptr<ov::Model>& net) {
  take_real_values(*net);
  if (net->input().get_element_type() == ov::element::f32 && net->output().get_element_type() == ov::element::f32)
    return net;
  ov::preprocess::PrePostProcessor floats(net);
  floats.input().tensor().set_element_type(ov::element::f32);
  floats.output().tensor().set_element_type(ov::element::f32);
  return floats.build();
}

}  // namespace

std::string describe(const Model& model) { return model.path.empty() ? model.card.name : model.path.string(); }

std::string one_sentence(const std::exception& error) {
  std::istringstream lines(error.what());
  std::string best;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t end = line.find_last_not_of(" \t\r.:");
    if (end == std::string::npos || line.rfind("Exception from ", 0) == 0 || line.rfind("Check '", 0) == 0) continue;
    if (best.empty()) best = line.substr(0, end + 1);
  }
  return best.empty() ? "OpenVINO does not say why" : best;
}

std::shared_ptr<ov::Model> read_openvino_model(ov::Core& core, const Model& model) {
  std::shared_ptr<ov::Model> net;
  try {
    net = read(core, model);
  } catch (const Error&) {
    throw;
  } catch (const UnknownLayer& error) {
    fail(model, std::string(error.what()) + ". Export the net without it, or for another version of its format.");
  } catch (const std::exception& error) {
    fail(model,
         "the file is broken or of another kind than its name says (" + one_sentence(error) + "). Copy it again.");
  }
  net = with_one_output(net, model);
  fix_input(*net, model);
  check_sizes(*net, model);
  if (net->output().get_partial_shape().is_dynamic()) {
    fail(model,
         "its output has no fixed shape (" + text(net->output().get_partial_shape()) + ") for the input of its card.");
  }
  return with_floats(net);
}

}  // namespace segme
