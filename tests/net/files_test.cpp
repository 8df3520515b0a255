// net: weight files survive the round trip; broken ones are refused with a sentence, whatever is broken.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "net/pth.h"
#include "net/safetensors.h"

namespace segme::net {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path(fs::temp_directory_path() / ("segme-net-test-" + std::to_string(::getpid()))) {
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

Weights some_weights() {
  return {{"a.weight", {{2, 3}, {1, -2, 3.5F, 0, 1e-30F, 6}}}, {"b", {{}, {42}}}, {"c", {{0}, {}}}};
}

TEST(net_safetensors, what_is_written_is_read) {
  const Folder folder;
  write_safetensors(folder.path / "w.safetensors", some_weights(), {{"net", "tiny"}});
  Metadata metadata;
  const Weights read = read_safetensors(folder.path / "w.safetensors", &metadata);
  EXPECT_EQ(metadata["net"], "tiny");
  ASSERT_EQ(read.size(), 3U);
  for (const auto& [name, tensor] : some_weights()) {
    EXPECT_EQ(read.at(name).shape, tensor.shape);
    EXPECT_EQ(read.at(name).values, tensor.values);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator{}), 1);
}

TEST(net_safetensors, half_precision_is_widened_exactly) {
  const Folder folder;
  const std::string header = R"({"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},)"
                             R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[6,8]}})";
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(header.size());
  bytes += header;
  const std::uint16_t values[] = {0x3C00, 0xC000, 0x0001, 0x3FC0};  // 1, -2, 2^-24; bf16 1.5
  bytes.append(reinterpret_cast<const char*>(values), sizeof values);
  write_bytes(folder.path / "h", bytes);
  const Weights read = read_safetensors(folder.path / "h");
  EXPECT_EQ(read.at("h").values, (std::vector<float>{1.0F, -2.0F, 0x1p-24F}));
  EXPECT_EQ(read.at("b").values, (std::vector<float>{1.5F}));
}

TEST(net_safetensors, a_file_cut_anywhere_is_refused) {
  const Folder folder;
  const fs::path path = folder.path / "w";
  write_safetensors(path, some_weights());
  const std::string whole = bytes_of(path);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_bytes(path, whole.substr(0, length));
    EXPECT_THROW(read_safetensors(path), Error) << length;
  }
}

TEST(net_safetensors, flipped_header_bytes_never_crash) {
  const Folder folder;
  const fs::path path = folder.path / "w";
  write_safetensors(path, some_weights());
  const std::string whole = bytes_of(path);
  for (std::size_t at = 0; at + 28 < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x15);
    write_bytes(path, changed);
    try {
      read_safetensors(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
    }
  }
}

/// A state_dict of the old format with one 2x2 tensor "_a.w" stored column first, as torch.save wrote it.
std::string old_state_dict() {
  using namespace std::string_literals;
  std::string bytes =
      "\x80\x02K\x07."s
      "\x80\x02M\xe9\x03."s
      "\x80\x02}."s;
  const auto text = [](const std::string& value) {
    std::string length(4, '\0');
    length[0] = static_cast<char>(value.size());
    return "X"s + length + value;
  };
  bytes +=
      "\x80\x02"
      "ccollections\nOrderedDict\n)R("s +
      text("_a.w") + "ctorch._utils\n_rebuild_tensor_v2\n(("s + text("storage") + "ctorch\nFloatStorage\n"s +
      text("77") + text("cpu") +
      "K\x04NtQK\x00(K\x02K\x02t(K\x01K\x02t\x89"
      "ccollections\nOrderedDict\n)RtRu."s;
  bytes += "\x80\x02]("s + text("77") + "e."s;
  const std::int64_t count = 4;
  const float values[] = {1, 2, 3, 4};
  bytes.append(reinterpret_cast<const char*>(&count), 8);
  bytes.append(reinterpret_cast<const char*>(values), sizeof values);
  return bytes;
}

TEST(net_pth, a_state_dict_of_the_old_format_is_read_through_its_strides) {
  const Folder folder;
  write_bytes(folder.path / "x.pth", old_state_dict());
  const Weights weights = read_pth(folder.path / "x.pth");
  ASSERT_EQ(weights.size(), 1U);
  EXPECT_EQ(weights.at("_a.w").shape, (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(weights.at("_a.w").values, (std::vector<float>{1, 3, 2, 4}));
}

TEST(net_pth, a_broken_state_dict_is_refused_and_nothing_in_it_runs) {
  const Folder folder;
  const std::string whole = old_state_dict();
  const fs::path path = folder.path / "x.pth";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_bytes(path, whole.substr(0, length));
    EXPECT_THROW(read_pth(path), Error) << length;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x2B);
    write_bytes(path, changed);
    try {
      read_pth(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
    }
  }
}

/// The three heads of the old format, and then this in place of the dictionary.
std::string with_dictionary(const std::string& pickle) {
  using namespace std::string_literals;
  return "\x80\x02K\x07.\x80\x02M\xe9\x03.\x80\x02}."s + pickle;
}

TEST(net_pth, a_file_that_nests_deeply_or_holds_itself_is_refused_and_leaves_nothing) {
  const Folder folder;
  const fs::path path = folder.path / "x.pth";
  using namespace std::string_literals;
  std::string deep = "\x80\x02)"s + std::string(3'000'000, '\x85') + ".\x80\x02].";  // a tuple in a tuple in ...
  std::string self =
      "\x80\x02]q\x00h\x00h\x00\x86"
      "Q]q\x01h\x01"
      "ah\x01"
      "ah\x01"
      "a."s;  // lists in themselves
  for (const std::string& pickle : {deep, self}) {
    write_bytes(path, with_dictionary(pickle));
    EXPECT_THROW(read_pth(path), Error);
  }
}

TEST(net_pth, a_small_file_cannot_fill_the_memory) {
  const Folder folder;
  const fs::path path = folder.path / "x.pth";
  using namespace std::string_literals;
  // A tuple of 100,000 parts that 100,000 persistent ids copy: 10,000,000,000 parts.
  std::string copies = "\x80\x02("s + std::string(100'000, 'N') + "tq\x00"s;
  for (int i = 0; i < 100'000; ++i) copies += "h\x00Q"s;
  write_bytes(path, with_dictionary(copies + "."));
  EXPECT_THROW(read_pth(path), Error);
  // A tensor of 2 x 2 values whose sides say a thousand million.
  std::string huge = old_state_dict();
  const std::size_t sides = huge.find("(K\x02K\x02t"s);
  huge.replace(sides, 6, "(J\x00\x00\x01\x00J\x00\x00\x01\x00t"s);
  write_bytes(path, huge);
  EXPECT_THROW(read_pth(path), Error);
  // Strides that reach beyond every number.
  std::string strides = old_state_dict();
  strides.replace(strides.find("(K\x01K\x02t"s), 6,
                  "(\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7ft"s);
  write_bytes(path, strides);
  EXPECT_THROW(read_pth(path), Error);
  // A storage of 2^62 values, whose bytes are none when they are counted in 64 bits.
  std::string storage = old_state_dict();
  const std::uint64_t count = std::uint64_t{1} << 62U;
  std::memcpy(storage.data() + storage.size() - 24, &count, 8);
  write_bytes(path, storage);
  EXPECT_THROW(read_pth(path), Error);
}

TEST(net_safetensors, tensors_that_share_their_bytes_are_refused) {
  const Folder folder;
  const std::string header = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                             R"("b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(header.size());
  write_bytes(folder.path / "s", bytes + header + std::string(8, '\0'));
  EXPECT_THROW(read_safetensors(folder.path / "s"), Error);
}

}  // namespace
}  // namespace segme::net
