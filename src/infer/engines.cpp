// infer/engines: the table of engines, best first. The one place that knows which were built in.
#include "base/error.h"
#include "infer/engine.h"
#include "infer/openvino/engine.h"

namespace segme {
namespace {

struct EngineKind {
  std::unique_ptr<Engine> (*make)(const Model& model, const EngineOptions& options);
  std::vector<std::string> (*describe)();
};

constexpr EngineKind kNone{nullptr, nullptr};  // keeps the table legal in a build without engines
constexpr EngineKind kEngines[] = {
#if defined(SEGME_HAS_OPENVINO)
    {make_openvino_engine, describe_openvino},
#endif
    kNone,
};

void check(std::string_view option, const std::string& value, std::string_view first, std::string_view second) {
  if (value == first || value == second) return;
  throw Error(ExitCode::usage, "unknown " + std::string(option) + " '" + value + "'. There are: " + std::string(first) +
                                   ", " + std::string(second) + ".");
}

}  // namespace

std::unique_ptr<Engine> make_engine(const Model& model, const EngineOptions& options) {
  check("precision", options.precision, "fp32", "bf16");
  check("cache", options.cache, "on", "off");
  SEGME_CHECK(options.threads >= 0);
  for (const EngineKind& kind : kEngines) {
    if (kind.make != nullptr) return kind.make(model, options);
  }
  throw Error(ExitCode::missing,
              "cannot run the model '" + model.card.name +
                  "': this build has no engine. Install OpenVINO and build again; './segme' does both.");
}

std::vector<std::string> describe_engines() {
  std::vector<std::string> lines;
  for (const EngineKind& kind : kEngines) {
    if (kind.describe == nullptr) continue;
    for (std::string& line : kind.describe()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace segme
