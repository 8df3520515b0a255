// Options declared once: read from text, listed for help, and refused with the names and ranges there are.
#include "base/options.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/error.h"

namespace segme {
namespace {

struct Options {
  int radius = 8;
  float epsilon = 0.01f;
  bool lossless = true;
  std::string fit = "fill";
  std::string name;
  void describe(auto& visit) {
    visit("radius", radius, "half width", 1, 64);
    visit("epsilon", epsilon, "fainter edges", 1e-6f, 0.1f);
    visit("lossless", lossless, "without loss");
    visit("fit", fit, "how it is placed", "fill|fit|centre");
    visit("name", name, "anything", "");
  }
};

struct None {
  void describe(auto&) {}
};

Options read(std::string_view text) {
  Options options;
  read_options("guided", text, options);
  return options;
}

std::string sentence_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  return "";
}

void expect_contains(const std::string& sentence, std::initializer_list<const char*> words) {
  for (const char* word : words) EXPECT_NE(sentence.find(word), std::string::npos) << word << " in: " << sentence;
}

TEST(options, an_empty_text_leaves_the_defaults) {
  const Options options = read("");
  EXPECT_EQ(options.radius, 8);
  EXPECT_EQ(options.epsilon, 0.01f);
  EXPECT_EQ(options.fit, "fill");
}

TEST(options, a_single_value_is_taken_whole) {
  Options options;
  read_option("train", "name", "img.npy,msk.npy=1", options);
  EXPECT_EQ(options.name, "img.npy,msk.npy=1");
  read_option("train", "radius", "12", options);
  EXPECT_EQ(options.radius, 12);
  expect_contains(sentence_of([&] { read_option("train", "rad", "12", options); }), {"rad", "radius"});
}

TEST(options, every_type_is_read) {
  const Options options = read("radius=64,epsilon=1e-3,lossless=off,fit=centre,name=a b");
  EXPECT_EQ(options.radius, 64);
  EXPECT_EQ(options.epsilon, 1e-3f);
  EXPECT_FALSE(options.lossless);
  EXPECT_EQ(options.fit, "centre");
  EXPECT_EQ(options.name, "a b");
}

TEST(options, a_switch_has_many_words_and_may_stand_alone) {
  for (const char* yes : {"lossless", "lossless=on", "lossless=1", "lossless=true", "lossless=yes"}) {
    EXPECT_TRUE(read(std::string("lossless=off,") + yes).lossless) << yes;
  }
  for (const char* no : {"lossless=off", "lossless=0", "lossless=false", "lossless=no"})
    EXPECT_FALSE(read(no).lossless) << no;
}

TEST(options, the_last_of_two_values_counts) { EXPECT_EQ(read("radius=3,radius=5").radius, 5); }

TEST(options, an_unknown_name_is_answered_with_the_names_there_are) {
  expect_contains(sentence_of([] { read("radios=3"); }),
                  {"guided", "radios", "radius", "epsilon", "lossless", "fit", "name"});
  None none;
  expect_contains(sentence_of([&] { read_options("colour", "x=1", none); }), {"colour", "'x'"});
}

TEST(options, a_value_out_of_range_is_answered_with_the_range) {
  for (const char* text : {"radius=0", "radius=65", "radius=-1", "radius=99999999999", "radius=", "radius=3.5",
                           "radius=3px", "radius=x", "radius"}) {
    expect_contains(sentence_of([&] { read(text); }), {"guided", "radius", "from 1 to 64"});
  }
  for (const char* text : {"epsilon=0", "epsilon=0.2", "epsilon=nan", "epsilon=inf", "epsilon=1e-3f"}) {
    expect_contains(sentence_of([&] { read(text); }), {"guided", "epsilon", "0.1"});
  }
}

TEST(options, a_wrong_choice_is_answered_with_the_choices) {
  for (const char* text : {"fit=stretch", "fit=", "fit=fill|fit", "fit=Fill"}) {
    expect_contains(sentence_of([&] { read(text); }), {"fit", "fill, fit or centre"});
  }
  expect_contains(sentence_of([] { read("lossless=maybe"); }), {"lossless", "maybe", "on or off"});
}

TEST(options, what_is_no_name_and_value_is_refused) {
  for (const char* text : {"=3", ",", "radius=3,,fit=fit"}) EXPECT_NE(sentence_of([&] { read(text); }), "") << text;
}

TEST(options, the_list_for_help_says_name_type_default_and_range) {
  const std::vector<OptionInfo> list = list_options<Options>();
  ASSERT_EQ(list.size(), 5u);
  EXPECT_EQ(list[0].name, "radius");
  EXPECT_EQ(list[0].type, "int");
  EXPECT_EQ(list[0].default_value, "8");
  EXPECT_EQ(list[0].range, "1..64");
  EXPECT_EQ(list[1].type, "float");
  EXPECT_EQ(list[1].range, "1e-06..0.1");
  EXPECT_EQ(list[2].type, "switch");
  EXPECT_EQ(list[2].default_value, "on");
  EXPECT_EQ(list[3].type, "fill|fit|centre");
  EXPECT_EQ(list[4].type, "text");
  for (const OptionInfo& info : list) EXPECT_FALSE(info.help.empty());
}

TEST(options, every_default_can_be_given_back_as_text) {
  std::string text;
  for (const OptionInfo& info : list_options<Options>())
    text += (text.empty() ? "" : ",") + info.name + "=" + info.default_value;
  const Options options = read(text);
  EXPECT_EQ(options.radius, Options{}.radius);
  EXPECT_EQ(options.epsilon, Options{}.epsilon);
  EXPECT_EQ(options.lossless, Options{}.lossless);
}

struct Choosing {
  enum class Side { left, right };
  Side side = Side::right;
  void describe(auto& visit) { visit("side", side, "where it is", "left|right"); }
};

TEST(options, a_choice_is_a_value_of_its_enum) {
  const OptionInfo info = list_options<Choosing>().at(0);
  EXPECT_EQ(info.type, "left|right");
  EXPECT_EQ(info.default_value, "right");
  Choosing options;
  read_options("thing", "side=left", options);
  EXPECT_EQ(options.side, Choosing::Side::left);
  for (const char* text : {"side=le", "side=left|right", "side="}) {
    EXPECT_THROW(read_options("thing", text, options), Error) << text;
  }
}

}  // namespace
}  // namespace segme
