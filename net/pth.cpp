// net/pth: a tiny pickle machine. Values are numbers, texts, tuples and "calls" that are only recorded.
#include "net/pth.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

#include "base/error.h"

namespace segme::net {
namespace {

struct Value;
using ValuePtr = std::shared_ptr<Value>;
/// number, text, or a list of parts (tuple, list, call, persistent id; a dictionary is key, value, key, value ...).
struct Value {
  enum class Kind { none, number, text, mark, sequence, global, storage } kind = Kind::none;
  std::int64_t number = 0;
  std::string text;
  std::vector<ValuePtr> parts;
};

class Pickle {
 public:
  Pickle(const std::string& bytes, std::size_t& at) : bytes_(bytes), at_(at) {}
  ValuePtr run();

 private:
  using Kind = Value::Kind;
  const char* take(std::size_t count) {
    if (count > bytes_.size() || at_ > bytes_.size() - count) throw std::length_error("short");
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
  ValuePtr pop() {
    if (stack_.empty()) throw std::length_error("stack");
    ValuePtr top = stack_.back();
    stack_.pop_back();
    return top;
  }
  std::vector<ValuePtr> pop_to_mark() {
    std::vector<ValuePtr> parts;
    for (ValuePtr top = pop(); top->kind != Kind::mark; top = pop()) parts.insert(parts.begin(), top);
    return parts;
  }
  void push(Kind kind, std::int64_t number = 0, std::string text = {}, std::vector<ValuePtr> parts = {}) {
    stack_.push_back(std::make_shared<Value>(Value{kind, number, std::move(text), std::move(parts)}));
  }
  void append(std::vector<ValuePtr> items) {
    if (stack_.empty()) throw std::length_error("stack");
    for (ValuePtr& item : items) stack_.back()->parts.push_back(std::move(item));
  }
  bool step(unsigned char code);

  const std::string& bytes_;
  std::size_t& at_;
  std::vector<ValuePtr> stack_;
  std::map<std::uint64_t, ValuePtr> memo_;
};

/// Runs one opcode; false at the end.
bool Pickle::step(unsigned char code) {
  switch (code) {
    case 0x80: take(1); break;  // protocol
    case '.': return false;
    case '(': push(Kind::mark); break;
    case '}':
    case ')':
    case ']': push(Kind::sequence); break;
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
    case 'q': memo_[little(1)] = stack_.empty() ? nullptr : stack_.back(); break;
    case 'r': memo_[little(4)] = stack_.empty() ? nullptr : stack_.back(); break;
    case 'h':
    case 'j': {
      const ValuePtr known = memo_[little(code == 'h' ? 1 : 4)];
      if (known == nullptr) throw std::length_error("memo");
      stack_.push_back(known);
      break;
    }
    case 'c': {
      const std::string module = line();
      push(Kind::global, 0, module + "." + line());
      break;
    }
    case 't': push(Kind::sequence, 0, {}, pop_to_mark()); break;
    case 0x85: {
      ValuePtr a = pop();
      push(Kind::sequence, 0, {}, {a});
      break;
    }
    case 0x86: {
      ValuePtr b = pop(), a = pop();
      push(Kind::sequence, 0, {}, {a, b});
      break;
    }
    case 0x87: {
      ValuePtr c = pop(), b = pop(), a = pop();
      push(Kind::sequence, 0, {}, {a, b, c});
      break;
    }
    case 'Q': {
      ValuePtr id = pop();
      push(Kind::storage, 0, {}, id->parts);
      break;
    }
    case 'R': {  // call: recorded, never made
      ValuePtr arguments = pop();
      ValuePtr callee = pop();
      push(Kind::sequence, 0, callee->text, arguments->parts);
      break;
    }
    case 'u':
    case 'e': append(pop_to_mark()); break;
    case 's': {
      ValuePtr value = pop(), key = pop();
      append({key, value});
      break;
    }
    case 'a': append({pop()}); break;
    case 'b': pop(); break;  // state of an object: not needed
    default: throw std::length_error("opcode");
  }
  return true;
}

ValuePtr Pickle::run() {
  while (step(static_cast<unsigned char>(*take(1)))) {
  }
  return pop();
}

const Value& part(const Value& value, std::size_t i) {
  if (i >= value.parts.size() || value.parts[i] == nullptr) throw std::length_error("part");
  return *value.parts[i];
}

/// The values of a strided view in row-major order.
Tensor gather(const std::vector<float>& storage, const Value& call) {
  Tensor tensor;
  std::int64_t count = 1;
  std::vector<std::int64_t> strides;
  for (const ValuePtr& side : part(call, 2).parts) {
    if (side->number < 0 || side->number > 1'000'000) throw std::length_error("side");
    tensor.shape.push_back(side->number);
    count *= side->number;
    if (count > 1'000'000'000) throw std::length_error("count");
  }
  for (std::size_t i = 0; i < tensor.shape.size(); ++i) strides.push_back(part(part(call, 3), i).number);
  tensor.values.resize(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t rest = i;
    std::int64_t at = part(call, 1).number;
    for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
      at += rest % tensor.shape[axis] * strides[axis];
      rest /= tensor.shape[axis];
    }
    tensor.values[static_cast<std::size_t>(i)] = storage.at(static_cast<std::size_t>(at));
  }
  return tensor;
}

using Storages = std::map<std::string, std::vector<float>>;

/// After the pickles: for every storage key, in the order of the key list, an 8-byte count and the values.
Storages read_storages(const std::string& bytes, std::size_t at, const Value& keys,
                       const std::map<std::string, std::string>& types) {
  Storages storages;
  for (const ValuePtr& key : keys.parts) {
    std::int64_t count = 0;
    if (at + 8 > bytes.size()) throw std::length_error("short");
    std::memcpy(&count, bytes.data() + at, 8);
    at += 8;
    const auto type = types.find(key->text);
    const bool is_float = type != types.end() && type->second == "torch.FloatStorage";
    const std::size_t length = static_cast<std::size_t>(count) * (is_float ? 4U : 8U);
    if (count < 0 || length > bytes.size() - at) throw std::length_error("short");
    if (is_float) {
      storages[key->text].resize(static_cast<std::size_t>(count));
      std::memcpy(storages[key->text].data(), bytes.data() + at, length);
    }
    at += length;
  }
  return storages;
}

}  // namespace

Weights read_pth(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  try {
    std::size_t at = 0;
    for (int i = 0; i < 3; ++i) Pickle(bytes, at).run();  // magic number, protocol version, system
    const ValuePtr state = Pickle(bytes, at).run();
    const ValuePtr keys = Pickle(bytes, at).run();
    std::map<std::string, std::string> types;
    for (std::size_t i = 1; i < state->parts.size(); i += 2) {
      const Value& storage = part(part(*state, i), 0);
      types[part(storage, 2).text] = part(storage, 1).text;
    }
    const Storages storages = read_storages(bytes, at, *keys, types);
    Weights weights;
    for (std::size_t i = 0; i + 1 < state->parts.size(); i += 2) {
      const Value& call = part(*state, i + 1);
      const auto storage = storages.find(part(part(call, 0), 2).text);
      if (storage != storages.end()) weights[part(*state, i).text] = gather(storage->second, call);
    }
    return weights;
  } catch (const std::logic_error&) {
    throw Error(ExitCode::model, "cannot read weights '" + path.string() +
                                     "': it is missing, cut short, or no state_dict of the old PyTorch file format. "
                                     "Give the .pth file of the package.");
  }
}

}  // namespace segme::net
