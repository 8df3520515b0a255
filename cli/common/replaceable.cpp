// cli/common/replaceable: see replaceable.h.
#include "cli/common/replaceable.h"

#include <filesystem>

#include "sink/image_file.h"

namespace segme::cli {

void add_model(Sources& sources, const std::string& model) {
  sources.add(model);
  std::error_code failure;
  if (!std::filesystem::is_directory(model, failure)) return;
  for (std::filesystem::directory_iterator at(model, failure), end; !failure && at != end; at.increment(failure)) {
    if (!can_write_extension(at->path().extension().string(), false)) sources.add(at->path().string());
  }
}

Sources sources_of(const PipelineFlags& flags) {
  Sources sources;
  add_model(sources, flags.model);
  sources.add(flags.method.plate);
  for (const std::string* chain : {&flags.method.method, &flags.background, &flags.refine, &flags.render}) {
    sources.add_named_in(*chain);
  }
  return sources;
}

}  // namespace segme::cli
