// base/checked_size: products of sizes that a file claims. A product that no memory can hold is told apart before it is
// used, so that it never becomes a small number by overflow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>
#include <type_traits>

namespace segme {

/// The largest number of bytes that a block of memory can have: differences of its addresses still fit.
constexpr std::uint64_t kMostBytes = std::numeric_limits<std::ptrdiff_t>::max();

/// A product that takes one factor after the other, of any type of whole number.
class SizeProduct {
 public:
  template <class Number>
  constexpr void take(Number factor) noexcept {
    static_assert(std::is_integral_v<Number>);
    if constexpr (std::is_signed_v<Number>) below_ = below_ || factor < 0;
    const auto size = static_cast<std::uint64_t>(factor);
    nothing_ = nothing_ || size == 0;
    beyond_ = beyond_ || (size > 0 && product_ > kMostBytes / size);
    if (!beyond_ && !nothing_) product_ *= size;
  }
  /// 1 without factors. Nothing when a factor is below 0 or the product is above `kMostBytes`.
  [[nodiscard]] constexpr std::optional<std::size_t> result() const noexcept {
    if (below_ || (beyond_ && !nothing_)) return std::nullopt;
    return nothing_ ? 0 : static_cast<std::size_t>(product_);
  }

 private:
  std::uint64_t product_ = 1;
  bool below_ = false;
  bool nothing_ = false;  // one factor is 0
  bool beyond_ = false;
};

/// The product of these numbers, as SizeProduct has it.
template <class... Factor>
[[nodiscard]] constexpr std::optional<std::size_t> checked_product(Factor... factors) noexcept {
  SizeProduct product;
  (product.take(factors), ...);
  return product.result();
}

/// The product of the numbers of a list (the sides of a tensor), as SizeProduct has it.
template <class List>
[[nodiscard]] constexpr std::optional<std::size_t> checked_product_of(const List& list) noexcept {
  SizeProduct product;
  for (const auto side : list) product.take(side);
  return product.result();
}

/// The product as a size of memory. @throws std::bad_alloc when there can be no such memory
template <class... Factor>
[[nodiscard]] constexpr std::size_t memory_size(Factor... factors) {
  const std::optional<std::size_t> product = checked_product(factors...);
  if (!product) throw std::bad_array_new_length();
  return *product;
}

}  // namespace segme
