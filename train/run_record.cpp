// train/run_record: an option that changes what is learnt is fixed for a run; how long it is, where it is computed and
// how fast it learns may change, and is said.
#include "train/run_record.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "base/error.h"
#include "base/options.h"

namespace segme::train {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// Of a sitting and not of the run.
constexpr std::array<std::string_view, 5> kOfSitting{"output", "resume", "overwrite", "cache-gb", "loader-threads"};
/// May change, and is said.
constexpr std::array<std::string_view, 12> kMayChange{"minutes", "clock",         "steps",          "epochs",
                                                      "data",    "early-stop",    "report-minutes", "report-steps",
                                                      "threads", "learning-rate", "processes",      "device"};
/// Files whose contents count, not their names.
constexpr std::array<std::string_view, 2> kFiles{"start", "teacher"};

bool among(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The shortest text that is read back as this very number.
std::string exact_text(float value) {
  std::array<char, 40> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// Calls use(name, value as JSON) for every option of a run.
template <class Use>
void each_option(TrainOptions options, const Use& use) {
  auto visit = [&](std::string_view name, auto& value, std::string_view, auto...) {
    if (name == "resume" || name == "overwrite") return;
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, float>) {
      use(std::string(name), Json::parse(exact_text(value)));
    } else {
      use(std::string(name), Json(value));
    }
  };
  options.describe(visit);
}

std::map<std::string, std::string> texts_of(const TrainOptions& options) {
  std::map<std::string, std::string> texts;
  each_option(options, [&](const std::string& name, const Json& value) {
    texts[name] = value.is_string() ? value.get<std::string>() : value.dump();
  });
  return texts;
}

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("model name")) return line.substr(std::min(line.find(": ") + 2, line.size()));
  }
  return "unknown";
}

[[noreturn]] void refuse_change(const std::string& name, const std::string& was, const std::string& wanted) {
  throw Error(ExitCode::usage, "cannot resume with --" + name + " '" + wanted + "': the run began with '" + was +
                                   "', and would become another. Leave --" + name +
                                   " out, or begin a run in another --output.");
}

}  // namespace

RunRecord make_record(const std::string& net, const TrainOptions& options, const std::vector<Sample>& samples,
                      std::string_view libtorch) {
  RunRecord record;
  record.net = net;
  record.options = options;
  record.set = set_sha256(samples, options.loader_threads + options.threads);
  record.pictures = samples.size();
  const auto add = [&](const char* name, const std::string& file) {
    std::error_code ignored;  // what is not there, its reader refuses
    if (fs::is_regular_file(file, ignored)) record.files[name] = file_sha256(file);
  };
  add("start", options.start);
  add("teacher", options.teacher);
  record.versions = {{"segme", SEGME_VERSION},
                     {"libtorch", std::string(libtorch)},
                     {"compiler", __VERSION__},
                     {"processor", processor()}};
  return record;
}

std::string record_text(const RunRecord& record) {
  Json options = Json::object();
  each_option(record.options, [&](const std::string& name, const Json& value) { options[name] = value; });
  const Json json = {{"net", record.net},
                     {"options", options},
                     {"set", {{"sha256", record.set}, {"pictures", record.pictures}}},
                     {"files", record.files},
                     {"versions", record.versions},
                     {"changes", record.changes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

RunRecord read_record(std::string_view text, const std::string& name) {
  RunRecord record;
  try {
    const Json json = Json::parse(text);
    record.net = json.at("net").get<std::string>();
    for (const auto& [option, value] : json.at("options").items()) {
      std::string typed = value.is_string() ? value.get<std::string>() : value.dump();
      read_option("train", option, typed, record.options);
    }
    record.set = json.at("set").at("sha256").get<std::string>();
    record.pictures = json.at("set").at("pictures").get<std::size_t>();
    record.files = json.at("files").get<std::map<std::string, std::string>>();
    record.versions = json.at("versions").get<std::map<std::string, std::string>>();
    record.changes = json.at("changes").get<std::vector<std::string>>();
  } catch (const std::exception& error) {
    throw Error(ExitCode::model, "cannot resume: what '" + name + "' says of its run cannot be read (" + error.what() +
                                     "). Resume it with the version of SegMe that began it.");
  }
  return record;
}

void take_over(const RunRecord& first, CommandLine& line) {
  if (line.net.empty()) line.net = first.net;
  const TrainOptions typed = line.options;
  line.options = first.options;
  for (const auto& [name, value] : line.given) read_option("train", name, value, line.options);
  line.options.output = typed.output;
  line.options.resume = true;
  const auto was = texts_of(first.options);
  const auto now = texts_of(line.options);
  for (const auto& [name, value] : line.given) {
    if (among(kOfSitting, name) || among(kMayChange, name) || among(kFiles, name)) continue;
    if (was.at(name) != now.at(name)) refuse_change(name, was.at(name), now.at(name));
  }
}

std::vector<std::string> differences(const RunRecord& first, const RunRecord& now) {
  if (first.net != now.net) {
    throw Error(ExitCode::model, "cannot resume: the run is one of net '" + first.net + "', not of '" + now.net +
                                     "'. Name that net, or give --output another place.");
  }
  const auto was = texts_of(first.options);
  std::vector<std::string> said;
  for (const auto& [name, value] : texts_of(now.options)) {
    const std::string& old = was.at(name);
    if (old == value || among(kOfSitting, name)) continue;
    const bool same_file = among(kFiles, name) && !old.empty() && !value.empty();
    if (!among(kMayChange, name) && !same_file) refuse_change(name, old, value);
    said.push_back("--" + name + " was " + old + " and is " + value);
  }
  for (const auto& [name, hash] : now.files) {
    const auto old = first.files.find(name);
    if (old == first.files.end() || old->second == hash) continue;
    throw Error(ExitCode::input, "cannot resume: the file of --" + name +
                                     " has changed since the run began. Put the first one back, or begin a run in "
                                     "another --output.");
  }
  if (first.set != now.set) {
    throw Error(ExitCode::input, "cannot resume: the set has changed since the run began (" +
                                     std::to_string(first.pictures) + " pictures then, " +
                                     std::to_string(now.pictures) +
                                     " now). Put it back, or begin a run in another --output with --start " +
                                     (fs::path(now.options.output) / "last.safetensors").string() + ".");
  }
  for (const auto& [name, version] : now.versions) {
    const auto old = first.versions.find(name);
    if (old != first.versions.end() && old->second != version)
      said.push_back(name + " was " + old->second + " and is " + version);
  }
  return said;
}

}  // namespace segme::train
