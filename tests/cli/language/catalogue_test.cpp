// Sentences in another language: whole ones and those with places, what has no translation stays, and every entry of
// the files that are shipped is of use.
#include "cli/language/catalogue.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace segme::cli {
namespace {

constexpr const char* kPo =
    "# a comment\nmsgid \"\"\nmsgstr \"Language: xx\\n\"\n\nmsgid \"done\"\nmsgstr \"fertig\"\n\n"
    "#, c-format\nmsgid \"cannot read '%s': %s.\"\nmsgstr \"'%s' geht nicht: %s.\"\n\n"
    "msgid \"%s of %s failed\"\nmsgstr \"von %2$s misslangen %1$s\"\n\n"
    "#, fuzzy\nmsgid \"guess\"\nmsgstr \"geraten\"\n\nmsgid \"empty\"\nmsgstr \"\"\n\n"
    "msgid \"wrong %s\"\nmsgstr \"falsch\"\n\nmsgid \"\"\n\"two \"\n\"lines\"\nmsgstr \"\"\n\"zwei \"\n\"Zeilen\"\n\n"
    "msgid \"cannot read '%s': no such file.\"\nmsgstr \"'%s' fehlt.\"\n";

TEST(catalogue, whole_sentences_and_places) {
  const Catalogue catalogue(kPo);
  EXPECT_EQ(catalogue.translated("done"), "fertig");
  EXPECT_EQ(catalogue.translated("cannot read 'a: b.jpg': done."), "'a: b.jpg' geht nicht: fertig.");
  EXPECT_EQ(catalogue.translated("3 of 7 failed"), "von 7 misslangen 3");
  EXPECT_EQ(catalogue.translated("two lines"), "zwei Zeilen");
}

TEST(catalogue, the_pattern_that_says_most_is_taken) {
  EXPECT_EQ(Catalogue(kPo).translated("cannot read 'a.jpg': no such file."), "'a.jpg' fehlt.");
}

TEST(catalogue, what_is_not_sure_stays_english) {
  const Catalogue catalogue(kPo);
  for (const char* sentence : {"guess", "empty", "wrong thing", "cannot write 'a'", "", "done "}) {
    EXPECT_EQ(catalogue.translated(sentence), sentence);
  }
  EXPECT_EQ(catalogue.size(), 5U);
}

TEST(catalogue, broken_files_translate_nothing) {
  for (const char* po : {"", "msgid", "msgid \"a", "msgstr \"b\"", "msgid \"a\"", "\"\\", "#, fuzzy"}) {
    EXPECT_EQ(Catalogue(po).translated("a"), "a") << po;
  }
}

/// A translation that loses a place, or an entry that is there twice, is not counted.
TEST(catalogue, every_entry_of_the_shipped_files_is_of_use) {
  for (const char* language : {"de", "es"}) {
    const std::filesystem::path folder = std::filesystem::path(SEGME_SOURCE_DIR) / "cli" / "language";
    std::ifstream file((folder / language).replace_extension(".po"));
    std::ostringstream text;
    text << file.rdbuf();
    std::size_t entries = 0;
    for (std::size_t at = 0; (at = text.str().find("\nmsgid ", at)) != std::string::npos; ++at) ++entries;
    EXPECT_GT(entries, 100U);
    EXPECT_EQ(Catalogue(text.str()).size(), entries - 1) << language;  // one is the head
  }
}

TEST(columns_of, counts_characters_and_not_bytes) {
  EXPECT_EQ(columns_of("gr\xC3\xBC\xC3\x9F"), 4U);
  EXPECT_EQ(columns_of(""), 0U);
}

}  // namespace
}  // namespace segme::cli
