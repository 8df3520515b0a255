// cli/common/arithmetic_run: the arithmetic that an engine runs a net in, out of the words by which it says where it
// runs.
#pragma once

#include <string>

namespace segme::cli {

/// "int8" of "OpenVINO 2026.4 CPU, int8, 2 threads" (Segmenter::device()); `otherwise` where no engine has said it.
inline std::string arithmetic_run(const std::string& device, const std::string& otherwise) {
  const std::size_t first = device.find(", ");
  const std::size_t second = first == std::string::npos ? first : device.find(", ", first + 2);
  return second == std::string::npos ? otherwise : device.substr(first + 2, second - first - 2);
}

}  // namespace segme::cli
