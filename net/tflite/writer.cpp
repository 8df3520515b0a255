// net/tflite/writer: values and the nodes without a window; those that have one are in windows.cpp.
#include "net/tflite/writer.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "net/tflite/describe.h"
#include "net/tflite/stored_zip.h"
#include "net/write_tflite.h"

namespace segme::net {
namespace {

using tflite::BuiltinOperator;

TfliteFile::Dims dims_of(const Shape& shape) { return {1, shape.height, shape.width, shape.channels}; }

bool is_elementwise(Op op) {
  return op == Op::relu || op == Op::relu6 || op == Op::hard_sigmoid || op == Op::sigmoid || op == Op::add ||
         op == Op::multiply;
}

}  // namespace

TfliteWriter::TfliteWriter(const Graph& graph, const Weights& weights, const WriteOptions& options)
    : graph_(graph),
      weights_(weights),
      options_(options),
      joined_(joined_activations(graph)),
      kept_(kept_in_floats(graph, weights)),
      rules_(options.precision == Precision::int8 ? options.quantisation.nodes
                                                  : std::vector<std::optional<Quantiser>>(graph.nodes.size())),
      values_(graph.nodes.size()),
      file_(graph.name, "written by segme " SEGME_VERSION) {
  SEGME_CHECK(graph.nodes.size() >= 2 && rules_.size() == graph.nodes.size());
}

std::string TfliteWriter::name(int i) const {
  return i + 1 == static_cast<int>(graph_.nodes.size()) ? "output" : node(i).name;
}

TfliteFile::Dims TfliteWriter::dims(int i) const {
  const Node& one = node(i);
  if (is_elementwise(one.op)) return dims(one.inputs[0]);  // also behind a reshape
  if (one.op != Op::reshape) return dims_of(one.shape);
  Dims made{1};
  made.insert(made.end(), one.flat.begin(), one.flat.end());
  return made;
}

int TfliteWriter::real(int i) {
  Value& value = values_[static_cast<std::size_t>(i)];
  if (value.real < 0) {
    value.real = file_.activation(name(i) + (rule(i) && name(i) != "output" ? ".float" : ""), dims(i), std::nullopt);
    file_.op(BuiltinOperator::DEQUANTIZE, {value.quantised}, value.real, tflite::DequantizeOptionsT{});
  }
  return value.real;
}

int TfliteWriter::quantised(int i) {
  Value& value = values_[static_cast<std::size_t>(i)];
  if (value.quantised < 0) {
    value.quantised = file_.activation(name(i) + ".int8", dims(i), rule(i));
    file_.op(BuiltinOperator::QUANTIZE, {value.real}, value.quantised, tflite::QuantizeOptionsT{});
  }
  return value.quantised;
}

int TfliteWriter::in(std::size_t k) {
  const int from = node(at_).inputs.at(k);
  return int8_ ? quantised(from) : real(from);
}

int TfliteWriter::result() {
  Value& value = values_[static_cast<std::size_t>(gives_)];
  const bool last = name(gives_) == "output" && !whole();
  int& made = int8_ ? value.quantised : value.real;
  made =
      file_.activation(int8_ && last ? "output.int8" : name(gives_), dims(gives_), int8_ ? rule(gives_) : std::nullopt);
  return made;
}

int TfliteWriter::step(const std::string& suffix, const Dims& dims, const std::optional<Quantiser>& rule) {
  return file_.activation(node(at_).name + suffix, dims, int8_ ? rule : std::nullopt);
}

int TfliteWriter::step(const std::string& suffix, const Dims& dims) { return step(suffix, dims, rule(gives_)); }

const Tensor& TfliteWriter::weight(const std::string& part) const {
  return needed_weight(graph_, weights_, node(at_).name + part, "write");
}

tflite::Activation TfliteWriter::joined_activation() const {
  if (gives_ == at_) return tflite::Activation::NONE;
  return node(gives_).op == Op::relu6 ? tflite::Activation::RELU6 : tflite::Activation::RELU;
}

bool TfliteWriter::has_8_bit_form() const {
  const Node& one = node(at_);
  switch (one.op) {  // rare, or at the ends
    case Op::affine:
    case Op::complement:
    case Op::dropout: return whole();
    case Op::batch_norm:
    case Op::subtract:
    case Op::channel_max:
    case Op::shuffle:
    case Op::transpose: return false;
    case Op::max_pool: return one.padding == Padding{};  // nothing in 8 bits is below everything
    case Op::average_pool: return !whole() || one.padding == Padding{} || pads_as_same();
    default: return true;
  }
}

bool TfliteWriter::runs_in_8_bits() const {
  const Node& one = node(at_);
  if (!has_8_bit_form()) {
    if (!whole()) return false;
    throw Error(ExitCode::model, "cannot write the net '" + graph_.name + "' in 8 bits from input to output: node '" +
                                     one.name + "' (" + std::string(op_name(one.op)) +
                                     ") needs floats. Leave --full-integer out.");
  }
  if (!rule(gives_)) return false;
  return std::all_of(one.inputs.begin(), one.inputs.end(), [&](int from) { return rule(from).has_value(); });
}

void TfliteWriter::transposed(int from, const std::array<std::int32_t, 4>& order, int to, const char* label) {
  file_.op(BuiltinOperator::TRANSPOSE, {from, file_.constant(node(at_).name + label, {4}, order)}, to,
           tflite::TransposeOptionsT{});
}

/// Pixels in a row, channels as groups x members: members x groups.
void TfliteWriter::shuffle() {
  const Node& one = node(at_);
  const std::int32_t pixels = one.shape.height * one.shape.width;
  const std::int32_t members = one.shape.channels / one.groups;
  const auto shaped = [&](int from, int to, const char* label) {
    tflite::ReshapeOptionsT options;
    options.new_shape = file_.dims(to);
    const Dims shape{static_cast<std::int32_t>(options.new_shape.size())};
    const std::span<const std::int32_t> target(options.new_shape);
    const int constant = file_.constant(one.name + label, shape, target);
    file_.op(BuiltinOperator::RESHAPE, {from, constant}, to, options);
  };
  const int split = step(".split", {1, pixels, one.groups, members});
  const int turned = step(".turned", {1, pixels, members, one.groups});
  shaped(in(0), split, ".split_shape");
  transposed(split, {0, 1, 3, 2}, turned, ".order");
  shaped(turned, result(), ".joined_shape");
}

void TfliteWriter::slice() {
  const Node& one = node(at_);
  cut(requantised(in(0), ".in"), result(), {0, 0, 0, one.begin}, {1, one.shape.height, one.shape.width, one.end}, "");
}

void TfliteWriter::pad_channels() {
  const Node& one = node(at_);
  const Dims amounts{0, 0, 0, 0, 0, 0, one.begin, one.end};
  const int from = requantised(in(0), ".in");
  file_.op(BuiltinOperator::PAD, {from, file_.constant(one.name + ".pads", {4, 2}, std::span(amounts))}, result(),
           tflite::PadOptionsT{});
}

/// The values of a reshape are in the order of planes.
void TfliteWriter::reshape() {
  const Shape& from = node(node(at_).inputs[0]).shape;
  int x = requantised(in(0), ".in");
  const bool planes_already = node(node(at_).inputs[0]).op == Op::reshape;
  if (!planes_already && file_.dims(x).size() == 4 && from.channels > 1 && from.height * from.width > 1) {
    const std::int32_t order[] = {0, 3, 1, 2};
    const int planes = step(".planes", {1, from.channels, from.height, from.width});
    file_.op(BuiltinOperator::TRANSPOSE, {x, file_.constant(node(at_).name + ".order", {4}, order)}, planes,
             tflite::TransposeOptionsT{});
    x = planes;
  }
  tflite::ReshapeOptionsT options;
  options.new_shape = dims(at_);
  const Dims shape{static_cast<std::int32_t>(options.new_shape.size())};
  const int target = file_.constant(node(at_).name + ".shape", shape, std::span<const std::int32_t>(options.new_shape));
  file_.op(BuiltinOperator::RESHAPE, {x, target}, result(), options);
}

void TfliteWriter::write_node() {
  const Node& one = node(at_);
  switch (one.op) {
    case Op::input: break;
    case Op::affine: {
      std::vector<float> shift(one.mean.size());
      for (std::size_t c = 0; c < shift.size(); ++c) shift[c] = -one.mean[c] * one.scale[c];
      affine(one.scale, shift);
      break;
    }
    case Op::conv: convolution(); break;
    case Op::transposed_conv: transposed_convolution(); break;
    case Op::batch_norm: batch_norm(); break;
    case Op::relu:
    case Op::relu6: rectify(); break;
    case Op::prelu: prelu(); break;
    case Op::hard_sigmoid: hard_sigmoid(); break;
    case Op::sigmoid: file_.op(BuiltinOperator::LOGISTIC, {in(0)}, result()); break;
    case Op::softmax: {
      tflite::SoftmaxOptionsT options;
      options.beta = 1;
      file_.op(BuiltinOperator::SOFTMAX, {in(0)}, result(), options);
      break;
    }
    case Op::add: {
      tflite::AddOptionsT options;
      options.fused_activation_function = joined_activation();
      file_.op(BuiltinOperator::ADD, {in(0), in(1)}, result(), options);
      break;
    }
    case Op::multiply: {
      tflite::MulOptionsT options;
      options.fused_activation_function = joined_activation();
      file_.op(BuiltinOperator::MUL, {in(0), in(1)}, result(), options);
      break;
    }
    case Op::subtract: subtract(); break;
    case Op::complement: {
      const std::size_t channels = static_cast<std::size_t>(one.shape.channels);
      affine(std::vector<float>(channels, -1), std::vector<float>(channels, 1));
      break;
    }
    case Op::dropout: {
      const std::size_t channels = static_cast<std::size_t>(one.shape.channels);
      affine(std::vector<float>(channels, 1), std::vector<float>(channels, 0));
      break;
    }
    case Op::channel_max: channel_max(); break;
    case Op::shuffle: shuffle(); break;
    case Op::transpose:
      // What a reshape made lies in planes, which is how the pixels of the result lie with channels last.
      if (node(one.inputs[0]).op == Op::reshape) {
        reshape();
      } else {
        transposed(in(0), {0, 3, 1, 2}, result(), ".order");
      }
      break;
    case Op::concat: concat(); break;
    case Op::resize: resize(); break;
    case Op::global_average: global_average(); break;
    case Op::average_pool:
    case Op::max_pool: pool(); break;
    case Op::slice: slice(); break;
    case Op::pad: pad_channels(); break;
    case Op::reshape: reshape(); break;
  }
}

std::vector<std::uint8_t> TfliteWriter::write() {
  if (whole()) {
    if (graph_.input_shape().channels == 4) {
      throw Error(ExitCode::model, "cannot write the net '" + graph_.name +
                                       "' in 8 bits from input to output: its fourth channel is no picture of 0..255. "
                                       "Leave --full-integer out.");
    }
    values_[0].quantised = file_.activation("input", dims(0), rule(0));
  } else {
    values_[0].real = file_.activation("input", dims(0), std::nullopt);
  }
  const int last = static_cast<int>(graph_.nodes.size()) - 1;
  std::vector<bool> done(graph_.nodes.size(), false);
  for (at_ = 1; at_ <= last; ++at_) {
    if (done[static_cast<std::size_t>(at_)]) continue;
    const int joined = joined_[static_cast<std::size_t>(at_)];
    gives_ = joined < 0 ? at_ : joined;
    done[static_cast<std::size_t>(gives_)] = true;
    int8_ = runs_in_8_bits();
    write_node();
  }
  std::map<std::string, std::string> entries = options_.metadata;
  entries[kMetadataEntry] = describe_tflite(graph_);
  const int input = whole() ? values_[0].quantised : values_[0].real;
  std::vector<std::uint8_t> bytes = file_.finish(input, whole() ? quantised(last) : real(last), entries);
  append_stored_zip({{kLabelsFile, labels_of(graph_)}}, bytes);
  return bytes;
}

std::vector<std::uint8_t> write_tflite(const Graph& graph, const Weights& weights, const WriteOptions& options) {
  return TfliteWriter(graph, weights, options).write();
}

}  // namespace segme::net
