// The files beside a model: looked for below its folder alone, and read only where they are whole.
#include "base/second_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "base/error.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

class SecondFile : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(::mkdtemp(folder_.data()), nullptr);
    fs::create_directories(fs::path(folder_) / "net" / "parts");
    std::ofstream(folder_ + "/net/parts/weights.bin") << "0123456789";
    std::ofstream(folder_ + "/above.bin") << "secret";
    model_ = fs::path(folder_) / "net" / "model.onnx";
  }
  void TearDown() override { fs::remove_all(folder_); }
  template <class Call>
  static std::string sentence(Call call) {
    try {
      call();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
  }
  std::string folder_ = (fs::temp_directory_path() / "segme-second-XXXXXX").string();
  fs::path model_;
};

TEST_F(SecondFile, lies_below_the_model_s_folder) {
  EXPECT_EQ(second_file(model_, "parts/weights.bin"), fs::path(folder_) / "net" / "parts" / "weights.bin");
  EXPECT_NE(sentence([&] { second_file(model_, "weights.bin"); }).find("'weights.bin', which is not there"),
            std::string::npos);
  EXPECT_NE(sentence([&] { second_file(model_, "parts"); }).find("is not there"), std::string::npos);
}

TEST_F(SecondFile, is_never_read_from_elsewhere) {
  for (const std::string& name : {std::string("../above.bin"), std::string("parts/../../above.bin"),
                                  folder_ + "/above.bin", std::string("/etc/hostname")}) {
    EXPECT_NE(sentence([&] { second_file(model_, name); }).find("not below the model's folder"), std::string::npos);
  }
}

TEST_F(SecondFile, may_be_a_link_that_stays_below_the_folder) {
  fs::create_symlink("parts/weights.bin", fs::path(folder_) / "net" / "link.bin");
  fs::create_symlink("../above.bin", fs::path(folder_) / "net" / "out.bin");
  EXPECT_EQ(second_file(model_, "link.bin"), fs::path(folder_) / "net" / "link.bin");
  EXPECT_NE(sentence([&] { second_file(model_, "out.bin"); }).find("not below the model's folder"), std::string::npos);
}

TEST_F(SecondFile, is_read_in_parts_that_are_there) {
  const fs::path file = second_file(model_, "parts/weights.bin");
  const auto read = [&](std::uint64_t offset, std::optional<std::uint64_t> length) {
    return read_part(model_, second_part(model_, file, offset, length));
  };
  EXPECT_EQ(read(0, std::nullopt), "0123456789");
  EXPECT_EQ(read(4, 3), "456");
  EXPECT_EQ(read(10, 0), "");
  constexpr std::uint64_t kHuge = ~std::uint64_t{0};
  for (const auto& [offset, length] :
       {std::pair{std::uint64_t{4}, std::uint64_t{7}}, {11, 0}, {kHuge, 2}, {2, kHuge}}) {
    EXPECT_NE(sentence([&, from = offset, count = length] { read(from, count); }).find("ends before"),
              std::string::npos)
        << offset;
  }
}

}  // namespace
}  // namespace segme
