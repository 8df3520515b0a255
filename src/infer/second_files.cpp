// infer/second_files: an ONNX file is walked for tensors that lie elsewhere; only the lengths of its fields are read,
// never the weights. https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
#include "infer/second_files.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <set>
#include <string>

#include "base/error.h"
#include "base/second_file.h"
#include "infer/content_hash.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

/// The messages of an ONNX file on the way to its tensors.
enum class Message { model, graph, function, node, attribute, sparse, tensor };

/// A field of a message that holds another one, by its number in the specification of ONNX.
struct Way {
  Message from;
  unsigned field;
  Message to;
};
constexpr Way kWays[] = {{Message::model, 7, Message::graph},       {Message::model, 25, Message::function},
                         {Message::graph, 1, Message::node},        {Message::graph, 5, Message::tensor},
                         {Message::graph, 15, Message::sparse},     {Message::function, 7, Message::node},
                         {Message::node, 5, Message::attribute},    {Message::attribute, 5, Message::tensor},
                         {Message::attribute, 6, Message::graph},   {Message::attribute, 10, Message::tensor},
                         {Message::attribute, 11, Message::graph},  {Message::attribute, 22, Message::sparse},
                         {Message::attribute, 23, Message::sparse}, {Message::sparse, 1, Message::tensor},
                         {Message::sparse, 2, Message::tensor}};
constexpr unsigned kExternalData = 13, kDataLocation = 14;  // of a tensor
constexpr std::uint64_t kElsewhere = 1;                     // a data location
constexpr int kDeepest = 64;                                // graphs within graphs; readers of ONNX allow 100 messages

/// The fields of one message, one after the other. Ends early where the file is broken: whoever runs it will say so.
class Fields {
 public:
  explicit Fields(std::string_view message) : left_(message) {}
  bool next() {
    std::uint64_t key = 0;
    if (!varint(key)) return false;
    number = static_cast<unsigned>(key >> 3U);
    bytes = {};
    switch (key & 7U) {
      case 0: return varint(value);
      case 1: return take(8);
      case 2: return varint(value) && take(value);
      case 5: return take(4);
      default: return false;
    }
  }
  unsigned number = 0;
  std::uint64_t value = 0;  // of a whole number
  std::string_view bytes;   // of all else

 private:
  bool varint(std::uint64_t& to) {
    to = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      to |= static_cast<std::uint64_t>(byte & 127U) << shift;
      if (byte < 128) return true;
    }
    return false;
  }
  bool take(std::uint64_t size) {
    if (size > left_.size()) return false;
    bytes = left_.substr(0, static_cast<std::size_t>(size));
    left_.remove_prefix(static_cast<std::size_t>(size));
    return true;
  }
  std::string_view left_;
};

class OnnxWalk {
 public:
  explicit OnnxWalk(const Model& model) : model_(model) {
    walk(Message::model, {reinterpret_cast<const char*>(model.bytes.data()), model.bytes.size()}, 0);
  }
  [[nodiscard]] std::vector<fs::path> files() const { return {files_.begin(), files_.end()}; }

 private:
  void walk(Message message, std::string_view bytes, int depth) {
    if (message == Message::tensor) return read_tensor(bytes);
    if (depth > kDeepest) return;
    for (Fields fields(bytes); fields.next();) {
      const auto leads = [&](const Way& way) { return way.from == message && way.field == fields.number; };
      const Way* const way = std::find_if(std::begin(kWays), std::end(kWays), leads);
      if (way != std::end(kWays)) walk(way->to, fields.bytes, depth + 1);
    }
  }

  void read_tensor(std::string_view bytes) {
    bool elsewhere = false;
    std::string_view name;
    std::optional<std::uint64_t> offset, length;
    for (Fields fields(bytes); fields.next();) {
      if (fields.number == kDataLocation) elsewhere = fields.value == kElsewhere;
      if (fields.number == kExternalData) read_entry(fields.bytes, name, offset, length);
    }
    if (!elsewhere || name.empty()) return;
    if (model_.path.empty()) {
      throw Error(ExitCode::model, "cannot use the model '" + model_.card.name +
                                       "': it keeps weights in a second file, '" + std::string(name) +
                                       "', and a model that is built in has none. Give its path.");
    }
    const fs::path file = second_file(model_.path, name);
    files_.insert(second_part(model_.path, file, offset.value_or(0), length).file);
  }

  static void read_entry(std::string_view bytes, std::string_view& name, std::optional<std::uint64_t>& offset,
                         std::optional<std::uint64_t>& length) {
    std::string_view key, text;
    for (Fields fields(bytes); fields.next();) (fields.number == 1 ? key : text) = fields.bytes;
    if (key == "location") name = text;
    if (key != "offset" && key != "length") return;
    std::uint64_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc())
      (key == "offset" ? offset : length) = number;
  }

  const Model& model_;
  std::set<fs::path> files_;
};

/// OpenVINO looks for the file of the same name itself; without one it says little.
std::vector<fs::path> beside_ir(const Model& model) {
  const std::string_view text(reinterpret_cast<const char*>(model.bytes.data()), model.bytes.size());
  if (model.path.empty() || text.find("type=\"Const\"") == std::string_view::npos) return {};
  return {second_file(model.path, fs::path(model.path.filename()).replace_extension(".bin").string())};
}

}  // namespace

std::vector<fs::path> second_files(const Model& model) {
  const std::string extension = fs::path(model.card.file).extension().string();
  if (model.bytes.is_built_in() || model.bytes.empty()) return {};
  if (extension == ".onnx") return OnnxWalk(model).files();
  return extension == ".xml" ? beside_ir(model) : std::vector<fs::path>{};
}

std::uint64_t content_hash_of(const std::vector<fs::path>& files) {
  std::uint64_t sum = 0;
  std::vector<std::uint8_t> block(std::size_t{1} << 20U);
  for (const fs::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
      throw Error(ExitCode::model,
                  "cannot read '" + path.string() + "', which holds weights of a model. Check its " + "permissions.");
    }
    do {
      file.read(reinterpret_cast<char*>(block.data()), static_cast<std::streamsize>(block.size()));
      sum = content_hash({block.data(), static_cast<std::size_t>(file.gcount())}, sum);
    } while (file);
  }
  return sum;
}

}  // namespace segme
