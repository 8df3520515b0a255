// net/tflite/read: what write_tflite wrote is read back and written again as the same bytes; other files are refused.
#include "net/read_tflite.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/write_tflite.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

namespace fs = std::filesystem;

fs::path written(const std::vector<std::uint8_t>& bytes) {
  fs::path path = fs::temp_directory_path() / ("segme-read-tflite-" + std::to_string(::getpid()) + ".tflite");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path;
}

TEST(read_tflite, what_is_read_and_written_again_is_the_same_file) {
  for (const NetKind* kind : {&portrait_fast, &portrait_fine, &prisma, &slim}) {
    const Graph graph = kind->make(64);
    Weights weights = test::random_weights(graph);
    const Graph folded = fold_batch_norms(graph, weights);
    for (const Precision precision : {Precision::fp32, Precision::fp16}) {
      const std::vector<std::uint8_t> bytes = write_tflite(folded, weights, {precision, {}, {}});
      const fs::path path = written(bytes);
      std::string name;
      int size = 0;
      const Weights read = read_tflite(path, &name, &size);
      fs::remove(path);
      EXPECT_EQ(name, kind->name);
      EXPECT_EQ(size, 64);
      for (const WeightSpec& spec : weight_specs(folded)) {
        ASSERT_TRUE(read.contains(spec.name)) << kind->name << ' ' << spec.name;
        EXPECT_EQ(read.at(spec.name).shape, spec.shape) << kind->name << ' ' << spec.name;
        if (precision == Precision::fp32) {
          EXPECT_EQ(read.at(spec.name).values, weights.at(spec.name).values) << spec.name;
        }
      }
      EXPECT_EQ(write_tflite(folded, read, {precision, {}, {}}), bytes) << kind->name;
    }
  }
}

TEST(read_tflite, what_is_no_such_file_is_refused_with_a_sentence) {
  const Graph graph = portrait_fast.make(64);
  Weights weights = test::random_weights(graph);
  const Graph folded = fold_batch_norms(graph, weights);
  const auto refused = [](const fs::path& path, const std::string& why) {
    try {
      read_tflite(path);
      ADD_FAILURE() << "taken: " << why;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    }
  };
  std::vector<std::uint8_t> bytes = write_tflite(folded, weights);
  refused(written({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2)}), "cut short");
  refused(written(write_tflite(folded, weights, {Precision::int8_weights, {}, {}})), "8 bits");
  refused(written({}), "cut short");
  refused(written({}).string() + ".nowhere", "no such file");
  for (std::size_t at = 0; at < 40; ++at) {  // whatever stands in the tables: a sentence, no crash
    std::vector<std::uint8_t> broken = bytes;
    broken[at * 71] ^= 0x55;
    try {
      read_tflite(written(broken));
    } catch (const Error&) {
    }
  }
  fs::remove(written({}));
}

}  // namespace
}  // namespace segme::net
