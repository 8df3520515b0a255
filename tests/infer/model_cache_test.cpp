// infer/model_cache: what was written comes back; whatever happens to the file is a miss and never an error.
#include "infer/model_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/infer/scratch.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

class model_cache : public testing::Test {
 protected:
  test::ScratchFolder scratch_;
  test::Environment cache_home_{"XDG_CACHE_HOME", scratch_.path().string()};
  std::vector<std::uint8_t> content_ = std::vector<std::uint8_t>(10000, 42);
};

std::vector<std::uint8_t> bytes_of(const std::optional<CachedModel>& cached) {
  return cached ? std::vector<std::uint8_t>(cached->bytes.begin(), cached->bytes.end()) : std::vector<std::uint8_t>{};
}

TEST_F(model_cache, gives_back_what_was_written_under_the_same_key_only) {
  const ModelCache cache("one");
  EXPECT_FALSE(cache.read());
  cache.write(content_);
  EXPECT_EQ(bytes_of(cache.read()), content_);
  EXPECT_EQ(bytes_of(ModelCache("one").read()), content_);
  EXPECT_FALSE(ModelCache("two").read());
  EXPECT_EQ(cache.path().parent_path(), scratch_.path() / "segme");
}

TEST_F(model_cache, a_file_of_another_key_under_this_name_is_a_miss) {
  ModelCache("one").write(content_);
  fs::copy_file(ModelCache("one").path(), ModelCache("two").path());
  EXPECT_FALSE(ModelCache("two").read());
}

TEST_F(model_cache, every_damage_is_a_miss_and_heals_with_the_next_write) {
  const ModelCache cache("one");
  cache.write(content_);
  const std::string whole = test::read_bytes(cache.path());
  for (const std::size_t at : {0U, 8U, 12U, 16U, 24U, 32U, 4096U, 9000U, 14095U}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    test::write_bytes(cache.path(), damaged);
    EXPECT_FALSE(cache.read()) << at;
  }
  for (const std::size_t size : {0U, 1U, 100U, 4096U, 4097U, 14095U}) {
    test::write_bytes(cache.path(), whole.substr(0, size));
    EXPECT_FALSE(cache.read()) << size;
  }
  test::write_bytes(cache.path(), whole + "x");
  EXPECT_FALSE(cache.read());
  cache.write(content_);
  EXPECT_EQ(bytes_of(cache.read()), content_);
}

TEST_F(model_cache, what_is_no_file_is_a_miss) {
  const ModelCache cache("one");
  fs::create_directories(cache.path());
  EXPECT_FALSE(cache.read());
  cache.write(content_);
  EXPECT_FALSE(cache.read());
  fs::remove(cache.path());
  ASSERT_EQ(::mkfifo(cache.path().c_str(), 0600), 0);
  EXPECT_FALSE(cache.read());
  cache.write(content_);
  fs::remove(cache.path());
  fs::create_symlink(cache.path(), cache.path());
  EXPECT_FALSE(cache.read());
  cache.write(content_);
  EXPECT_EQ(std::distance(fs::directory_iterator(cache.path().parent_path()), {}), 1) << "a half-written file was left";
}

TEST_F(model_cache, a_place_that_cannot_be_written_is_no_error) {
  test::write_bytes(scratch_.path() / "segme", std::string("a file in the place of the folder"));
  const ModelCache cache("one");
  cache.write(content_);
  EXPECT_FALSE(cache.read());
}

TEST_F(model_cache, without_a_home_there_is_no_cache) {
  const test::Environment no_home("HOME", std::nullopt);
  for (const std::optional<std::string>& value :
       {std::optional<std::string>(), std::optional<std::string>("relative")}) {
    const test::Environment cache_home("XDG_CACHE_HOME", value);
    const ModelCache cache("one");
    EXPECT_TRUE(cache.path().empty());
    cache.write(content_);
    EXPECT_FALSE(cache.read());
  }
}

TEST_F(model_cache, keeps_the_files_that_were_used_last) {
  const auto key = [](int i) { return "model " + std::to_string(i); };
  for (int i = 0; i < 16; ++i) {
    ModelCache(key(i)).write(content_);
    fs::last_write_time(ModelCache(key(i)).path(), fs::file_time_type::clock::now() - std::chrono::hours(100 - i));
  }
  EXPECT_TRUE(ModelCache(key(0)).read());  // the oldest, but used now
  ModelCache("one more").write(content_);
  EXPECT_TRUE(ModelCache("one more").read());
  EXPECT_TRUE(ModelCache(key(0)).read());
  EXPECT_FALSE(ModelCache(key(1)).read());
  EXPECT_TRUE(ModelCache(key(2)).read());
}

}  // namespace
}  // namespace segme
