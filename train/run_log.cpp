// train/run_log: see run_log.h. A full disk loses lines and nothing else: a log is not worth a run.
#include "train/run_log.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sink/image_file.h"

namespace segme::train {
namespace {

using Json = nlohmann::json;

std::int64_t step_of(const Json& line) {
  return line.is_object() && line.contains("step") && line["step"].is_number() ? line["step"].get<std::int64_t>() : -1;
}

std::string text_from(const std::filesystem::path& path, std::uintmax_t begin) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(begin));
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

void RunLog::go_on_after(std::int64_t step) {
  std::istringstream lines(text_from(path_, 0));
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    const std::int64_t at = step_of(Json::parse(line, nullptr, false));
    if (at < 0 || at > step || at <= last_step_) continue;
    last_step_ = at;
    last_begins_ = kept.size();
    kept += line + '\n';
  }
  write_file(path_, {kept.begin(), kept.end()});
}

void RunLog::add(const std::string& line) {
  Json added = Json::parse(line);
  std::error_code failure;
  if (last_step_ >= 0 && step_of(added) == last_step_) {
    Json joined = Json::parse(text_from(path_, last_begins_), nullptr, false);
    if (joined.is_object()) {
      joined.update(added);
      added = std::move(joined);
      std::filesystem::resize_file(path_, last_begins_, failure);
    }
  }
  last_step_ = step_of(added);
  last_begins_ = std::filesystem::file_size(path_, failure);
  if (failure) last_begins_ = 0;
  std::ofstream(path_, std::ios::app | std::ios::binary) << added.dump() << '\n';
}

}  // namespace segme::train
