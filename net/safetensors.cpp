// net/safetensors: every number of the header is checked against the file before it is used.
#include "net/safetensors.h"

#include <bit>
#include <cstring>
#include <fstream>
#include <new>
#include <span>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file_writer.h"
#include "net/half.h"

namespace segme::net {
namespace {

using Json = nlohmann::json;
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the format's own bound

[[noreturn]] void broken(const std::filesystem::path& path, const std::string& why) {
  throw Error(ExitCode::model,
              "cannot read weights '" + path.string() + "': " + why + ". Make or copy the file again.");
}

std::vector<float> values_of(const std::string& type, const char* data, std::size_t count) {
  std::vector<float> values(count);
  if (count == 0) return values;
  if (type == "F32") {
    std::memcpy(values.data(), data, count * 4);
    return values;
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, data + i * 2, 2);
    values[i] = type == "F16" ? from_half(bits) : std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
  }
  return values;
}

Tensor read_tensor(const std::filesystem::path& path, const std::string& name, const Json& entry,
                   const std::string& data, std::uint64_t& room) {
  const std::string type = entry.at("dtype");
  if (type != "F32" && type != "F16" && type != "BF16") broken(path, "tensor '" + name + "' is of type " + type);
  Tensor tensor;
  std::uint64_t count = 1;
  for (const Json& side : entry.at("shape")) {
    if (!side.is_number_unsigned()) broken(path, "'" + name + "' has a shape that is none");
    const std::uint64_t length = side.get<std::uint64_t>();
    if (length > data.size() || (length != 0 && count > data.size() / length))
      broken(path, "'" + name + "' is too large");
    count *= length;
    tensor.shape.push_back(static_cast<std::int64_t>(length));
  }
  const Json& offsets = entry.at("data_offsets");
  if (!offsets.at(0).is_number_unsigned() || !offsets.at(1).is_number_unsigned())
    broken(path, "'" + name + "' has no place in it");
  const std::uint64_t begin = offsets.at(0).get<std::uint64_t>();
  const std::uint64_t end = offsets.at(1).get<std::uint64_t>();
  if (begin > end || end > data.size() || end - begin != count * (type == "F32" ? 4U : 2U)) {
    broken(path, "the file ends inside tensor '" + name + "'");
  }
  if (end - begin > room) broken(path, "two of its tensors lie in one place");
  room -= end - begin;
  tensor.values = values_of(type, data.data() + begin, static_cast<std::size_t>(count));
  return tensor;
}

std::span<const std::uint8_t> bytes_of(const void* data, std::size_t count) {
  return {static_cast<const std::uint8_t*>(data), count};
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, const Weights& weights, const Metadata& metadata) {
  Json header = Json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : weights) {
    const std::uint64_t bytes = tensor.values.size() * 4;
    header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + bytes}}};
    offset += bytes;
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  const std::uint64_t length = text.size();
  FileWriter file(path);
  file.append(bytes_of(&length, 8));
  file.append(bytes_of(text.data(), text.size()));
  for (const auto& [name, tensor] : weights) file.append(bytes_of(tensor.values.data(), tensor.values.size() * 4));
  file.finish();
}

namespace {

Weights read_file(const std::filesystem::path& path, Metadata* metadata) {
  std::ifstream file(path, std::ios::binary);
  if (!file) broken(path, "there is no such file, or it may not be read");
  std::uint64_t length = 0;
  file.read(reinterpret_cast<char*>(&length), 8);
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path, error);
  if (!file || error || length > kMaxHeader || length + 8 > size)
    broken(path, "it is not a safetensors file, or it is cut short");
  std::string text(static_cast<std::size_t>(length), ' ');
  file.read(text.data(), static_cast<std::streamsize>(length));
  std::string data(static_cast<std::size_t>(size - 8 - length), '\0');
  file.read(data.data(), static_cast<std::streamsize>(data.size()));
  if (!file) broken(path, "it is cut short");

  Weights weights;
  std::uint64_t room = data.size();  // no byte is of two tensors, so a small file cannot fill the memory
  const Json header = Json::parse(text);
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (metadata != nullptr) *metadata = entry.get<Metadata>();
      continue;
    }
    weights[name] = read_tensor(path, name, entry, data, room);
  }
  return weights;
}

}  // namespace

Weights read_safetensors(const std::filesystem::path& path, Metadata* metadata) {
  try {
    return read_file(path, metadata);
  } catch (const Json::exception&) {
    broken(path, "its header is not the JSON of a safetensors file");
  } catch (const std::bad_alloc&) {
    throw Error(ExitCode::model, "cannot read weights '" + path.string() +
                                     "': there is not enough memory for them. End other programs and try again.");
  }
}

}  // namespace segme::net
