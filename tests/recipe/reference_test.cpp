// Nets of other projects, run here, against values that an independent interpreter computed. Needs a folder with
// models/ and golden/ in SEGME_REFERENCE, and is skipped without.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/resize.h"
#include "infer/net_segmenter.h"
#include "recipe/known_cards.h"
#include "recipe/models.h"
#include "tests/infer/scratch.h"

namespace segme {
namespace {

namespace fs = std::filesystem;

constexpr int kSize = 256;
constexpr int kPictures = 4;
constexpr std::size_t kHeader = 128;  // of the .npy file
constexpr std::size_t kArea = std::size_t{kSize} * kSize;

class reference : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("SEGME_REFERENCE");
    if (folder == nullptr || !fs::exists(fs::path(folder) / "golden" / "kids_256.npy")) {
      GTEST_SKIP() << "SEGME_REFERENCE names no folder with models/ and golden/";
    }
    folder_ = folder;
    pictures_ = test::read_bytes(folder_ / "golden" / "kids_256.npy");
    ASSERT_EQ(pictures_.size(), kHeader + 3 * kArea * kPictures);
  }

  [[nodiscard]] Model model(const std::string& file, ModelCard card) const {
    card.name = "reference";
    card.file = file;
    card.width = card.height = kSize;
    const std::string bytes = test::read_bytes(folder_ / "models" / file);
    return {card, std::vector<std::uint8_t>(bytes.begin(), bytes.end()), folder_ / "models" / file};
  }
  [[nodiscard]] std::vector<float> golden(const std::string& file) const {
    const std::string bytes = test::read_bytes(folder_ / "golden" / file);
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  [[nodiscard]] Frame frame(int number) const {
    Frame made;
    made.image.resize(kSize, kSize, 3);
    std::memcpy(made.image.data(), pictures_.data() + kHeader + 3 * kArea * static_cast<std::size_t>(number),
                3 * kArea);
    return made;
  }
  static EngineOptions options() {
    EngineOptions made;
    made.threads = 1;
    made.cache = false;
    return made;
  }

  fs::path folder_;
  std::string pictures_;
};

TEST_F(reference, prisma_net_gives_its_golden_mattes) {
  ModelCard card;
  card.layout = Layout::nchw;
  NetSegmenter segmenter(model("prisma_nchw.onnx", card), options());
  const std::vector<float> truth = golden("prisma.f32");
  for (int n = 0; n < kPictures; ++n) {
    Matte matte;
    segmenter.segment(frame(n), matte);
    ASSERT_EQ(matte.size(), kArea);
    for (std::size_t i = 0; i < kArea; ++i) {
      ASSERT_NEAR(matte.data()[i], truth[static_cast<std::size_t>(n) * kArea + i], 1e-3F) << n << ' ' << i;
    }
  }
}

TEST_F(reference, mobilenet_v3_gives_its_golden_logits_and_their_softmax) {
  ModelCard card;
  card.layout = card.output_layout = Layout::nhwc;
  card.mean = {127.5F, 127.5F, 127.5F};
  card.scale = {1 / 127.5F, 1 / 127.5F, 1 / 127.5F};
  card.output_channels = 2;
  card.output_channel = 1;
  card.activation = Activation::softmax;
  NetSegmenter segmenter(model("mnv3_seg_float.tflite", card), options());
  const std::vector<float> truth = golden("mnv3seg.f32");
  for (int n = 0; n < kPictures; ++n) {
    Matte matte;
    segmenter.segment(frame(n), matte);
    ASSERT_EQ(matte.size(), kArea);
    for (std::size_t i = 0; i < kArea; ++i) {
      const float* pair = truth.data() + 2 * (static_cast<std::size_t>(n) * kArea + i);
      ASSERT_NEAR(segmenter.engine().output()[2 * i], pair[0], 1e-3F * std::max(1.0F, std::abs(pair[0])))
          << n << ' ' << i;
      ASSERT_NEAR(segmenter.engine().output()[2 * i + 1], pair[1], 1e-3F * std::max(1.0F, std::abs(pair[1])));
      ASSERT_NEAR(matte.data()[i], 1 / (1 + std::exp(pair[0] - pair[1])), 1e-3F);
    }
  }
}

TEST_F(reference, every_known_file_runs_with_its_card_and_finds_the_people) {
  const std::vector<float> truth = golden("prisma.f32");
  std::size_t ran = 0;
  for (const ModelCard& card : known_cards()) {
    const fs::path path = folder_ / "models" / card.file;
    if (!fs::exists(path)) continue;  // modnet and u2netp come in packages
    NetSegmenter segmenter(find_model(path.string()), options());
    EXPECT_EQ(segmenter.card().name, card.name);
    double agreeing = 0;
    for (int n = 0; n < kPictures; ++n) {
      Matte matte, large;
      segmenter.reset();
      segmenter.segment(frame(n), matte);
      resize_matte(matte, kSize, kSize, large);
      for (std::size_t i = 0; i < kArea; ++i)
        agreeing += (large.data()[i] > 0.5F) == (truth[static_cast<std::size_t>(n) * kArea + i] > 0.5F) ? 1 : 0;
    }
    ++ran;
    if (card.name.starts_with("gpucom")) continue;  // no nets of people
    EXPECT_GT(agreeing / kPictures / static_cast<double>(kArea), 0.9) << card.name;
  }
  EXPECT_GE(ran, 14U);
}

TEST_F(reference, transfer_nets_hand_a_black_and_white_picture_through) {
  const std::vector<float> truth = golden("prisma.f32");
  Frame drawn;
  drawn.image.resize(kSize, kSize, 3);
  for (std::size_t i = 0; i < kArea; ++i) std::fill_n(drawn.image.data() + 3 * i, 3, truth[i] > 0.5F ? 255 : 0);
  for (const ModelCard& card : known_cards()) {
    if (!card.name.starts_with("gpucom")) continue;
    NetSegmenter segmenter(find_model((folder_ / "models" / card.file).string()), options());
    Matte matte;
    segmenter.segment(drawn, matte);
    ASSERT_EQ(matte.size(), kArea) << card.name;
    for (std::size_t i = 0; i < kArea; ++i) ASSERT_NEAR(matte.data()[i], truth[i] > 0.5F ? 1 : 0, 1e-5F) << card.name;
  }
}

}  // namespace
}  // namespace segme
