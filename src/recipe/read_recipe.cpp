// recipe/read_recipe: one table names every key with its reader.
#include "recipe/read_recipe.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/choice.h"
#include "infer/quality.h"

namespace segme {
namespace {

using Json = nlohmann::json;

constexpr int kMostThreads = 1024;

[[noreturn]] void refuse(std::string_view key, const std::string& what) {
  throw Error(ExitCode::usage, std::string(key), "the recipe's \"" + std::string(key) + "\" " + what);
}

std::string text(std::string_view key, const Json& value) {
  if (!value.is_string()) refuse(key, "must be a text, not " + std::string(value.type_name()) + ".");
  return value.get<std::string>();
}

bool boolean(std::string_view key, const Json& value) {
  if (!value.is_boolean()) refuse(key, "must be true or false, not " + std::string(value.type_name()) + ".");
  return value.get<bool>();
}

int threads(std::string_view key, const Json& value) {
  const bool right = value.is_number_integer() && value >= 0 && value <= kMostThreads;
  if (!right)
    refuse(key, "must be a whole number in 0.." + std::to_string(kMostThreads) + ", not " + value.dump() + ".");
  return value.get<int>();
}

std::string one_of(std::string_view key, const Json& value, std::initializer_list<std::string_view> choices) {
  const std::string given = text(key, value);
  if (std::find(choices.begin(), choices.end(), given) != choices.end()) return given;
  std::string list;
  for (const std::string_view one : choices) list += (list.empty() ? "" : ", ") + std::string(one);
  refuse(key, "is '" + given + "' but must be one of: " + list + ".");
}

struct Key {
  std::string_view name;
  bool method;  ///< says who finds the person
  void (*read)(std::string_view key, const Json& value, Recipe& recipe);
};

constexpr Key kKeys[] = {
    {"model", true, [](std::string_view k, const Json& v, Recipe& r) { r.model = text(k, v); }},
    {"quality", true,
     [](std::string_view k, const Json& v, Recipe& r) {
       r.model = one_of(k, v, {"fast", "balanced", "accurate"});
     }},
    {"method", true, [](std::string_view k, const Json& v, Recipe& r) { r.method = text(k, v); }},
    {"plate", true, [](std::string_view k, const Json& v, Recipe& r) { r.plate = text(k, v); }},
    {"threads", true, [](std::string_view k, const Json& v, Recipe& r) { r.engine.threads = threads(k, v); }},
    {"precision", true,
     [](std::string_view k, const Json& v, Recipe& r) {
       r.engine.precision = read_precision(one_of(k, v, {"fp32", "bf16", "auto"}));
     }},
    {"engine", true,
     [](std::string_view k, const Json& v, Recipe& r) {
       r.engine.engine = one_of(k, v, {"auto", "openvino", "onnxruntime", "litert"});
     }},
    {"device", true, [](std::string_view k, const Json& v, Recipe& r) { r.engine.device = text(k, v); }},
    {"cache", true, [](std::string_view k, const Json& v, Recipe& r) { r.engine.cache = boolean(k, v); }},
    {"still", true, [](std::string_view k, const Json& v, Recipe& r) { r.still = boolean(k, v); }},
    {"background", false, [](std::string_view k, const Json& v, Recipe& r) { r.background = text(k, v); }},
    {"fit", false,
     [](std::string_view k, const Json& v, Recipe& r) {
       r.fit = read_fit(one_of(k, v, {"fill", "fit", "centre"}));
     }},
    {"refine", false, [](std::string_view k, const Json& v, Recipe& r) { r.refine = text(k, v); }},
    {"render", false, [](std::string_view k, const Json& v, Recipe& r) { r.render = text(k, v); }},
};

Json parse(std::string_view json) {
  try {
    return json.empty() ? Json::object() : Json::parse(json.begin(), json.end());
  } catch (const Json::exception&) {
    throw Error(ExitCode::usage, "json", "the recipe is not JSON. Give an object, such as {\"background\": \"blur\"}.");
  }
}

}  // namespace

Recipe read_recipe(std::string_view json, bool with_method) {
  const Json parsed = parse(json);
  if (!parsed.is_object()) {
    throw Error(ExitCode::usage, "json",
                "the recipe is " + std::string(parsed.type_name()) + ", not an object. Give one in { }.");
  }
  Recipe recipe;
  for (const auto& [name, value] : parsed.items()) {
    const auto* const key = std::find_if(std::begin(kKeys), std::end(kKeys),
                                         [&, &wanted = name](const Key& k) { return k.name == wanted; });
    if (key == std::end(kKeys)) {
      std::string list;
      for (const Key& one : kKeys) list += (list.empty() ? "" : ", ") + std::string(one.name);
      throw Error(ExitCode::usage, name, "the recipe has no key \"" + name + "\". There are: " + list + ".");
    }
    if (key->method && !with_method) refuse(name, "belongs to the segmenter, which is there already. Leave it out.");
    key->read(name, value, recipe);
  }
  if (parsed.contains("model") && parsed.contains("quality")) {
    refuse("quality", "and \"model\" both choose the net. Give one of them.");
  }
  return recipe;
}

}  // namespace segme
