// infer/onnxruntime/library: see library.h.
#include "infer/onnxruntime/library.h"

#include <optional>
#include <stdexcept>

#include "base/error.h"
#include "infer/engine_library.h"

namespace segme::onnxruntime {
namespace {

/// The version of the table that we ask for: the first that has all its entries that are used here (1.17).
constexpr std::uint32_t kTableVersion = 17;
constexpr int kErrorsOnly = 3;

struct Base {
  void* const* (*table)(std::uint32_t version);
  const char* (*version)();
};

}  // namespace

struct Library::Loaded {
  std::optional<Library> library;
  std::string failure;
};

Library::Library(void* const* table, std::string version) : table_(table), version_(std::move(version)) {}

Env* Library::env() const {
  static Env* const made = [this] {
    Env* env = nullptr;
    call(CreateEnv{}, kErrorsOnly, "segme", &env);
    call(DisableTelemetry{}, static_cast<const Env*>(env));
    return env;
  }();
  return made;
}

const Library::Loaded& Library::loaded() {
  // Never unloaded: at exit its threads would still run.
  static const Loaded* const made = [] {
    auto* const loading = new Loaded();
    EngineLibrary file(
        {"SEGME_ONNXRUNTIME", {"libonnxruntime.so.1", "libonnxruntime.so"}, "onnxruntime/capi/libonnxruntime.so"});
    const Base* (*base)() = nullptr;
    file.find(base, "OrtGetApiBase");
    loading->failure = file.failure();
    if (base == nullptr) return loading;
    void* const* const table = base()->table(kTableVersion);
    if (table == nullptr) {
      loading->failure = std::string("it is version ") + base()->version() + ", and 1.17 or later is needed";
      return loading;
    }
    try {
      loading->library.emplace(Library(table, base()->version()));
    } catch (const std::exception& error) {
      loading->failure = error.what();
    }
    return loading;
  }();
  return *made;
}

const Library& Library::get() {
  const Loaded& made = loaded();
  if (!made.library) {
    throw Error(ExitCode::missing, "engine",
                "cannot use the engine onnxruntime: its library cannot be loaded (" + made.failure +
                    "). Run tools/engines.sh from the clone, or give its file as SEGME_ONNXRUNTIME.");
  }
  return *made.library;
}

std::string Library::failure() { return loaded().library ? "" : loaded().failure; }

void Library::check(Status* status) const {
  if (status == nullptr) return;
  const std::string sentence = raw(GetErrorMessage{}, static_cast<const Status*>(status));
  raw(ReleaseStatus{}, status);
  throw std::runtime_error(sentence);
}

}  // namespace segme::onnxruntime
