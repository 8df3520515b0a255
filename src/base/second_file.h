// base/second_file: a model may keep its weights in files of their own, which it names. They are looked for below the
// model's folder and nowhere else: not in the working folder, and not where a strange model would like to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace segme {

/// Where the file `name` of the model file `model` lies. @throws Error(model): an absolute name, one that leads above
/// the model's folder, a file that is missing
std::filesystem::path second_file(const std::filesystem::path& model, std::string_view name);

/// A part of such a file, in bytes.
struct SecondPart {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// The part of `file` (of second_file) that begins at `offset` and has `length` bytes, or goes to the file's end.
/// @throws Error(model) when the file ends before
SecondPart second_part(const std::filesystem::path& model, const std::filesystem::path& file, std::uint64_t offset,
                       std::optional<std::uint64_t> length);

/// The bytes of a part. @throws Error(model) when they cannot be read
std::string read_part(const std::filesystem::path& model, const SecondPart& part);

}  // namespace segme
