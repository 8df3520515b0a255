// segme doctor: what this SegMe is, what it runs on, which models it has, and what is missing and how to get it.
#include <hwy/targets.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "infer/engine.h"
#include "infer/model_cache.h"
#include "infer/model_card.h"
#include "infer/sha256.h"
#include "recipe/models.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Processor {
  std::string model = "unknown";
  std::vector<std::string> features;  ///< those that make nets fast
  std::vector<std::string> simd;      ///< what SegMe's own code can use here, best first
  unsigned cores = 1;
};

struct Finding {
  std::string missing, remedy;
};

struct Report {
  Processor processor;
  std::vector<std::string> engines;
  std::vector<Model> models;
  std::vector<std::string> complaints;
  fs::path cache, train;
  bool cache_writable = false;
  std::size_t cache_files = 0;
  std::uintmax_t cache_bytes = 0;
  std::vector<Finding> findings;
};

Processor read_processor() {
  Processor processor;
  processor.cores = std::max(1U, std::thread::hardware_concurrency());
  std::ifstream file("/proc/cpuinfo");
  std::string flags;
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    if (line.starts_with("model name")) processor.model = line.substr(colon + 2);
    if (line.starts_with("flags") || line.starts_with("Features")) flags = line.substr(colon + 2);
  }
  constexpr std::string_view kTelling[] = {
      "sse4_2",      "avx",      "fma",      "avx2",  "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16",
      "avx512_fp16", "amx_bf16", "amx_int8", "asimd", "asimddp", "bf16",        "i8mm",     "sve"};
  std::istringstream words(flags);
  for (std::string word; words >> word;) {
    if (std::find(std::begin(kTelling), std::end(kTelling), word) != std::end(kTelling))
      processor.features.push_back(word);
  }
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets())
    processor.simd.emplace_back(hwy::TargetName(target));
  return processor;
}

/// Whether a file can be made in `folder`, or in the nearest folder above it that exists.
bool writable(fs::path folder) {
  if (folder.empty()) return false;
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return fs::is_directory(folder, error) && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

void count_cache(Report& report) {
  std::error_code error;
  for (fs::directory_iterator at(report.cache, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored)) continue;
    ++report.cache_files;
    report.cache_bytes += at->file_size(ignored);
  }
}

void find_missing(Report& report) {
  if (report.engines.empty()) {
    report.findings.push_back({"no engine to run nets", "./segme from the clone installs OpenVINO and builds with it"});
  }
  if (report.models.empty()) {
    report.findings.push_back({"no model", "models/ of the clone, or SEGME_MODELS=FOLDER, holds a folder a model"});
  }
  if (!report.cache_writable) {
    report.findings.push_back({"no place for compiled models, so every start is slower",
                               "set XDG_CACHE_HOME to a folder that can be written"});
  }
  if (report.train.empty()) {
    report.findings.push_back(
        {"segme-train, needed only for 'segme train'", "./segme train from the clone installs LibTorch and builds it"});
  }
}

Report examine() {
  Report report;
  report.processor = read_processor();
  report.engines = describe_engines();
  report.models = list_models(&report.complaints);
  report.cache = cache_folder();
  report.cache_writable = writable(report.cache);
  count_cache(report);
  report.train = find_program("segme-train");
  find_missing(report);
  return report;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string place_of(const Model& model) { return model.path.empty() ? "embedded" : model.path.string(); }

std::string hash_of(const Model& model) { return sha256_hex({model.bytes.data(), model.bytes.size()}); }

void print_text(const Report& report) {
  std::printf("segme %s\n\n", SEGME_VERSION);
  std::printf("processor  %s, %u cores\n", report.processor.model.c_str(), report.processor.cores);
  std::printf("features   %s\n", joined(report.processor.features).c_str());
  std::printf("SIMD       %s\n", joined(report.processor.simd).c_str());
  for (const std::string& engine : report.engines) std::printf("engine     %s\n", engine.c_str());
  std::printf("cache      %s%s, %zu compiled models, %.1f MB\n",
              report.cache.empty() ? "nowhere" : report.cache.c_str(),
              report.cache_writable ? "" : " (cannot be written)", report.cache_files,
              static_cast<double>(report.cache_bytes) / 1e6);
  std::printf("training   %s\n", report.train.empty() ? "not built" : report.train.c_str());
  std::puts("\nmodels");
  for (const Model& model : report.models) {
    const ModelCard& card = model.card;
    std::printf("  %s: %s, %dx%d, %.1f MB, %s\n", card.name.c_str(), std::string(name_of(card.quality)).c_str(),
                card.width, card.height, static_cast<double>(model.bytes.size()) / 1e6, place_of(model).c_str());
    std::printf("    licence %s\n    sha256  %s\n", card.licence.empty() ? "not stated" : card.licence.c_str(),
                hash_of(model).c_str());
    if (const std::string kind = cached_arithmetic(model, {}); !kind.empty())
      std::printf("    runs in %s\n", kind.c_str());
  }
  for (const std::string& complaint : report.complaints) std::printf("  broken: %s\n", complaint.c_str());
  std::puts(report.findings.empty() ? "\nnothing is missing" : "\nmissing");
  for (const Finding& finding : report.findings)
    std::printf("  %s: %s\n", finding.missing.c_str(), finding.remedy.c_str());
}

void print_json(const Report& report) {
  Json models = Json::array();
  for (const Model& model : report.models) {
    models.push_back({{"name", model.card.name},
                      {"quality", name_of(model.card.quality)},
                      {"licence", model.card.licence},
                      {"sha256", hash_of(model)},
                      {"bytes", model.bytes.size()},
                      {"runs_in", cached_arithmetic(model, {})},
                      {"place", place_of(model)}});
  }
  Json missing = Json::array();
  for (const Finding& finding : report.findings)
    missing.push_back({{"what", finding.missing}, {"remedy", finding.remedy}});
  const Json json = {{"version", SEGME_VERSION},
                     {"processor", report.processor.model},
                     {"cores", report.processor.cores},
                     {"features", report.processor.features},
                     {"simd", report.processor.simd},
                     {"engines", report.engines},
                     {"models", models},
                     {"broken_models", report.complaints},
                     {"cache",
                      {{"folder", report.cache.string()},
                       {"writable", report.cache_writable},
                       {"files", report.cache_files},
                       {"bytes", report.cache_bytes}}},
                     {"segme_train", report.train.string()},
                     {"missing", missing}};
  std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

int run_doctor(int argc, char** argv) {
  CLI::App app("Says what is installed, what is missing and how to get it.", "segme doctor");
  bool json = false;
  app.add_flag("--json", json, "print JSON");
  if (!read_arguments(app, argc, argv)) return 0;
  const Report report = examine();
  json ? print_json(report) : print_text(report);
  // Without an engine or a model no picture can be segmented.
  const bool usable = !report.engines.empty() && !report.models.empty();
  return static_cast<int>(usable ? ExitCode::ok : ExitCode::missing);
}

}  // namespace

const Command doctor_command{"doctor", "says what is installed, what is missing and how to get it", run_doctor};

}  // namespace segme::cli
