// render/opencv/harmonise_net: two inputs of 512 x 512, "data" (blue, green, red, each less its mean) and "mask" (the
// matte in 0..255, less 128); the output "output-h" is the picture, less the same means.
#include "render/opencv/harmonise_net.h"

#include <algorithm>
#include <opencv2/dnn.hpp>

#include "base/resize.h"
#include "render/kinds.h"
#include "render/opencv_options.h"

namespace segme {
namespace {

constexpr int kSide = 512;
constexpr float kMeans[3] = {104.00699F, 116.66877F, 122.67892F};  // of blue, green, red
constexpr float kMatteMean = 128;
constexpr const char* kOutput = "output-h";

[[noreturn]] void refuse(const std::string& proto, const std::string& why) {
  throw Error(ExitCode::model, "cannot use the harmonising net '" + proto + "': " + why +
                                   ". Give a net for Caffe with the inputs data and mask and the output output-h.");
}

}  // namespace

struct HarmoniseNet::Parts {
  cv::dnn::Net net;
  std::string proto;
  Image small;
  Matte small_matte;
  cv::Mat data, mask;
};

HarmoniseNet::HarmoniseNet(const std::string& proto, const std::string& weights) : parts_(std::make_unique<Parts>()) {
  parts_->proto = proto;
  try {
    parts_->net = cv::dnn::readNetFromCaffe(proto, weights);
    parts_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  } catch (const cv::Exception& error) {
    refuse(proto, error.err);
  }
  if (parts_->net.getLayerId(kOutput) < 0) refuse(proto, "it has no layer output-h");
  const int data_shape[] = {1, 3, kSide, kSide};
  const int mask_shape[] = {1, 1, kSide, kSide};
  parts_->data.create(4, data_shape, CV_32F);
  parts_->mask.create(4, mask_shape, CV_32F);
}

HarmoniseNet::~HarmoniseNet() = default;

void HarmoniseNet::run(const Image& picture, const Matte& matte, Image& out) {
  Parts& parts = *parts_;
  resize_area(picture, kSide, kSide, parts.small);
  resize_matte(matte, kSide, kSide, parts.small_matte);
  constexpr std::size_t kPixels = std::size_t{kSide} * kSide;
  auto* data = parts.data.ptr<float>();
  auto* mask = parts.mask.ptr<float>();
  for (std::size_t i = 0; i < kPixels; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      data[c * kPixels + i] = static_cast<float>(parts.small.data()[3 * i + 2 - c]) - kMeans[c];
    }
    mask[i] = 255 * parts.small_matte.data()[i] - kMatteMean;
  }
  cv::Mat result;
  try {
    parts.net.setInput(parts.data, "data");
    parts.net.setInput(parts.mask, "mask");
    result = parts.net.forward(kOutput);
  } catch (const cv::Exception& error) {
    refuse(parts.proto, error.err);
  }
  if (result.dims != 4 || result.size[1] != 3 || result.size[2] != kSide || result.size[3] != kSide) {
    refuse(parts.proto, "its output is not 3 x 512 x 512");
  }
  out.resize(kSide, kSide, 3);
  const auto* values = result.ptr<float>();
  for (std::size_t i = 0; i < kPixels; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      const float value = values[c * kPixels + i] + kMeans[c];
      out.data()[3 * i + 2 - c] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
  }
}

namespace {

/// The net as a renderer. What it changes is smooth: it is computed at the net's size, and added at full size to the
/// person, who keeps the details.
class HarmoniseCaffe final : public Renderer {
 public:
  using Options = HarmoniseCaffeOptions;
  static constexpr std::string_view kName = Options::kName;
  explicit HarmoniseCaffe(const Options& options) : options_(options) {}
  [[nodiscard]] Role role() const override { return {.changes = true, .background = true}; }
  void open() override { net_ = std::make_unique<HarmoniseNet>(options_.proto, options_.weights); }
  void draw(const Scene& scene, Image& picture) override {
    SEGME_CHECK(picture.channels() == 3 && net_ != nullptr);
    net_->run(picture, scene.matte, harmonised_);
    resize_area(picture, harmonised_.width(), harmonised_.height(), small_);
    resize_area(small_, picture.width(), picture.height(), large_before_);
    resize_area(harmonised_, picture.width(), picture.height(), large_after_);
    for (std::size_t i = 0; i < picture.size(); ++i) {
      const float change = options_.strength * static_cast<float>(large_after_.data()[i] - large_before_.data()[i]);
      const float value = static_cast<float>(picture.data()[i]) + scene.matte.data()[i / 3] * change;
      picture.data()[i] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
  }

 private:
  Options options_;
  std::unique_ptr<HarmoniseNet> net_;
  Image harmonised_, small_, large_before_, large_after_;
};

}  // namespace

const RendererKind harmonise_caffe_renderer = make_kind<Renderer, HarmoniseCaffe>(HarmoniseCaffeOptions::kSummary);

}  // namespace segme
