// cli/language/catalogue: see catalogue.h. Nothing is read where the language is English.
#include "cli/language/catalogue.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

extern "C" {
extern const unsigned char segme_language_de[], segme_language_de_end[];
extern const unsigned char segme_language_es[], segme_language_es_end[];
}

namespace segme::cli {
namespace {

/// The text between the quotation marks of a line, with its escapes resolved.
std::string quoted_part(std::string_view line) {
  const std::size_t open = line.find('"');
  const std::size_t close = line.rfind('"');
  std::string text;
  if (open == std::string_view::npos || close <= open) return text;
  for (std::size_t i = open + 1; i < close; ++i) {
    if (line[i] == '\\' && i + 1 < close) {
      ++i;
      text += line[i] == 'n' ? '\n' : line[i];
    } else {
      text += line[i];
    }
  }
  return text;
}

/// "a %s b %s" -> "a ", " b ", "". %1$s counts as a place, too: `order` gets their numbers, from 0.
std::vector<std::string> pieces_of(const std::string& text, std::vector<std::size_t>* order = nullptr) {
  std::vector<std::string> pieces(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 1 < text.size() && text[i + 1] == 's') {
      if (order != nullptr) order->push_back(pieces.size() - 1);
      pieces.emplace_back();
      i += 1;
    } else if (text[i] == '%' && i + 3 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9' &&
               text.compare(i + 2, 2, "$s") == 0) {
      if (order != nullptr) order->push_back(static_cast<std::size_t>(text[i + 1] - '1'));
      pieces.emplace_back();
      i += 3;
    } else {
      pieces.back() += text[i];
    }
  }
  return pieces;
}

/// What stands in the places of a sentence of this pattern.
std::optional<std::vector<std::string>> fitting(std::string_view sentence, const std::vector<std::string>& pieces) {
  if (!sentence.starts_with(pieces.front()) || !sentence.ends_with(pieces.back())) return std::nullopt;
  std::size_t at = pieces.front().size();
  std::vector<std::string> values;
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    const std::size_t found = sentence.find(pieces[i], at);
    if (found == std::string_view::npos) return std::nullopt;
    values.emplace_back(sentence.substr(at, found - at));
    at = found + pieces[i].size();
  }
  const std::size_t end = sentence.size() - pieces.back().size();
  if (end < at) return std::nullopt;
  values.emplace_back(sentence.substr(at, end - at));
  return values;
}

std::string filled(const std::string& translation, const std::vector<std::string>& values) {
  std::vector<std::size_t> order;
  const std::vector<std::string> pieces = pieces_of(translation, &order);
  std::string text = pieces.front();
  for (std::size_t i = 0; i < order.size(); ++i) text += values[order[i]] + pieces[i + 1];
  return text;
}

/// "de" of "de_AT.UTF-8"; LANGUAGE may name several, the first that is there is taken. Empty: English.
std::string_view text_of_language() {
  const auto environment = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  std::string locale = environment("LC_ALL");
  for (const char* name : {"LC_MESSAGES", "LANG"}) {
    if (locale.empty()) locale = environment(name);
  }
  if (locale.empty() || locale == "C" || locale == "POSIX" || locale.starts_with("C.")) return {};
  std::string wanted = environment("LANGUAGE");
  wanted = (wanted.empty() ? locale : wanted) + ":";
  const auto text = [](const unsigned char* begin, const unsigned char* end) {
    return std::string_view(reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin));
  };
  for (std::size_t at = 0; at < wanted.size(); at = wanted.find(':', at) + 1) {
    const std::string language = wanted.substr(at, 2);
    if (language == "de") return text(segme_language_de, segme_language_de_end);
    if (language == "es") return text(segme_language_es, segme_language_es_end);
    if (language == "en") return {};
  }
  return {};
}

}  // namespace

Catalogue::Catalogue(std::string_view po) {
  std::string original, translation;
  std::string* current = nullptr;
  bool fuzzy = false;
  const auto finish = [&] {
    if (!fuzzy && !original.empty() && !translation.empty()) add(original, translation);
    original.clear();
    translation.clear();
    current = nullptr;
    fuzzy = false;
  };
  while (!po.empty()) {
    const std::size_t end = std::min(po.find('\n'), po.size());
    const std::string_view line = po.substr(0, end);
    po.remove_prefix(std::min(end + 1, po.size()));
    if (line.starts_with("#,") && line.find("fuzzy") != std::string_view::npos) {
      finish();
      fuzzy = true;
    } else if (line.starts_with("msgid ")) {
      const bool was_fuzzy = fuzzy && original.empty();
      if (!was_fuzzy) finish();
      current = &original;
    } else if (line.starts_with("msgstr ")) {
      current = &translation;
    }
    if (current != nullptr && !line.starts_with('#')) *current += quoted_part(line);
  }
  finish();
}

void Catalogue::add(const std::string& original, const std::string& translation) {
  Pattern pattern{pieces_of(original), translation, 0};
  std::vector<std::size_t> order;
  pieces_of(translation, &order);
  const std::size_t places = pattern.pieces.size() - 1;
  std::vector<std::size_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] != i) return;
  }
  if (sorted.size() != places) return;
  if (places == 0) {
    exact_[original] = translation;
    return;
  }
  for (const std::string& piece : pattern.pieces) pattern.letters += piece.size();
  patterns_.push_back(std::move(pattern));
}

std::string Catalogue::translated(std::string_view sentence, bool parts_too) const {
  const auto found = exact_.find(std::string(sentence));
  if (found != exact_.end()) return found->second;
  const Pattern* best = nullptr;
  std::vector<std::string> values;
  for (const Pattern& pattern : patterns_) {
    if (best != nullptr && pattern.letters <= best->letters) continue;
    if (auto fit = fitting(sentence, pattern.pieces)) {
      best = &pattern;
      values = std::move(*fit);
    }
  }
  if (best == nullptr) return std::string(sentence);
  if (parts_too) {
    for (std::string& value : values) value = translated(value, false);
  }
  return filled(best->translation, values);
}

std::string translated(std::string_view sentence) {
  static const std::string_view po = text_of_language();
  if (po.empty()) return std::string(sentence);
  static const Catalogue catalogue(po);
  return catalogue.translated(sentence);
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace segme::cli
