// data/npy: NumPy's array files (format 1, 2 and 3), read and written a row at a time, so that an array larger than the
// memory is no trouble. A row is what lies behind the first index: of N x H x W x C one picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_writer.h"

namespace segme::data {

enum class NpyType { uint8, float32 };

/// What the head of the file says.
struct NpyHead {
  NpyType type = NpyType::uint8;
  std::vector<std::int64_t> shape;  ///< 1 to 8 sides, each >= 0

  /// Values in a row: the product of all sides but the first.
  [[nodiscard]] std::size_t row_values() const;
  [[nodiscard]] std::size_t value_bytes() const { return type == NpyType::uint8 ? 1 : 4; }
  [[nodiscard]] std::size_t row_bytes() const { return row_values() * value_bytes(); }
  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(shape.front()); }
};

/// The head's dictionary, such as "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 128, 128, 3), }". `name`
/// stands in sentences. @throws Error(input): not such a dictionary, Fortran order, values other than uint8 and
/// float32.
NpyHead parse_npy_head(std::string_view dictionary, std::string_view name);

/// Magic, version, length and dictionary; a multiple of 64 bytes, as NumPy writes it.
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
