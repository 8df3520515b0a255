// train/event_file: the curves as TensorBoard reads them: records of {length, masked CRC-32C, Event message, masked
// CRC-32C}, written by hand because three message types need no protobuf.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segme::train {

/// CRC-32C (Castagnoli) of the bytes.
std::uint32_t crc32c(std::string_view bytes);

/// One new file events.out.tfevents.SECONDS.segme in a folder; a run that is resumed writes another beside it.
class EventFile {
 public:
  /// `seconds`: wall clock since 1970. @throws Error(output)
  EventFile(const std::filesystem::path& folder, double seconds);
  /// One point of each curve. A full disk loses points and nothing else: curves are not worth a run.
  void add(double seconds, std::int64_t step, const std::vector<std::pair<std::string, float>>& scalars);

 private:
  void record(const std::string& event);
  std::ofstream file_;
};

}  // namespace segme::train
