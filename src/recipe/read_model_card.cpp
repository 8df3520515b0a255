// recipe/read_model_card: one table names every key with its reader, so that an unknown key, a wrong
// type and a value out of range are told apart and each is named.
#include "recipe/read_model_card.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace segme {
namespace {

using Json = nlohmann::json;

constexpr int kLargestSide = 8192;       // pixels of a net's input; the largest nets known here take 2048
constexpr int kMostChannels = 1024;      // of an output; ADE20K nets have 150
constexpr double kLargestScale = 255.0;  // per 1/255: (value - mean) / std with std >= 1/255 of the range
constexpr std::size_t kLongestName = 64;

/// Reads one value of a card and complains in the card's name.
class Value {
 public:
  Value(std::string_view card, std::string_view key, const Json& json) : card_(card), key_(key), json_(json) {}

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ExitCode::model, "cannot use the model card '" + std::string(card_) + "': \"" + std::string(key_) +
                                     "\" " + what + ". See models/README.md for the keys of a card.");
  }
  [[nodiscard]] std::string text() const {
    if (!json_.is_string()) fail(std::string("must be a text, not ") + json_.type_name());
    return json_.get<std::string>();
  }
  [[nodiscard]] bool boolean() const {
    if (!json_.is_boolean()) fail("must be true or false, not " + described());
    return json_.get<bool>();
  }
  [[nodiscard]] bool is_text(std::string_view text) const {
    return json_.is_string() && json_.get_ref<const std::string&>() == text;
  }
  template <Named Enum>
  [[nodiscard]] Enum choice() const {
    const std::string given = text();
    if (const std::optional<Enum> found = find_named<Enum>(given)) return *found;
    fail("is '" + given + "' but must be one of: " + list_names<Enum>(", "));
  }
  [[nodiscard]] int integer(int low, int high) const {
    if (!json_.is_number_integer()) fail(std::string("must be a whole number, not ") + described());
    // Beyond 64 bits the parser makes a floating number, so both casts below are safe.
    const bool huge = json_.is_number_unsigned() && json_.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    if (huge || json_.get<std::int64_t>() < low || json_.get<std::int64_t>() > high) {
      fail("is " + described() + " but must lie in " + std::to_string(low) + ".." + std::to_string(high));
    }
    return json_.get<int>();
  }
  [[nodiscard]] std::array<float, 3> triple(double low, double high, bool positive) const {
    if (!json_.is_array() || json_.size() != 3) fail("must be three numbers, one a channel");
    std::array<float, 3> made{};
    for (std::size_t i = 0; i < 3; ++i) {
      if (!json_[i].is_number()) fail("must be three numbers, one a channel");
      const double value = json_[i].get<double>();
      if (!(value >= low && value <= high) || (positive && value <= 0)) {
        fail("holds " + json_[i].dump() + " but must lie in " + (positive ? "(" : "") + Json(low).dump() + ".." +
             Json(high).dump() + (positive ? ", 0 not among them)" : ""));
      }
      made[i] = static_cast<float>(value);
    }
    return made;
  }
  [[nodiscard]] std::string object() const {
    if (!json_.is_object()) fail(std::string("must be an object, not ") + json_.type_name());
    return json_.dump();
  }

 private:
  [[nodiscard]] std::string described() const {
    return json_.is_number() ? json_.dump() : std::string(json_.type_name());
  }
  std::string_view card_, key_;
  const Json& json_;
};

std::string read_name(const Value& value) {
  const std::string name = value.text();
  const auto allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; };
  if (name.empty() || name.size() > kLongestName || !std::all_of(name.begin(), name.end(), allowed)) {
    value.fail("must be 1 to " + std::to_string(kLongestName) + " letters, digits, '-', '_' or '.'");
  }
  return name;
}

std::string read_file_name(const Value& value) {
  const std::string file = value.text();
  if (file.empty() || file == "." || file == ".." ||
      file.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos) {
    value.fail("must be the name of a file beside the card");
  }
  return file;
}

Layout read_layout(const Value& value) {
  const auto layout = value.choice<Layout>();
  if (layout == Layout::packed) value.fail("is 'packed', which only an output can be. Give nchw, nhwc or flat");
  return layout;
}

std::string read_sha256(const Value& value) {
  std::string hex = value.text();
  const bool all_hex = std::all_of(hex.begin(), hex.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
  if (!hex.empty() && (hex.size() != 64 || !all_hex)) value.fail("must be 64 hex digits, or empty");
  for (char& c : hex) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return hex;
}

struct Key {
  std::string_view name;
  bool required;
  void (*read)(const Value&, ModelCard&);
};

constexpr Key kKeys[] = {
    {"name", true, [](const Value& v, ModelCard& card) { card.name = read_name(v); }},
    {"summary", false, [](const Value& v, ModelCard& card) { card.summary = v.text(); }},
    {"file", true, [](const Value& v, ModelCard& card) { card.file = read_file_name(v); }},
    {"sha256", false, [](const Value& v, ModelCard& card) { card.sha256 = read_sha256(v); }},
    {"width", true, [](const Value& v, ModelCard& card) { card.width = v.integer(1, kLargestSide); }},
    {"height", true, [](const Value& v, ModelCard& card) { card.height = v.integer(1, kLargestSide); }},
    {"layout", false, [](const Value& v, ModelCard& card) { card.layout = read_layout(v); }},
    {"colour_order", false, [](const Value& v, ModelCard& card) { card.colour_order = v.choice<ColourOrder>(); }},
    {"fourth_channel", false, [](const Value& v, ModelCard& card) { card.fourth_channel = v.choice<FourthChannel>(); }},
    {"mean", false, [](const Value& v, ModelCard& card) { card.mean = v.triple(0, 255, false); }},
    {"scale", false, [](const Value& v, ModelCard& card) { card.scale = v.triple(0, kLargestScale, true); }},
    {"fit", false, [](const Value& v, ModelCard& card) { card.fit = v.choice<InputFit>(); }},
    {"output", false, [](const Value& v, ModelCard& card) { card.output = v.text(); }},
    {"output_channel", false,
     [](const Value& v, ModelCard& card) { card.output_channel = v.integer(0, kMostChannels - 1); }},
    {"output_channels", false,
     [](const Value& v, ModelCard& card) { card.output_channels = v.integer(1, kMostChannels); }},
    {"output_layout", false, [](const Value& v, ModelCard& card) { card.output_layout = v.choice<Layout>(); }},
    {"activation", false, [](const Value& v, ModelCard& card) { card.activation = v.choice<Activation>(); }},
    {"mirrored", false,
     [](const Value& v, ModelCard& card) {
       card.mirrored_stills = v.is_text("stills");
       card.mirrored = !card.mirrored_stills && v.boolean();
     }},
    {"also", false, [](const Value& v, ModelCard& card) { card.also = read_name(v); }},
    {"videos", false, [](const Value& v, ModelCard& card) { card.videos = v.boolean(); }},
    {"closer", false, [](const Value& v, ModelCard& card) { card.closer = v.boolean(); }},
    {"quality", false, [](const Value& v, ModelCard& card) { card.quality = v.choice<Quality>(); }},
    {"licence", false, [](const Value& v, ModelCard& card) { card.licence = v.text(); }},
    {"origin", false, [](const Value& v, ModelCard& card) { card.origin = v.text(); }},
    {"limits", false, [](const Value& v, ModelCard& card) { card.limits = v.text(); }},
    {"metrics", false, [](const Value& v, ModelCard& card) { card.metrics = v.object(); }},
};

[[noreturn]] void fail(std::string_view name, const std::string& what) {
  throw Error(ExitCode::model, "cannot use the model card '" + std::string(name) + "': " + what + ".");
}

Json parse(std::string_view text, std::string_view name) {
  try {
    return Json::parse(text.begin(), text.end());
  } catch (const Json::parse_error& error) {
    const std::size_t at = std::min<std::size_t>(error.byte, text.size());
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    fail(name, "it is not JSON from line " + std::to_string(line) + " on. Correct it there");
  }
}

const Key* find_key(std::string_view name) {
  const Key* const found =
      std::find_if(std::begin(kKeys), std::end(kKeys), [&](const Key& k) { return k.name == name; });
  return found == std::end(kKeys) ? nullptr : found;
}

/// Keys that fit each other.
void check(const ModelCard& card, std::string_view name) {
  if (card.output_channel >= card.output_channels) {
    fail(name, "\"output_channel\" is " + std::to_string(card.output_channel) +
                   ", but \"output_channels\" says there are " + std::to_string(card.output_channels));
  }
  if (card.activation == Activation::softmax && card.output_channels < 2) {
    fail(name, "\"activation\" softmax needs \"output_channels\" of 2 or more");
  }
  if (card.colour_order == ColourOrder::grey && card.fourth_channel != FourthChannel::none) {
    fail(name, "\"fourth_channel\" is '" + std::string(name_of(card.fourth_channel)) +
                   "', but \"colour_order\" grey has one channel");
  }
  if (card.closer && card.fourth_channel == FourthChannel::previous_matte) {
    fail(name, "\"closer\" cannot be true where \"fourth_channel\" is previous_matte, which is that of one view");
  }
  if (card.also == card.name) fail(name, "\"also\" is the model's own name, which would be asked the same twice");
  if (card.output_layout == Layout::packed && (card.output_channels != 1 || card.width % kPackedPixels != 0)) {
    fail(name, "\"output_layout\" packed needs one output channel and a \"width\" that 16 divides");
  }
}

}  // namespace

ModelCard parse_model_card(std::string_view json, std::string_view name) {
  const Json parsed = parse(json, name);
  if (!parsed.is_object()) fail(name, "it must be one JSON object");
  ModelCard card;
  for (const auto& [key, value] : parsed.items()) {
    const Key* known = find_key(key);
    if (known == nullptr) {
      std::string keys;
      for (const Key& one : kKeys) keys += (keys.empty() ? "" : ", ") + std::string(one.name);
      fail(name, "\"" + key + "\" is no key of a card. There are: " + keys);
    }
    known->read(Value(name, key, value), card);
  }
  for (const Key& key : kKeys) {
    if (key.required && !parsed.contains(key.name)) fail(name, "\"" + std::string(key.name) + "\" is missing");
  }
  check(card, name);
  return card;
}

}  // namespace segme
