// data/npy: what is written is read back, what NumPy writes is read, and no broken file is believed.
#include "data/npy.h"

#include <cstring>

#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

class data_npy : public MadeSets {
 protected:
  static std::string file_of(const std::string& dictionary, std::size_t values, int version = 1) {
    std::string bytes = "\x93NUMPY";
    bytes += static_cast<char>(version);
    bytes += '\0';
    bytes += static_cast<char>(dictionary.size() & 255U);
    bytes += static_cast<char>(dictionary.size() >> 8U);
    if (version > 1) bytes += std::string(2, '\0');
    bytes += dictionary;
    for (std::size_t i = 0; i < values; ++i) bytes += static_cast<char>(i);
    return bytes;
  }
  std::string refusal(const std::string& bytes) const {
    write_text("x.npy", bytes);
    return sentence_of(ExitCode::input, [&] { NpyReader(folder_ / "x.npy"); });
  }
};

TEST_F(data_npy, rows_come_back_as_they_were_written) {
  const NpyHead head{NpyType::float32, {3, 2, 5}};
  NpyWriter writer(folder_ / "a.npy", head);
  for (int row = 0; row < 3; ++row) {
    std::vector<float> values(10);
    for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>(i)] = static_cast<float>(row * 10 + i) / 7;
    writer.append({reinterpret_cast<const std::uint8_t*>(values.data()), 40});
  }
  writer.finish();
  const NpyReader reader(folder_ / "a.npy");
  EXPECT_EQ(reader.head().type, NpyType::float32);
  EXPECT_EQ(reader.head().shape, head.shape);
  std::vector<float> values(10);
  reader.read(2, {reinterpret_cast<std::uint8_t*>(values.data()), 40});
  EXPECT_EQ(values[9], 29.0F / 7);
  EXPECT_NE(sentence_of(ExitCode::input,
                        [&] {
                          reader.read(3, {reinterpret_cast<std::uint8_t*>(values.data()), 40});
                        })
                .find("no row 3"),
            std::string::npos);
}

TEST_F(data_npy, the_head_is_byte_for_byte_numpys) {
  const std::string head = make_npy_head({NpyType::uint8, {4, 128, 128, 3}});
  ASSERT_EQ(head.size(), 128U);
  EXPECT_EQ(head.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  EXPECT_EQ(head.substr(10, 70), "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 128, 128, 3), } ");
  EXPECT_EQ(head.back(), '\n');
  EXPECT_NE(make_npy_head({NpyType::float32, {7}}).find("'shape': (7,), }"), std::string::npos);
}

TEST_F(data_npy, heads_of_every_version_and_spelling_are_read) {
  const std::string usual = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }   \n";
  for (const int version : {1, 2, 3}) {
    write_text("v.npy", file_of(usual, 6, version));
    const NpyReader reader(folder_ / "v.npy");
    std::uint8_t row[3];
    reader.read(1, row);
    EXPECT_EQ(row[2], 5) << version;
  }
  // The shape first, double quotes, long integers of Python 2, nothing behind the last entry.
  const NpyHead head = parse_npy_head("{\"shape\":(2L,3L) , \"fortran_order\":False,'descr':'<f4'}", "x");
  EXPECT_EQ(head.type, NpyType::float32);
  EXPECT_EQ(head.shape, (std::vector<std::int64_t>{2, 3}));
}

TEST_F(data_npy, every_number_of_numpy_is_read) {
  const auto values = [](const char* descr, const std::string& bytes) {
    const std::optional<NpyKind> kind = find_npy_kind(descr);
    if (!kind) return std::vector<float>{-99};
    return to_floats(*kind, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  };
  using namespace std::string_literals;
  using Floats = std::vector<float>;
  EXPECT_EQ(values("|u1", "\x00\xff"s), (Floats{0, 255}));
  EXPECT_EQ(values("|b1", "\x00\x01"s), (Floats{0, 1}));
  EXPECT_EQ(values("|i1", "\x7f\xff"s), (Floats{127, -1}));
  EXPECT_EQ(values("<u2", "\x01\x02"s), Floats{513});
  EXPECT_EQ(values(">u2", "\x01\x02"s), Floats{258});
  EXPECT_EQ(values("<i2", "\xfe\xff"s), Floats{-2});
  EXPECT_EQ(values(">i4", "\x00\x00\x00\xc8"s), Floats{200});
  EXPECT_EQ(values("<i8", "\xff\x00\x00\x00\x00\x00\x00\x00"s), Floats{255});
  EXPECT_EQ(values("<f2", "\x00\x38\x00\x3c\x01\x00\x00\xc0"s), (Floats{0.5F, 1, 0x1p-24F, -2}));
  EXPECT_EQ(values("<f4", "\x00\x00\x80\x3e"s), Floats{0.25F});
  EXPECT_EQ(values(">f4", "\x3e\x80\x00\x00"s), Floats{0.25F});
  EXPECT_EQ(values("<f8", "\x00\x00\x00\x00\x00\x00\xe0\x3f"s), Floats{0.5F});
  EXPECT_EQ(values("<f8", "\x00\x00\x00\x00\x00\x00\xf0\x7f"s), Floats{1e30F}) << "infinite: outside every scale";
}

TEST_F(data_npy, what_is_not_read_is_refused_with_the_reason) {
  const auto dictionary = [](const char* descr, const char* order, const char* shape) {
    return std::string("{'descr': ") + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
  };
  const auto says = [&](const std::string& bytes, const char* text) {
    const std::string sentence = refusal(bytes);
    EXPECT_NE(sentence.find(text), std::string::npos) << sentence;
  };
  says(file_of(dictionary("'<c8'", "False", "(1,)"), 8), "'<c8'");
  says(file_of(dictionary("'<U3'", "False", "(1,)"), 12), "'<U3'");
  says(file_of(dictionary("'<f8'", "False", "(1,)"), 7), "cut short");
  says(file_of(dictionary("'<f8'", "False", "(35184372088832, 9)"), 7), "larger than any disk");
  says(file_of(dictionary("[('a', '<f4')]", "False", "(1,)"), 8), "records");
  says(file_of(dictionary("'|u1'", "True", "(2, 3)"), 6), "Fortran");
  says(file_of(dictionary("'|u1'", "False", "()"), 1), "single number");
  says(file_of(dictionary("'|u1'", "False", "(1, -3)"), 1), "sizes");
  says(file_of(dictionary("'|u1'", "False", "(281474976710656, 65536, 65536)"), 1), "larger than any disk");
  says(file_of(dictionary("'|u1'", "False", "(99999999999999999999999999)"), 1), "larger than any disk");
  says(file_of(dictionary("'|u1'", "False", "(2, 3)"), 5), "cut short");
  says(file_of(dictionary("'|u1'", "False", "(1,1,1,1,1,1,1,1,1)"), 1), "8 sides");
  says(file_of("{'descr': '|u1'}\n", 6), "lacks");
  says(file_of("{'descr': '|u1', 'extra': 1}\n", 6), "extra");
  says(file_of("{'descr': '|u1", 6), "dictionary");
  says(file_of("{}", 6, 9), "version 9");
  says("PK\x03\x04 an .npz, as it happens", "not an array file");
  says("", "not an array file");
  EXPECT_NE(sentence_of(ExitCode::input, [&] { NpyReader(folder_ / "none.npy"); }).find("none.npy"), std::string::npos);
  sentence_of(ExitCode::input, [&] { NpyReader reader(folder_); });
}

TEST_F(data_npy, a_file_cut_anywhere_or_with_any_byte_changed_never_crashes) {
  const std::string whole = file_of("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n", 6, 2);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(refusal(whole.substr(0, length)).empty()) << length;
  }
  int opened = 0;
  for (std::size_t at = 0; at + 6 < whole.size(); ++at) {
    for (const int value : {0, 39, 40, 41, 48, 57, 123, 255}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(value);
      write_text("c.npy", changed);
      try {
        const NpyReader reader(folder_ / "c.npy");
        std::vector<std::uint8_t> row(reader.head().row_bytes());
        if (reader.head().rows() > 0) reader.read(0, row);
        ++opened;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::input);
      }
    }
  }
  EXPECT_GT(opened, 0);  // else this loop would have tested nothing but refusals of the magic
}

TEST_F(data_npy, a_writer_that_ends_early_says_so_in_the_head_and_one_that_is_left_leaves_nothing) {
  const std::uint8_t row[4] = {1, 2, 3, 4};
  {
    NpyWriter writer(folder_ / "short.npy", {NpyType::uint8, {1000, 2, 2}});
    writer.append(row);
    writer.append(row);
    writer.finish();
    NpyWriter left(folder_ / "left.npy", {NpyType::uint8, {9, 2, 2}});
    left.append(row);
  }
  const NpyReader reader(folder_ / "short.npy");
  EXPECT_EQ(reader.head().shape, (std::vector<std::int64_t>{2, 2, 2}));
  EXPECT_EQ(std::filesystem::file_size(folder_ / "short.npy"), 128U + 8U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator()), 1);
}

}  // namespace
}  // namespace segme::data
