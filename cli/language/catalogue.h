// cli/language/catalogue: sentences in another language, from files of gettext's kind (de.po, es.po) that are part of
// the program. Errors are built from parts all over the tree; here a whole sentence is looked up by its pattern, in
// which %s stands for whatever is said about. A sentence that no file has stays English.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace segme::cli {

class Catalogue {
 public:
  /// `po`: the text of a .po file. Entries that are fuzzy, empty, or have other places than their original are left
  /// out.
  explicit Catalogue(std::string_view po);

  /// The sentence in the other language, or as it is.
  [[nodiscard]] std::string translated(std::string_view sentence) const { return translated(sentence, true); }
  [[nodiscard]] std::size_t size() const noexcept { return exact_.size() + patterns_.size(); }

 private:
  struct Pattern {
    std::vector<std::string> pieces;  ///< what stands between the places
    std::string translation;
    std::size_t letters = 0;  ///< of all pieces: of several patterns that fit, the one that says most is taken
  };

  void add(const std::string& original, const std::string& translation);
  [[nodiscard]] std::string translated(std::string_view sentence, bool parts_too) const;

  std::unordered_map<std::string, std::string> exact_;
  std::vector<Pattern> patterns_;
};

/// A sentence in the language that LANGUAGE, LC_ALL, LC_MESSAGES or LANG asks for, as gettext reads them.
std::string translated(std::string_view sentence);

/// How many columns of a terminal a text in UTF-8 takes, where each character takes one.
std::size_t columns_of(std::string_view text);

}  // namespace segme::cli
