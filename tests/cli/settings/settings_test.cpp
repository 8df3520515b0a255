// Where settings come from: the environment before files, the folder's file before the user's, and a command's own
// table before what stands above all tables.
#include "cli/settings/settings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

/// An empty folder to stand in, and no variable that says anything.
class SettingsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("settings_" + std::to_string(::getpid()));
    fs::create_directories(folder_ / "xdg" / "segme");
    before_ = fs::current_path();
    fs::current_path(folder_);
    ::setenv("XDG_CONFIG_HOME", (folder_ / "xdg").c_str(), 1);
    ::unsetenv("SEGME_CONFIG");
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
    for (const char* name : {"XDG_CONFIG_HOME", "SEGME_CONFIG", "SEGME_QUALITY", "SEGME_IMAGE_QUALITY"})
      ::unsetenv(name);
  }
  static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
  static std::string value(const Settings& settings, const std::string& command, bool shared = true) {
    const auto setting = settings.find(command, "quality", shared);
    return setting ? setting->values.at(0) + " " + setting->from : "none";
  }
  static std::string refusal(const Settings& settings) {
    try {
      settings.check("image", {"quality", "json", "output"}, {"quality", "quiet"}, {"image", "video"});
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::usage);
      return error.what();
    }
    return "";
  }

  fs::path folder_, before_;
};

TEST_F(SettingsTest, nothing_is_set_where_nothing_is) { EXPECT_EQ(value(Settings(""), "image"), "none"); }

TEST_F(SettingsTest, the_nearer_one_wins) {
  const std::string own = (folder_ / "xdg" / "segme" / "segme.toml").string();
  write(own, "quality = 'fast'");
  EXPECT_EQ(value(Settings(""), "image"), "fast " + own + ":1");
  write("segme.toml", "# mine\nquality = 'balanced'\n[image]\nquality = 'accurate'\n");
  EXPECT_EQ(value(Settings(""), "image"), "accurate segme.toml:4");
  EXPECT_EQ(value(Settings(""), "video"), "balanced segme.toml:2");
  EXPECT_EQ(value(Settings(""), "eval", false), "none");
  ::setenv("SEGME_QUALITY", "fast", 1);
  EXPECT_EQ(value(Settings(""), "image"), "fast SEGME_QUALITY");
  EXPECT_EQ(value(Settings(""), "eval", false), "none");
  ::setenv("SEGME_IMAGE_QUALITY", "accurate", 1);
  EXPECT_EQ(value(Settings(""), "image"), "accurate SEGME_IMAGE_QUALITY");
  EXPECT_EQ(value(Settings(""), "video"), "fast SEGME_QUALITY");
}

TEST_F(SettingsTest, a_file_that_is_named_takes_the_place_of_the_others) {
  write("segme.toml", "quality = 'fast'");
  write("other.toml", "quality = 'accurate'");
  EXPECT_EQ(value(Settings("other.toml"), "image"), "accurate other.toml:1");
  ::setenv("SEGME_CONFIG", "other.toml", 1);
  EXPECT_EQ(value(Settings(""), "image"), "accurate other.toml:1");
  EXPECT_EQ(value(Settings("none"), "image"), "none");
  EXPECT_THROW(Settings("missing.toml"), Error);
}

TEST_F(SettingsTest, a_wrong_key_names_file_line_and_the_nearest_right_one) {
  write("segme.toml", "\nqualty = 'fast'");
  EXPECT_EQ(refusal(Settings("")), "segme.toml:2: there is no setting 'qualty'. Did you mean 'quality'?");
  write("segme.toml", "[image]\njsn = true");
  EXPECT_EQ(refusal(Settings("")), "segme.toml:2: there is no setting 'jsn'. Did you mean 'json'?");
  write("segme.toml", "[imgae]\njson = true");
  EXPECT_NE(refusal(Settings("")).find("segme.toml:2: there is no command 'imgae'"), std::string::npos);
  EXPECT_NE(refusal(Settings("")).find("Did you mean 'image'?"), std::string::npos);
  write("segme.toml", "json = true");
  EXPECT_NE(refusal(Settings("")).find("below a line [image]"), std::string::npos);
  write("segme.toml", "[video]\nanything = 1");
  EXPECT_EQ(refusal(Settings("")), "") << "another command's table is that command's business";
}

TEST_F(SettingsTest, the_file_of_a_folder_does_not_say_where_is_written) {
  write("segme.toml", "[image]\noutput = '/etc/passwd'");
  EXPECT_NE(refusal(Settings("")).find("segme.toml:2: 'output' is not for the segme.toml of a folder"),
            std::string::npos);
  EXPECT_EQ(refusal(Settings("segme.toml")), "") << "who names the file means it";
}

TEST(variable_name, is_made_of_command_and_option) {
  EXPECT_EQ(variable_name("image", "jpeg-quality"), "SEGME_IMAGE_JPEG_QUALITY");
  EXPECT_EQ(variable_name("data.check", "no-repeats"), "SEGME_DATA_CHECK_NO_REPEATS");
  EXPECT_EQ(variable_name("", "quality"), "SEGME_QUALITY");
}

}  // namespace
}  // namespace segme::cli
