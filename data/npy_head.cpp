// data/npy_head: the dictionary at the head of an array file. It is a literal of Python; of that language exactly as
// much is read as NumPy writes there.
#include <algorithm>
#include <cctype>
#include <limits>

#include "base/error.h"
#include "data/npy.h"

namespace segme::data {
namespace {

constexpr std::size_t kMostSides = 8;
constexpr std::int64_t kMostValues = std::int64_t{1} << 48;  // far more than a disk holds, far less than overflows

/// Walks over the dictionary. Every step looks before it reads.
class Literal {
 public:
  Literal(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  NpyHead parse() {
    expect('{');
    while (!take('}')) {
      const std::string key = string();
      expect(':');
      value(key);
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skip_space();
    if (at_ != text_.size()) refuse("something follows the dictionary of its head");
    if (!has_type_ || !has_order_ || !has_shape_) refuse("its head lacks descr, fortran_order or shape");
    return head_;
  }

 private:
  [[noreturn]] void refuse(const std::string& what,
                           const std::string& advice = "Save the array anew with numpy.save") const {
    throw Error(ExitCode::input, "cannot read '" + std::string(name_) + "': " + what + ". " + advice + ".");
  }

  void value(const std::string& key) {
    skip_space();
    if (key == "descr") {
      if (at_ < text_.size() && text_[at_] == '[') refuse("it holds records, not numbers");
      take_type(string());
      has_type_ = true;
    } else if (key == "fortran_order") {
      if (truth()) {
        refuse("it is in Fortran order (column by column)", "Save numpy.ascontiguousarray(array) in its place");
      }
      has_order_ = true;
    } else if (key == "shape") {
      take_shape();
      has_shape_ = true;
    } else {
      refuse("its head has the unknown entry '" + key + "'");
    }
  }

  void take_type(const std::string& type) {
    const std::optional<NpyKind> kind = find_npy_kind(type);
    if (!kind) {
      refuse("its values are of type '" + type + "', and only whole numbers, floats and booleans are read",
             "Save whole numbers of 0..255 as uint8, or floats of 0..1 as float32");
    }
    head_.type = kind->type;
    head_.swapped = kind->swapped;
  }

  void take_shape() {
    expect('(');
    std::int64_t values = 1;
    while (!take(')')) {
      const std::int64_t side = number();
      if (head_.shape.size() == kMostSides) refuse("it has more than 8 sides");
      if (side > 0 && values > kMostValues / side) refuse("its shape is larger than any disk");
      values *= side > 0 ? side : 1;
      head_.shape.push_back(side);
      take('L');  // a long integer of Python 2
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    if (head_.shape.empty()) refuse("it holds a single number, not an array");
  }

  std::int64_t number() {
    skip_space();
    std::int64_t value = 0;
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
      if (value > kMostValues) refuse("its shape is larger than any disk");
      value = value * 10 + (text_[at_++] - '0');
    }
    if (at_ == begin) refuse("its shape is no list of sizes");
    return value;
  }

  bool truth() {
    for (const std::string_view word : {"True", "False"}) {
      if (text_.substr(at_).starts_with(word)) {
        at_ += word.size();
        return word == "True";
      }
    }
    refuse("fortran_order is neither True nor False");
  }

  std::string string() {
    skip_space();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    const std::size_t end = quote == '\'' || quote == '"' ? text_.find(quote, at_ + 1) : std::string_view::npos;
    if (end == std::string_view::npos) refuse("its head is not the dictionary that NumPy writes");
    std::string result(text_.substr(at_ + 1, end - at_ - 1));
    for (char& c : result) {  // it may end up in a sentence
      if (std::isprint(static_cast<unsigned char>(c)) == 0) c = '?';
    }
    at_ = end + 1;
    return result;
  }

  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) refuse("its head is not the dictionary that NumPy writes");
  }

  std::string_view text_, name_;
  std::size_t at_ = 0;
  NpyHead head_;
  bool has_type_ = false, has_order_ = false, has_shape_ = false;
};

}  // namespace

std::size_t NpyHead::row_values() const {
  std::size_t values = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) values *= static_cast<std::size_t>(shape[i]);
  return values;
}

NpyHead parse_npy_head(std::string_view dictionary, std::string_view name) { return Literal(dictionary, name).parse(); }

std::string make_npy_head(const NpyHead& head) {
  SEGME_CHECK(!head.swapped && (head.type == NpyType::uint8 || head.type == NpyType::float32));
  std::string dictionary = head.type == NpyType::uint8 ? "{'descr': '|u1'" : "{'descr': '<f4'";
  dictionary += ", 'fortran_order': False, 'shape': (";
  for (std::size_t i = 0; i < head.shape.size(); ++i) {
    if (i > 0) dictionary += ' ';
    dictionary += std::to_string(head.shape[i]);
    if (head.shape.size() == 1 || i + 1 < head.shape.size()) dictionary += ',';
  }
  dictionary += "), }";
  constexpr std::size_t kBefore = 10;  // magic, version 1.0 and two bytes of length
  constexpr std::size_t kLeast = 128;  // as NumPy, which leaves room for a longer shape
  const std::size_t whole = std::max(kLeast, (kBefore + dictionary.size() + 1 + 63) / 64 * 64);
  dictionary.append(whole - kBefore - dictionary.size() - 1, ' ');
  dictionary += '\n';
  SEGME_CHECK(dictionary.size() <= std::numeric_limits<std::uint16_t>::max());
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(dictionary.size() & 255U);
  bytes += static_cast<char>(dictionary.size() >> 8U);
  return bytes + dictionary;
}

}  // namespace segme::data
