// cli/bench/transfer: what it costs to bring a matte back from a GPU: seven nets that do nothing but hand a picture
// through, and packings of its pixels, on whatever device OpenCL finds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace segme::cli {

struct TransferOptions {
  int side = 256;  ///< of the square picture, a multiple of 32
  int rounds = 50;
  std::string device;  ///< part of a device's name; "": the first
};

/// One way to bring a matte back.
struct TransferRow {
  std::string name, what;
  std::int64_t bytes_up = 0, bytes_back = 0;
  double up_ms = 0, kernel_ms = 0, back_ms = 0, unpack_ms = 0;  ///< medians
  std::int64_t wrong = 0;                             ///< pixels of the picture that came back otherwise than they went
  double reference_cpu_ms = 0, reference_gpu_ms = 0;  ///< as published, on a phone; 0: not published
  [[nodiscard]] double total_ms() const { return up_ms + kernel_ms + back_ms + unpack_ms; }
};

/// How many of all 65,536 words of 16 pixels came back wrong.
struct WordTest {
  std::string packing;
  std::int64_t bytes_a_word_times_two = 0;
  std::int64_t words = 65'536, wrong = 0;
};

struct TransferStudy {
  std::string device, driver;
  std::vector<TransferRow> rows;
  std::vector<WordTest> words;
};

/// "NAME (PLATFORM)" of every device that OpenCL finds. @throws Error(missing) where there is no OpenCL
std::vector<std::string> transfer_devices();

/// @throws Error(missing) where there is no OpenCL, no such device, or no memory for the picture on it
TransferStudy run_transfer(const TransferOptions& options);

/// 16 pixels of a row out of one number: the first is 2^7, the last 2^-8.
void unpack_16(float word, std::uint8_t* pixels);
/// 32 pixels out of a whole number: the first is the highest bit.
void unpack_32(std::uint32_t word, std::uint8_t* pixels);

/// `segme bench transfer`. argv as of a Command.
int run_bench_transfer(int argc, char** argv);

}  // namespace segme::cli
