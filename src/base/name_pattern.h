// base/name_pattern: names of files with places to fill: out/%s-%03d.png. Only these are places: %d and %05d, a number,
// and %s, the name of the input, where it is asked for. %% is a percent sign, and every other % stands for itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segme {

class NamePattern {
 public:
  /// `stems`: whether %s is a place, too.
  explicit NamePattern(std::string_view text, bool stems = false);
  /// Without a place it is one name: fill() gives it.
  [[nodiscard]] bool has_places() const noexcept { return places_ > 0; }
  /// The name with `stem` for %s and `number` for %d, with zeros before it.
  [[nodiscard]] std::string fill(std::string_view stem, std::int64_t number) const;
  /// What stood for %s in a name that this pattern can give ("" where there is no %s); nullopt for another name.
  [[nodiscard]] std::optional<std::string> stem_in(std::string_view name) const;
  /// The paths that are there and that this pattern can give.
  [[nodiscard]] std::vector<std::string> existing() const;
  /// What stands before the first place, up to its last slash: "out/" of the example, "" where there is none.
  [[nodiscard]] std::string folder() const;

 private:
  enum class Kind { text, stem, number };
  struct Piece {
    Kind kind = Kind::text;
    std::string text;
    std::size_t digits = 0;  ///< the least
  };
  void add_text(std::string_view text);
  [[nodiscard]] bool matches(std::string_view name, std::size_t piece, std::string& stem) const;

  std::vector<Piece> pieces_;
  std::size_t places_ = 0;
};

/// `name` as a pattern that stands for nothing else: % doubled.
std::string escape_name(std::string_view name);

}  // namespace segme
