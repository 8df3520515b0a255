// Which pictures a path, a folder or a pattern means.
#include "capture/folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

class folder : public testing::Test {
 protected:
  folder() {
    top_ = fs::path(testing::TempDir()) / ("segme_folder_" + std::to_string(::getpid()));
    for (const char* name : {"b.jpg", "a.PNG", "notes.txt", ".hidden.png", "trip/c.webp", "trip/day 1/d.tif",
                             "trip/c.jpg", ".thumbnails/e.png", "empty/readme"}) {
      fs::create_directories((top_ / name).parent_path());
      std::ofstream(top_ / name) << "x";
    }
  }
  ~folder() override {
    std::error_code ignored;
    fs::permissions(top_ / "trip", fs::perms::owner_all, ignored);
    fs::remove_all(top_, ignored);
  }
  static std::vector<std::string> relative(const PictureList& list) {
    std::vector<std::string> names;
    for (const PictureList::Entry& entry : list.pictures) {
      EXPECT_TRUE(fs::exists(entry.file)) << entry.file;
      names.push_back(entry.relative.generic_string());
    }
    return names;
  }
  using Names = std::vector<std::string>;
  fs::path top_;
};

TEST_F(folder, lists_its_pictures_sorted_with_their_structure) {
  const Names expected = {"a.PNG", "b.jpg", "trip/c.jpg", "trip/c.webp", "trip/day 1/d.tif"};
  EXPECT_EQ(relative(list_pictures(top_.string())), expected);
  EXPECT_EQ(relative(list_pictures(top_.string() + "/")), expected);
  EXPECT_TRUE(list_pictures(top_.string()).problems.empty());
}

TEST_F(folder, a_file_is_taken_as_it_is) {
  EXPECT_EQ(relative(list_pictures((top_ / "trip/c.jpg").string())), Names{"c.jpg"});
  EXPECT_EQ(relative(list_pictures((top_ / "notes.txt").string())), Names{"notes.txt"}) << "its content will decide";
}

TEST_F(folder, a_pattern_is_expanded_and_keeps_the_structure_behind_its_fixed_part) {
  EXPECT_EQ(relative(list_pictures((top_ / "*.jpg").string())), Names{"b.jpg"});
  EXPECT_EQ(relative(list_pictures((top_ / "tr?p/c.*").string())), (Names{"trip/c.jpg", "trip/c.webp"}));
  EXPECT_EQ(relative(list_pictures((top_ / "trip" / "*").string())), (Names{"c.jpg", "c.webp", "day 1/d.tif"}));
}

TEST_F(folder, a_file_whose_name_looks_like_a_pattern_is_a_file) {
  std::ofstream(top_ / "x[1].jpg") << "x";
  EXPECT_EQ(relative(list_pictures((top_ / "x[1].jpg").string())), Names{"x[1].jpg"});
}

TEST_F(folder, an_empty_folder_is_an_empty_list) {
  EXPECT_TRUE(list_pictures((top_ / "empty").string()).pictures.empty());
}

TEST_F(folder, pictures_are_known_by_their_contents_and_the_rest_is_named) {
  std::ofstream(top_ / "photo") << "\xFF\xD8\xFF and so on";
  std::ofstream(top_ / "trip/clip.bin") << "GIF89a";
  const PictureList list = list_pictures(top_.string());
  const Names expected = {"a.PNG", "b.jpg", "photo", "trip/c.jpg", "trip/c.webp", "trip/day 1/d.tif"};
  EXPECT_EQ(relative(list), expected);
  ASSERT_EQ(list.left_aside.size(), 3u);
  EXPECT_EQ(list.left_aside[0].file, top_ / "empty/readme");
  EXPECT_EQ(list.left_aside[1].file, top_ / "notes.txt");
  EXPECT_EQ(list.left_aside[2].why, "a GIF");
  EXPECT_TRUE(list.left_aside[2].video);
  EXPECT_EQ(describe(list.left_aside),
            "3 files were left aside: readme (no picture), notes.txt (no picture), clip.bin (a GIF)");
  EXPECT_EQ(describe({20, list.left_aside[0]}).find("and 12 more") == std::string::npos, false);
}

TEST_F(folder, nothing_there_is_an_error_with_the_name) {
  for (const char* name : {"none.jpg", "*.gif", "none/*.jpg"}) {
    try {
      list_pictures((top_ / name).string());
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    }
  }
}

TEST_F(folder, links_to_folders_are_not_entered_so_that_loops_end) {
  fs::create_directory_symlink(top_, top_ / "trip/loop");
  EXPECT_EQ(list_pictures(top_.string()).pictures.size(), 5u);
}

TEST_F(folder, an_unreadable_sub_folder_is_reported_and_the_rest_is_listed) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  fs::permissions(top_ / "trip", fs::perms::none);
  const PictureList list = list_pictures(top_.string());
  EXPECT_EQ(list.pictures.size(), 2u);
  ASSERT_EQ(list.problems.size(), 1u);
  EXPECT_NE(list.problems[0].find("trip"), std::string::npos);
  EXPECT_THROW(list_pictures((top_ / "trip").string()), Error);
}

}  // namespace
}  // namespace segme
