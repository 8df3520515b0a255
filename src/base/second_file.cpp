// base/second_file: names are judged as they are written, and once more where links in them lead.
#include "base/second_file.h"

#include <algorithm>
#include <fstream>

#include "base/error.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& model, const std::string& what) {
  throw Error(ExitCode::model, "cannot use the model '" + model.string() + "': " + what);
}

std::string folder_of(const fs::path& model) {
  const fs::path folder = model.parent_path();
  return folder.empty() ? "." : folder.string();
}

}  // namespace

fs::path second_file(const fs::path& model, std::string_view name) {
  const fs::path given(name);
  const std::string what = "it keeps weights in a second file, '" + std::string(name) + "'";
  const auto refuse = [&] {
    fail(model, what +
                    ", which is not below the model's folder, and is not read. Save the model again with that file " +
                    "beside it.");
  };
  if (given.is_absolute() || std::find(given.begin(), given.end(), "..") != given.end()) refuse();
  fs::path path = model.parent_path() / given;
  std::error_code problem;
  if (!fs::is_regular_file(path, problem)) {
    fail(model, what + ", which is not there. Copy that file into '" + folder_of(model) + "' too.");
  }
  const fs::path within = fs::canonical(path, problem).lexically_relative(fs::canonical(folder_of(model), problem));
  if (problem || within.empty() || *within.begin() == "..") refuse();
  return path;
}

SecondPart second_part(const fs::path& model, const fs::path& file, std::uint64_t offset,
                       std::optional<std::uint64_t> length) {
  std::error_code problem;
  const std::uint64_t size = fs::file_size(file, problem);
  if (problem) fail(model, "its second file '" + file.string() + "' cannot be read: " + problem.message() + ".");
  if (offset > size || length.value_or(0) > size - offset) {
    fail(model, "its second file '" + file.string() +
                    "' ends before the weights that the model looks for there. Copy " + "both files again.");
  }
  return {file, offset, length.value_or(size - offset)};
}

std::string read_part(const fs::path& model, const SecondPart& part) {
  std::string bytes(static_cast<std::size_t>(part.length), '\0');
  std::ifstream file(part.file, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(part.offset));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file) fail(model, "its second file '" + part.file.string() + "' cannot be read. Check its permissions.");
  return bytes;
}

}  // namespace segme
