// infer/litert/library: see library.h.
#include "infer/litert/library.h"

#include "base/error.h"
#include "infer/engine_library.h"

namespace segme::litert {
namespace {

struct Loaded {
  Library library;
  std::string failure;
};

void find_functions(EngineLibrary& file, Functions& to) {
  file.find(to.create_environment, "LiteRtCreateEnvironment");
  file.find(to.create_model, "LiteRtCreateModelFromBuffer");
  file.find(to.destroy_model, "LiteRtDestroyModel");
  file.find(to.create_options, "LiteRtCreateOptions");
  file.find(to.destroy_options, "LiteRtDestroyOptions");
  file.find(to.set_accelerators, "LiteRtSetOptionsHardwareAccelerators");
  file.find(to.create_own_options, "LiteRtCreateOpaqueOptions");
  file.find(to.add_own_options, "LiteRtAddOpaqueOptions");
  file.find(to.compile, "LiteRtCreateCompiledModel");
  file.find(to.destroy_compiled, "LiteRtDestroyCompiledModel");
  file.find(to.fully_accelerated, "LiteRtCompiledModelIsFullyAccelerated");
  file.find(to.signature, "LiteRtGetModelSignature");
  file.find(to.count_inputs, "LiteRtGetNumSignatureInputs");
  file.find(to.count_outputs, "LiteRtGetNumSignatureOutputs");
  file.find(to.input, "LiteRtGetSignatureInputTensorByIndex");
  file.find(to.output, "LiteRtGetSignatureOutputTensorByIndex");
  file.find(to.tensor_name, "LiteRtGetTensorName");
  file.find(to.tensor_type, "LiteRtGetRankedTensorType");
  file.find(to.rounding, "LiteRtGetPerTensorQuantization");
  file.find(to.create_buffer, "LiteRtCreateManagedTensorBuffer");
  file.find(to.destroy_buffer, "LiteRtDestroyTensorBuffer");
  file.find(to.lock, "LiteRtLockTensorBuffer");
  file.find(to.unlock, "LiteRtUnlockTensorBuffer");
  file.find(to.run, "LiteRtRunCompiledModel");
}

/// It would log its start on stderr (what is wrong comes as a status, too).
constexpr int kLeastSeverity = 25;
constexpr int kSilent = 4;

const Loaded& loaded() {
  // Never unloaded: at exit its threads would still run.
  static const Loaded* const made = [] {
    auto* const loading = new Loaded();
    EngineLibrary file({"SEGME_LITERT", {"libLiteRt.so"}, "ai_edge_litert/libLiteRt.so"});
    find_functions(file, loading->library.call);
    loading->failure = file.failure();
    if (!loading->failure.empty()) return loading;
    const Setting quiet{.what = kLeastSeverity, .value = kSilent};
    if (loading->library.call.create_environment(1, &quiet, &loading->library.environment) != 0)
      loading->failure = "it does not start";
    return loading;
  }();
  return *made;
}

}  // namespace

const Library& Library::get() {
  const Loaded& made = loaded();
  if (!made.failure.empty()) {
    throw Error(ExitCode::missing, "engine",
                "cannot use the engine litert: its library cannot be loaded (" + made.failure +
                    "). Run tools/engines.sh from the clone, or give its file as SEGME_LITERT.");
  }
  return made.library;
}

std::string Library::failure() { return loaded().failure; }

}  // namespace segme::litert
