// net/read_h5: "HDF5 File Format Specification 3.0": superblock 0 to 3, object headers 1, groups with a symbol table.
// Every address and length is checked against the file before it is used.
#include "net/read_h5.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "net/half.h"

namespace segme::net {
namespace {

[[noreturn]] void broken(const char* what) { throw std::length_error(what); }
/// A sentence for a file that is whole but of a kind that is not read.
[[noreturn]] void unknown(const char* what) { throw std::invalid_argument(what); }

using Address = std::uint64_t;
constexpr Address kNowhere = ~Address{0};
constexpr int kMostLevels = 32;               // of trees and of groups
constexpr std::size_t kMostPieces = 1000000;  // messages, entries and blocks that are looked at

enum Message : unsigned {
  kSpace = 1,
  kLinks = 2,
  kType = 3,
  kLayout = 8,
  kFilters = 11,
  kAttribute = 12,
  kMore = 16,
  kTable = 17
};

/// A piece of the file that is read from its front.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size()) broken("short");
    const std::string_view taken = bytes_.substr(0, static_cast<std::size_t>(count));
    bytes_.remove_prefix(static_cast<std::size_t>(count));
    return taken;
  }
  std::uint64_t number(std::size_t count) {
    const std::string_view bytes = take(count);
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[i]);
    return value;
  }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

struct Piece {
  unsigned kind = 0;
  std::string_view bytes;
};

/// What values are: `kind` 1 is floats, 3 texts.
struct Type {
  unsigned kind = 0;
  std::uint64_t size = 0;
};

class File {
 public:
  explicit File(std::string_view bytes) : bytes_(bytes) {}

  Address root() {
    Bytes head = from(0);
    if (head.take(8) != std::string_view("\x89HDF\r\n\x1a\n", 8)) broken("signature");
    const std::uint64_t version = head.number(1);
    if (version >= 2) {
      if (version > 3 || head.number(1) != 8 || head.number(1) != 8) unknown("it has addresses of another size");
      head.take(1 + 24);
      return head.number(8);
    }
    head.take(4);
    if (head.number(1) != 8 || head.number(1) != 8) unknown("it has addresses of another size");
    head.take(1 + (version == 1 ? 12U : 8U) + 32 + 8);
    return head.number(8);
  }

  /// The messages of an object.
  std::vector<Piece> messages(Address object) {
    Bytes head = from(object);
    if (head.number(1) != 1) unknown("its groups are of the new kind ('latest'), which Keras does not write");
    head.take(1 + 2 + 4);
    const std::uint64_t size = head.number(4);
    head.take(4);
    std::vector<std::string_view> blocks{head.take(size)};
    std::vector<Piece> found;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      Bytes block(blocks[i]);
      while (block.size() >= 8) {
        count_piece();
        const auto kind = static_cast<unsigned>(block.number(2));
        const std::uint64_t length = block.number(2);
        block.take(4);
        Bytes body(block.take(length));
        if (kind == kMore) {
          const Address at = body.number(8);
          blocks.push_back(from(at).take(body.number(8)));
        } else {
          found.push_back({kind, bytes_.substr(0, 0)});
          found.back().bytes = body.take(length);
        }
      }
    }
    return found;
  }

  /// The object of that path below a group; kNowhere where there is none.
  Address find(Address group, std::string_view path) {
    while (!path.empty() && group != kNowhere) {
      const std::size_t slash = std::min(path.find('/'), path.size());
      if (slash > 0) group = child(group, path.substr(0, slash));
      path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return group;
  }

  /// The texts of an attribute; empty where the object has none of that name.
  std::vector<std::string> texts(Address object, std::string_view wanted) {
    for (const Piece& piece : messages(object)) {
      if (piece.kind != kAttribute) continue;
      Bytes bytes(piece.bytes);
      const std::uint64_t version = bytes.number(1);
      bytes.take(1);
      const std::uint64_t name = bytes.number(2);
      const std::uint64_t type = bytes.number(2);
      const std::uint64_t space = bytes.number(2);
      if (version == 3) bytes.take(1);
      const auto padded = [&](std::uint64_t size) { return version == 1 ? (size + 7) / 8 * 8 : size; };
      std::string_view title = bytes.take(padded(name));
      title = title.substr(0, title.find('\0'));
      const Type of = type_of(bytes.take(padded(type)));
      const std::uint64_t count = count_of(sides_of(bytes.take(padded(space))));
      if (title != wanted) continue;
      if (of.kind != 3 || of.size == 0) unknown("its names of layers are not texts of one length");
      std::vector<std::string> found;
      for (std::uint64_t i = 0; i < count; ++i) {
        count_piece();
        const std::string_view text = bytes.take(of.size);
        found.emplace_back(text.substr(0, text.find('\0')));
      }
      return found;
    }
    return {};
  }

  /// As Keras writes a long list: NAME, or NAME0, NAME1 ...
  std::vector<std::string> long_list(Address object, const std::string& name) {
    std::vector<std::string> all = texts(object, name);
    for (int i = 0; all.empty() || i > 0; ++i) {
      const std::vector<std::string> part = texts(object, name + std::to_string(i));
      if (part.empty()) break;
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }

  Tensor array(Address object) {
    Tensor made;
    Type type;
    std::string_view place;
    bool spaced = false;
    for (const Piece& piece : messages(object)) {
      if (piece.kind == kFilters) unknown("its arrays are packed");
      if (piece.kind == kType) type = type_of(piece.bytes);
      if (piece.kind == kLayout) place = piece.bytes;
      if (piece.kind == kSpace) made.shape = sides_of(piece.bytes), spaced = true;
    }
    if (!spaced || place.empty()) broken("array");
    if (type.kind != 1 || (type.size != 2 && type.size != 4 && type.size != 8)) unknown("its arrays are no floats");
    const std::uint64_t count = count_of(made.shape);
    Bytes layout(place);
    const std::uint64_t version = layout.number(1);
    const std::uint64_t kind = layout.number(1);
    if (version != 3 || kind > 1) unknown("its arrays lie in many pieces");
    Bytes values = kind == 0 ? Bytes(layout.take(layout.number(2))) : from(layout.number(8));
    if (count * type.size > room_) broken("room");
    room_ -= count * type.size;
    made.values.resize(static_cast<std::size_t>(count));
    for (float& value : made.values) value = float_of(values, type.size);
    return made;
  }

 private:
  static float float_of(Bytes& from, std::uint64_t size) {
    const std::uint64_t bits = from.number(static_cast<std::size_t>(size));
    if (size == 8) return static_cast<float>(std::bit_cast<double>(bits));
    return size == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                     : from_half(static_cast<std::uint16_t>(bits));
  }

  Bytes from(Address at) const {
    if (at > bytes_.size()) broken("address");
    return Bytes(bytes_.substr(static_cast<std::size_t>(at)));
  }
  void count_piece() {
    if (++pieces_ > kMostPieces) broken("pieces");
  }

  static Type type_of(std::string_view bytes) {
    Bytes type(bytes);
    const auto kind = static_cast<unsigned>(type.number(1) & 15U);
    const std::uint64_t bits = type.number(3);
    if (kind == 1 && (bits & 1U) != 0) unknown("its floats have their bytes the other way round");
    return {kind, type.number(4)};
  }

  static std::vector<std::int64_t> sides_of(std::string_view bytes) {
    Bytes space(bytes);
    const std::uint64_t version = space.number(1);
    const std::uint64_t rank = space.number(1);
    space.take(version == 1 ? 6 : 2);
    std::vector<std::int64_t> sides;
    for (std::uint64_t i = 0; i < rank; ++i) {
      const std::uint64_t side = space.number(8);
      if (side > 0x7FFFFFFF) broken("side");
      sides.push_back(static_cast<std::int64_t>(side));
    }
    return sides;
  }

  [[nodiscard]] std::uint64_t count_of(const std::vector<std::int64_t>& sides) const {
    std::uint64_t count = 1;
    for (const std::int64_t side : sides) {
      const auto length = static_cast<std::uint64_t>(side);
      if (length > bytes_.size() || (length > 0 && count > bytes_.size() / length)) broken("count");
      count *= length;
    }
    return count;
  }

  Address child(Address object, std::string_view name) {
    for (const Piece& piece : messages(object)) {
      if (piece.kind == kLinks) unknown("its groups are of the new kind ('latest'), which Keras does not write");
      if (piece.kind != kTable) continue;
      Bytes table(piece.bytes);
      const Address tree = table.number(8);
      Bytes heap = from(table.number(8));
      if (heap.take(4) != "HEAP") broken("heap");
      heap.take(4);
      const std::uint64_t size = heap.number(8);
      heap.take(8);
      return in_tree(tree, from(heap.number(8)).take(size), name, 0);
    }
    return kNowhere;
  }

  Address in_tree(Address at, std::string_view names, std::string_view wanted, int level) {
    if (level > kMostLevels) broken("levels");
    count_piece();
    Bytes node = from(at);
    const std::string_view kind = node.take(4);
    if (kind == "SNOD") return in_leaf(node, names, wanted);
    if (kind != "TREE" || node.number(1) != 0) broken("tree");
    node.take(1);
    const std::uint64_t children = node.number(2);
    node.take(16);
    for (std::uint64_t i = 0; i < children; ++i) {
      node.take(8);
      const Address found = in_tree(node.number(8), names, wanted, level + 1);
      if (found != kNowhere) return found;
    }
    return kNowhere;
  }

  Address in_leaf(Bytes node, std::string_view names, std::string_view wanted) {
    node.take(2);
    const std::uint64_t entries = node.number(2);
    for (std::uint64_t i = 0; i < entries; ++i) {
      count_piece();
      const std::uint64_t offset = node.number(8);
      const Address object = node.number(8);
      node.take(24);
      if (offset > names.size()) broken("name");
      const std::string_view name = names.substr(static_cast<std::size_t>(offset));
      if (name.substr(0, name.find('\0')) == wanted) return object;
    }
    return kNowhere;
  }

  std::string_view bytes_;
  std::size_t pieces_ = 0;
  std::uint64_t room_ = bytes_.size();  // all arrays together are no larger than the file
};

std::vector<KerasLayer> layers_of(std::string_view bytes) {
  File file(bytes);
  Address top = file.root();
  if (const Address model = file.find(top, "model_weights"); model != kNowhere) top = model;
  std::vector<KerasLayer> layers;
  for (const std::string& name : file.long_list(top, "layer_names")) {
    const Address group = file.find(top, name);
    if (group == kNowhere) broken("layer");
    KerasLayer layer{name, {}};
    for (const std::string& weight : file.long_list(group, "weight_names")) {
      const Address array = file.find(group, weight);
      if (array == kNowhere) broken("weight");
      layer.parts[keras_part(weight)] = file.array(array);
    }
    if (!layer.parts.empty()) layers.push_back(std::move(layer));
  }
  if (layers.empty()) unknown("it has no list of layers with weights, so Keras did not write it");
  return layers;
}

}  // namespace

std::vector<KerasLayer> read_h5(const std::filesystem::path& path) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ExitCode::model, "cannot read weights '" + path.string() + "': " + why +
                                     ". Give a file that model.save() or model.save_weights() of Keras wrote as .h5.");
  };
  try {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    return layers_of(bytes);
  } catch (const std::length_error&) {
    refuse("it is missing, cut short, or no HDF5 file");
  } catch (const std::invalid_argument& error) {
    refuse(error.what());
  } catch (const std::bad_alloc&) {
    refuse("there is not enough memory for it");
  }
  return {};
}

}  // namespace segme::net
