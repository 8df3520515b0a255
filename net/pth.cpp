// net/pth: a tiny pickle machine. Values are numbers, texts, tuples and "calls" that are only recorded.
#include "net/pth.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <new>
#include <stdexcept>

#include "base/error.h"

namespace segme::net {
namespace {

/// Where a value lies in its Pickle.
using Place = std::uint32_t;
/// number, text, or a list of parts (tuple, list, call, persistent id; a dictionary is key, value, key, value ...).
struct Value {
  enum class Kind { none, number, text, mark, sequence, global, storage } kind = Kind::none;
  std::int64_t number = 0;
  std::string text;
  std::vector<Place> parts;
};

[[noreturn]] void broken(const char* what) { throw std::length_error(what); }

/// All values lie in one list, and parts are places in it: however deep a file nests them, and whether or not one holds
/// itself, nothing here calls itself, and the list goes as one.
class Pickle {
 public:
  Pickle(const std::string& bytes, std::size_t& at) : bytes_(bytes), at_(at) {}
  /// The place of what the pickle holds.
  Place run();
  [[nodiscard]] const Value& at(Place place) const { return values_[place]; }
  [[nodiscard]] const Value& part(const Value& value, std::size_t i) const {
    if (i >= value.parts.size()) broken("part");
    return values_[value.parts[i]];
  }

 private:
  using Kind = Value::Kind;
  const char* take(std::size_t count) {
    if (count > bytes_.size() || at_ > bytes_.size() - count) broken("short");
    const char* place = bytes_.data() + at_;
    at_ += count;
    return place;
  }
  std::uint64_t little(std::size_t count) {
    const char* bytes = take(count);
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[i]);
    return value;
  }
  std::string line() {
    std::string text;
    for (char c = *take(1); c != '\n'; c = *take(1)) text += c;
    return text;
  }
  Place pop() {
    if (stack_.empty()) broken("stack");
    const Place top = stack_.back();
    stack_.pop_back();
    return top;
  }
  std::vector<Place> pop_to_mark() {
    std::vector<Place> parts;
    for (Place top = pop(); values_[top].kind != Kind::mark; top = pop()) parts.push_back(top);
    std::reverse(parts.begin(), parts.end());
    return parts;
  }
  /// Every byte of a file makes one part at most, but a part that is kept may be copied again and again.
  void count_parts(std::size_t count) {
    parts_ += count;
    if (parts_ > bytes_.size()) broken("parts");
  }
  void push(Kind kind, std::int64_t number = 0, std::string text = {}, std::vector<Place> parts = {}) {
    count_parts(parts.size());
    stack_.push_back(static_cast<Place>(values_.size()));
    values_.push_back({kind, number, std::move(text), std::move(parts)});
  }
  void append(const std::vector<Place>& items) {
    if (stack_.empty()) broken("stack");
    count_parts(items.size());
    std::vector<Place>& parts = values_[stack_.back()].parts;
    parts.insert(parts.end(), items.begin(), items.end());
  }
  void remember(std::uint64_t name) {
    if (stack_.empty()) broken("stack");
    memo_[name] = stack_.back();
  }
  void recall(std::uint64_t name) {
    const auto known = memo_.find(name);
    if (known == memo_.end()) broken("memo");
    stack_.push_back(known->second);
  }
  void push_tuple(std::size_t count);
  void push_scalar(unsigned char code);
  bool step(unsigned char code);

  const std::string& bytes_;
  std::size_t& at_;
  std::size_t parts_ = 0;
  std::vector<Value> values_;
  std::vector<Place> stack_;
  std::map<std::uint64_t, Place> memo_;
};

void Pickle::push_tuple(std::size_t count) {
  std::vector<Place> parts(count);
  for (std::size_t i = count; i-- > 0;) parts[i] = pop();
  push(Kind::sequence, 0, {}, std::move(parts));
}

/// Numbers, texts and names of things.
void Pickle::push_scalar(unsigned char code) {
  switch (code) {
    case 'N': push(Kind::none); break;
    case 0x88: push(Kind::number, 1); break;
    case 0x89: push(Kind::number, 0); break;
    case 'K': push(Kind::number, static_cast<std::int64_t>(little(1))); break;
    case 'M': push(Kind::number, static_cast<std::int64_t>(little(2))); break;
    case 'J': push(Kind::number, static_cast<std::int32_t>(little(4))); break;
    case 0x8a: {  // long: n bytes, little-endian
      const std::size_t count = little(1);
      const char* value = take(count);
      std::int64_t number = 0;
      std::memcpy(&number, value, std::min<std::size_t>(count, 8));
      push(Kind::number, number);
      break;
    }
    case 'X': {
      const std::size_t count = little(4);
      const char* text = take(count);
      push(Kind::text, 0, std::string(text, count));
      break;
    }
    case 'c': {
      const std::string module = line();
      push(Kind::global, 0, module + "." + line());
      break;
    }
    default: broken("opcode");
  }
}

/// Runs one opcode; false at the end.
bool Pickle::step(unsigned char code) {
  switch (code) {
    case 0x80: take(1); break;  // protocol
    case '.': return false;
    case '(': push(Kind::mark); break;
    case '}':
    case ')':
    case ']': push(Kind::sequence); break;
    case 'q': remember(little(1)); break;
    case 'r': remember(little(4)); break;
    case 'h': recall(little(1)); break;
    case 'j': recall(little(4)); break;
    case 't': push(Kind::sequence, 0, {}, pop_to_mark()); break;
    case 0x85: push_tuple(1); break;
    case 0x86: push_tuple(2); break;
    case 0x87: push_tuple(3); break;
    case 'Q': push(Kind::storage, 0, {}, values_[pop()].parts); break;
    case 'R': {  // call: recorded by its arguments, never made
      const Place arguments = pop();
      pop();
      push(Kind::sequence, 0, {}, values_[arguments].parts);
      break;
    }
    case 'u':
    case 'e': append(pop_to_mark()); break;
    case 's': {
      const Place value = pop();
      const Place key = pop();
      append({key, value});
      break;
    }
    case 'a': append({pop()}); break;
    case 'b': pop(); break;  // state of an object: not needed
    default: push_scalar(code);
  }
  return true;
}

Place Pickle::run() {
  while (step(static_cast<unsigned char>(*take(1)))) {
  }
  return pop();
}

/// How a tensor lies in its storage, every number checked against the storage.
struct View {
  std::vector<std::int64_t> shape, strides;
  std::int64_t first = 0, count = 1;
};

View view_of(const Pickle& pickle, const Value& call, std::size_t stored) {
  const auto most = static_cast<std::int64_t>(stored);
  const auto within = [most](std::int64_t number) {
    if (number < 0 || number > most) broken("number");
    return number;
  };
  View view;
  view.first = within(pickle.part(call, 1).number);
  const Value& sides = pickle.part(call, 2);
  for (std::size_t i = 0; i < sides.parts.size(); ++i) {
    const std::int64_t side = within(pickle.part(sides, i).number);
    if (side > 0 && view.count > most / side) broken("count");
    view.count *= side;
    view.shape.push_back(side);
    const std::int64_t stride = within(pickle.part(pickle.part(call, 3), i).number);
    if (side > 1 && stride > most / (side - 1)) broken("stride");
    view.strides.push_back(stride);
  }
  return view;
}

/// The values of a strided view in row-major order. `room`: values that all tensors together may still have.
Tensor gather(const Pickle& pickle, const std::vector<float>& storage, const Value& call, std::size_t& room) {
  const View view = view_of(pickle, call, storage.size());
  const auto count = static_cast<std::size_t>(view.count);
  if (count > room) broken("room");
  room -= count;
  Tensor tensor;
  tensor.shape = view.shape;
  tensor.values.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto rest = static_cast<std::int64_t>(i);
    std::int64_t at = view.first;
    for (std::size_t axis = view.shape.size(); axis-- > 0;) {
      at += rest % view.shape[axis] * view.strides[axis];
      rest /= view.shape[axis];
    }
    tensor.values[i] = storage.at(static_cast<std::size_t>(at));
  }
  return tensor;
}

using Storages = std::map<std::string, std::vector<float>>;

/// After the pickles: for every storage key, in the order of the key list, an 8-byte count and the values.
Storages read_storages(const std::string& bytes, std::size_t at, const Pickle& pickle, const Value& keys,
                       const std::map<std::string, std::string>& types) {
  Storages storages;
  for (const Place place : keys.parts) {
    const std::string& key = pickle.at(place).text;
    std::uint64_t count = 0;
    if (bytes.size() - at < 8) broken("short");
    std::memcpy(&count, bytes.data() + at, 8);
    at += 8;
    const auto type = types.find(key);
    const bool is_float = type != types.end() && type->second == "torch.FloatStorage";
    const std::size_t width = is_float ? 4 : 8;
    if (count > (bytes.size() - at) / width) broken("short");
    const std::size_t length = static_cast<std::size_t>(count) * width;
    if (is_float) {
      storages[key].resize(static_cast<std::size_t>(count));
      std::memcpy(storages[key].data(), bytes.data() + at, length);
    }
    at += length;
  }
  return storages;
}

Weights read_bytes(const std::string& bytes) {
  std::size_t at = 0;
  for (int i = 0; i < 3; ++i) Pickle(bytes, at).run();  // magic number, protocol version, system
  Pickle dictionary(bytes, at);
  const Value state = dictionary.at(dictionary.run());
  Pickle list(bytes, at);
  const Value keys = list.at(list.run());
  std::map<std::string, std::string> types;
  for (std::size_t i = 1; i < state.parts.size(); i += 2) {
    const Value& storage = dictionary.part(dictionary.part(state, i), 0);
    types[dictionary.part(storage, 2).text] = dictionary.part(storage, 1).text;
  }
  const Storages storages = read_storages(bytes, at, list, keys, types);
  constexpr std::size_t kShares = 8;  // tensors may share a storage, but not a small file fill the memory
  std::size_t room = bytes.size() * kShares / sizeof(float);
  Weights weights;
  for (std::size_t i = 0; i + 1 < state.parts.size(); i += 2) {
    const Value& call = dictionary.part(state, i + 1);
    const auto storage = storages.find(dictionary.part(dictionary.part(call, 0), 2).text);
    if (storage == storages.end()) continue;
    weights[dictionary.part(state, i).text] = gather(dictionary, storage->second, call, room);
  }
  if (weights.empty()) broken("nothing");
  return weights;
}

}  // namespace

Weights read_pth(const std::filesystem::path& path) {
  const auto refuse = [&](const char* what) {
    throw Error(ExitCode::model,
                "cannot read weights '" + path.string() + "': " + what + ". Give the .pth file of the package.");
  };
  try {
    std::ifstream file(path, std::ios::binary);
    return read_bytes({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  } catch (const std::logic_error&) {
    refuse("it is missing, cut short, or no state_dict of the old PyTorch file format");
  } catch (const std::bad_alloc&) {
    refuse("there is not enough memory for it");
  }
  return {};
}

}  // namespace segme::net
