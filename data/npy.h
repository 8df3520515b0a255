// data/npy: NumPy's array files (format 1, 2 and 3), read and written a row at a time, so that an array larger than the
// memory is no trouble. A row is what lies behind the first index: of N x H x W x C one picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_writer.h"

namespace segme::data {

/// What a value of the file is. Only the first two are written.
enum class NpyType : std::uint8_t {
  uint8,
  float32,
  boolean,
  int8,
  uint16,
  int16,
  uint32,
  int32,
  uint64,
  int64,
  float16,
  float64
};

/// The type of a file's values and whether they are stored with the highest byte first.
struct NpyKind {
  NpyType type = NpyType::uint8;
  bool swapped = false;
};

/// The kind that NumPy writes as "|u1", "<f4", ">i2" ...; nothing for text, records, complex numbers, dates.
std::optional<NpyKind> find_npy_kind(std::string_view descr);

/// What counts as one, as white and as person, in values of this type, and the sentence that says so.
struct NpyScale {
  float one;
  const char* what;
};
NpyScale scale_of(NpyType type);

/// What the head of the file says.
struct NpyHead {
  NpyType type = NpyType::uint8;
  std::vector<std::int64_t> shape;  ///< 1 to 8 sides, each >= 0
  bool swapped = false;             ///< the highest byte of a value comes first

  /// Values in a row: the product of all sides but the first.
  [[nodiscard]] std::size_t row_values() const;
  [[nodiscard]] std::size_t value_bytes() const;
  [[nodiscard]] std::size_t row_bytes() const { return row_values() * value_bytes(); }
  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(shape.front()); }
};

/// The head's dictionary, such as "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 128, 128, 3), }". `name`
/// stands in sentences. @throws Error(input): not such a dictionary, Fortran order, values that are no numbers, a
/// product of sizes that no disk holds.
NpyHead parse_npy_head(std::string_view dictionary, std::string_view name);

/// Bytes of a row -> its values as they are (booleans as 0 or 1). `bytes` is a whole number of values.
std::vector<float> to_floats(NpyKind kind, std::span<const std::uint8_t> bytes);

/// Magic, version, length and dictionary; a multiple of 64 bytes, as NumPy writes it. uint8 and float32 alone.
std::string make_npy_head(const NpyHead& head);

/// An array file that is open for reading. read() may be called from several threads.
class NpyReader {
 public:
  /// @throws Error(input): no array file, cut short, of a kind that is not read.
  explicit NpyReader(const std::filesystem::path& path);
  NpyReader(const NpyReader&) = delete;
  NpyReader& operator=(const NpyReader&) = delete;
  ~NpyReader();

  [[nodiscard]] const NpyHead& head() const noexcept { return head_; }
  /// Bytes of one row, as they stand in the file. `to` has row_bytes(). @throws Error(input): there is no such row, or
  /// the file became shorter.
  void read(std::size_t row, std::span<std::uint8_t> to) const;

 private:
  std::string name_;
  NpyHead head_;
  std::uint64_t first_byte_ = 0;
  int file_ = -1;
};

/// Takes its place only when it is finished.
class NpyWriter {
 public:
  /// The head's number of rows is the most there may be. @throws Error(output)
  NpyWriter(const std::filesystem::path& path, const NpyHead& head);
  /// The next row, row_bytes() long. @throws Error(output)
  void append(std::span<const std::uint8_t> row);
  /// After the last row; the head gets the number of rows there are. @throws Error(output)
  void finish();

 private:
  NpyHead head_;
  FileWriter file_;
  std::size_t written_ = 0;
};

}  // namespace segme::data
