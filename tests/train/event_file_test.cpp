// train/event_file: read back by a reader of its own, which checks every checksum.
#include "train/event_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cstring>
#include <map>
#include <stdexcept>

#include "base/error.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;

/// The fields of one protobuf message: number -> raw values (varints and fixed ones as numbers, others as bytes).
struct Message {
  std::multimap<std::uint64_t, std::string> bytes;
  std::multimap<std::uint64_t, std::uint64_t> numbers;

  explicit Message(std::string_view text) {
    const auto varint = [&] {
      std::uint64_t value = 0;
      for (int shift = 0; !text.empty(); shift += 7) {
        const auto byte = static_cast<std::uint8_t>(text.front());
        text.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 127U) << shift;
        if (byte < 128) break;
      }
      return value;
    };
    while (!text.empty()) {
      const std::uint64_t key = varint();
      const std::uint64_t wire = key & 7U;
      if (wire == 0) {
        numbers.emplace(key >> 3U, varint());
        continue;
      }
      const std::size_t length = wire == 1 ? 8 : wire == 5 ? 4 : static_cast<std::size_t>(varint());
      if (length > text.size()) throw std::runtime_error("a field is longer than its message");
      if (wire == 2) {
        bytes.emplace(key >> 3U, std::string(text.substr(0, length)));
      } else {
        std::uint64_t value = 0;
        std::memcpy(&value, text.data(), length);
        numbers.emplace(key >> 3U, value);
      }
      text.remove_prefix(length);
    }
  }
};

template <class Whole>
Whole whole_at(const std::string& text, std::size_t at) {
  Whole value = 0;
  std::memcpy(&value, text.data() + at, sizeof value);
  return value;
}

std::uint32_t masked(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return std::rotr(crc, 15) + 0xA282EAD8U;
}

std::vector<Message> read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::vector<Message> events;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = static_cast<std::size_t>(whole_at<std::uint64_t>(text, at));
    EXPECT_EQ(whole_at<std::uint32_t>(text, at + 8), masked(std::string_view(text).substr(at, 8)));
    EXPECT_LE(at + 16 + length, text.size());
    if (at + 16 + length > text.size()) break;
    const std::string_view data = std::string_view(text).substr(at + 12, length);
    EXPECT_EQ(whole_at<std::uint32_t>(text, at + 12 + length), masked(data));
    events.emplace_back(data);
    at += 16 + length;
  }
  return events;
}

class train_event_file : public testing::Test {
 protected:
  train_event_file() : folder_(fs::temp_directory_path() / ("segme-events-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~train_event_file() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(train_event_file, crc32c_is_that_of_its_standard) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);            // the check value of the polynomial
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);  // RFC 3720, B.4
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43U);
}

TEST_F(train_event_file, every_point_comes_back) {
  EventFile(folder_, 1700000000.5).add(1700000001.25, 300, {{"loss/train", 0.5F}, {"val/iou", 0.96875F}});
  const fs::path path = folder_ / "events.out.tfevents.1700000000.segme";
  const std::vector<Message> events = read(path);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].bytes.find(3)->second, "brain.Event:2");
  EXPECT_EQ(std::bit_cast<double>(events[0].numbers.find(1)->second), 1700000000.5);
  EXPECT_EQ(std::bit_cast<double>(events[1].numbers.find(1)->second), 1700000001.25);
  EXPECT_EQ(events[1].numbers.find(2)->second, 300U);
  const Message summary(events[1].bytes.find(5)->second);
  ASSERT_EQ(summary.bytes.count(1), 2U);
  const Message value(summary.bytes.find(1)->second);
  EXPECT_EQ(value.bytes.find(1)->second, "loss/train");
  EXPECT_EQ(std::bit_cast<float>(static_cast<std::uint32_t>(value.numbers.find(2)->second)), 0.5F);
}

TEST_F(train_event_file, a_second_sitting_in_the_same_second_has_a_file_of_its_own) {
  const EventFile one(folder_, 1700000000);
  const EventFile two(folder_, 1700000000);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 2);
}

TEST_F(train_event_file, a_folder_that_is_not_there_is_an_error) {
  EXPECT_THROW(EventFile(folder_ / "none", 1), Error);
}

}  // namespace
}  // namespace segme::train
