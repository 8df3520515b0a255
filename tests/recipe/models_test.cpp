// recipe/models: every way to name a model finds it; what is broken is said, and never found.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "infer/sha256.h"
#include "recipe/embedded.h"
#include "recipe/models.h"
#include "recipe/read_model_card.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class models : public testing::Test {
 protected:
  models() { bytes_ = test::write_tiny_onnx({}); }

  [[nodiscard]] static Json card(const std::string& name) {
    return {{"name", name}, {"file", "model.onnx"}, {"width", 8}, {"height", 8}};
  }
  void add(const fs::path& folder, const Json& json) const {
    test::write_bytes(folder / "card.json", json.dump());
    test::write_bytes(folder / "model.onnx", bytes_);
  }

  test::ScratchFolder scratch_;
  std::vector<std::uint8_t> bytes_;
  test::Environment models_{"SEGME_MODELS",
                            (scratch_.path() / "first").string() + "::" + (scratch_.path() / "second").string()};
  test::Environment data_{"XDG_DATA_HOME", (scratch_.path() / "data").string()};
};

TEST_F(models, a_folder_a_card_and_a_model_file_are_ways_to_name_one) {
  const fs::path folder = scratch_.path() / "mine";
  add(folder, card("mine-1"));
  test::write_bytes(folder / "other.onnx", bytes_);
  test::write_bytes(folder / "other.json",
                    Json({{"name", "other"}, {"file", "other.onnx"}, {"width", 8}, {"height", 8}}).dump());
  for (const fs::path& what : {folder, folder / "", folder / "card.json", folder / "model.onnx"}) {
    const Model model = find_model(what.string());
    EXPECT_EQ(model.card.name, "mine-1") << what;
    EXPECT_EQ(model.path.filename(), "model.onnx");
    EXPECT_EQ(std::vector<std::uint8_t>(model.bytes.data(), model.bytes.data() + model.bytes.size()), bytes_);
  }
  EXPECT_EQ(find_model((folder / "other.onnx").string()).card.name, "other");
  EXPECT_EQ(find_model((folder / "other.json").string()).card.name, "other");
}

TEST_F(models, litert_gets_the_tflite_file_of_the_same_name_where_one_is) {
  const fs::path folder = scratch_.path() / "first" / "both";
  add(folder, card("both"));
  add(scratch_.path() / "first" / "one", card("one"));
  test::write_bytes(folder / "model.tflite", bytes_);
  test::sentence_of(ExitCode::model, [&] { find_model("both", true, "litert"); });  // no card describes it
  Json lite = card("both");
  lite["file"] = "model.tflite";
  test::write_bytes(folder / "model.json", lite.dump());
  for (const std::string& what : {std::string("both"), folder.string(), (folder / "model.onnx").string()}) {
    EXPECT_EQ(find_model(what, true, "litert").path.filename(), "model.tflite") << what;
    EXPECT_EQ(find_model(what, true, "openvino").path.filename(), "model.onnx") << what;
    EXPECT_EQ(find_model(what).path.filename(), "model.onnx") << what;
  }
  EXPECT_EQ(find_model("one", true, "litert").path.filename(), "model.onnx");  // the engine will say what it reads
}

TEST_F(models, a_name_is_found_in_the_model_folders_and_the_first_wins) {
  Json first = card("twice");
  first["summary"] = "the first";
  add(scratch_.path() / "first" / "a", first);
  add(scratch_.path() / "second" / "b", card("twice"));
  add(scratch_.path() / "second" / "c", card("second"));
  add(scratch_.path() / "data" / "segme" / "models" / "d", card("data"));
  EXPECT_EQ(find_model("twice").card.summary, "the first");
  EXPECT_EQ(find_model("second").card.name, "second");
  EXPECT_EQ(find_model("data").card.name, "data");
}

TEST_F(models, a_folder_of_the_list_may_itself_be_a_model) {
  add(scratch_.path() / "first", card("itself"));
  EXPECT_EQ(find_model("itself").card.name, "itself");
}

TEST_F(models, a_level_is_served_by_the_nearest_model_there_is) {
  const auto expect_nearest = [] {
    for (const std::string_view name : NamesOf<Quality>::all) {
      const Quality level = find_named<Quality>(name).value();
      int least = 1000;
      for (const Model& model : list_models()) least = std::min(least, quality_distance(model.card.quality, level));
      EXPECT_EQ(quality_distance(find_model(name).card.quality, level), least) << name;
    }
  };
  Json json = card("slow");
  json["quality"] = "accurate";
  add(scratch_.path() / "first" / "a", json);
  expect_nearest();
  EXPECT_EQ(find_model("accurate").card.quality, Quality::accurate);
  json = card("quick");
  json["quality"] = "fast";
  add(scratch_.path() / "first" / "b", json);
  expect_nearest();
  EXPECT_EQ(find_model("fast").card.quality, Quality::fast);
}

TEST_F(models, what_is_made_for_videos_comes_first_there_and_never_in_stills) {
  Json json = card("calm");
  json["quality"] = "fast";
  json["videos"] = true;
  add(scratch_.path() / "first" / "a", json);
  json = card("quick");
  json["quality"] = "fast";
  add(scratch_.path() / "first" / "b", json);
  // Built-in models come before those of folders, so a level that one of them has is its own.
  const std::string still = find_model("fast").card.name;
  EXPECT_NE(still, "calm");
  EXPECT_FALSE(find_model("fast").card.videos);
  const Model moving = find_model("fast", false);
  EXPECT_TRUE(moving.card.videos || moving.card.name == still);
  EXPECT_EQ(find_model("calm").card.name, "calm");  // by its name it is found for either
  EXPECT_EQ(find_model("calm", false).card.name, "calm");
}

TEST_F(models, an_unknown_name_is_answered_with_the_known_ones) {
  add(scratch_.path() / "first" / "a", card("known"));
  const std::string sentence = test::sentence_of(ExitCode::model, [] { find_model("unknown"); });
  EXPECT_NE(sentence.find("'unknown'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("known,"), std::string::npos) << sentence;
}

TEST_F(models, a_file_that_is_not_the_one_of_its_card_is_refused) {
  const fs::path folder = scratch_.path() / "mine";
  Json json = card("mine");
  json["sha256"] = sha256_hex(bytes_);
  add(folder, json);
  EXPECT_EQ(find_model(folder.string()).card.name, "mine");
  bytes_.back() ^= 1U;
  add(folder, json);
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { find_model(folder.string()); });
  EXPECT_NE(sentence.find("sha256"), std::string::npos) << sentence;
}

TEST_F(models, what_cannot_be_read_is_said_in_one_sentence) {
  const fs::path folder = scratch_.path() / "mine";
  test::write_bytes(folder / "card.json", card("mine").dump());
  for (const fs::path& what : {folder, folder / "model.onnx", folder / "nothing", scratch_.path()}) {
    test::sentence_of(ExitCode::model, [&] { find_model(what.string()); });  // no model file, no such path, no card
  }
  test::write_bytes(folder / "model.onnx", std::string());
  test::sentence_of(ExitCode::model, [&] { find_model(folder.string()); });
  test::write_bytes(folder / "lonely" / "x.onnx", bytes_);
  const std::string sentence =
      test::sentence_of(ExitCode::model, [&] { find_model((folder / "lonely" / "x.onnx").string()); });
  EXPECT_NE(sentence.find("x.json"), std::string::npos) << sentence;
  test::sentence_of(ExitCode::model, [] { find_model(""); });
  fs::remove(folder / "model.onnx");
  fs::create_directory(folder / "model.onnx");
  test::sentence_of(ExitCode::model, [&] { find_model(folder.string()); });
}

TEST_F(models, a_broken_card_is_complained_of_and_hides_no_other) {
  add(scratch_.path() / "first" / "good", card("good"));
  test::write_bytes(scratch_.path() / "first" / "broken" / "card.json", std::string("{"));
  test::write_bytes(scratch_.path() / "first" / "empty" / "card.json", card("empty").dump());
  std::vector<std::string> complaints;
  std::vector<std::string> names;
  for (const Model& model : list_models(&complaints)) {
    EXPECT_FALSE(model.bytes.empty());
    names.push_back(model.card.name);
  }
  EXPECT_EQ(std::count(names.begin(), names.end(), "good"), 1);
  EXPECT_EQ(names.size(), embedded_models().size() + 1);
  EXPECT_EQ(complaints.size(), 2U);
  EXPECT_EQ(find_model("good").card.name, "good");
}

TEST_F(models, every_embedded_model_is_whole_and_found_by_its_name) {
  for (const EmbeddedModel& embedded : embedded_models()) {
    const ModelCard parsed = parse_model_card(embedded.card, "embedded");
    EXPECT_EQ(sha256_hex(embedded.bytes), embedded.sha256);
    EXPECT_FALSE(parsed.licence.empty()) << parsed.name;
    EXPECT_FALSE(parsed.origin.empty()) << parsed.name;
    const Model found = find_model(parsed.name);
    EXPECT_EQ(found.bytes.data(), embedded.bytes.data());
    EXPECT_EQ(found.card.sha256, embedded.sha256);
    EXPECT_TRUE(found.path.empty());
  }
}

}  // namespace
}  // namespace segme
