// train/torch/judge: one picture at a time; a few hundred of them take seconds.
#include "train/torch/judge.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "cli/common/say.h"
#include "data/values.h"
#include "eval/metrics.h"
#include "train/torch/arithmetic.h"

namespace segme::train {
namespace {

double cross_entropy(const Matte& matte, const Matte& truth) {
  constexpr double kLeast = 1e-7;  // as Keras clips
  double sum = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double person = std::clamp(static_cast<double>(matte.data()[i]), kLeast, 1 - kLeast);
    const double wanted = static_cast<double>(truth.data()[i]);
    sum -= wanted * std::log(person) + (1 - wanted) * std::log1p(-person);
  }
  return sum / static_cast<double>(truth.size());
}

}  // namespace

Judge::Judge(const std::vector<Sample>& samples, int size) : size_(size) {
  data::Remarks remarks;
  for (const Sample& sample : samples) {
    if (sample.split != "val" || sample.matte.empty()) continue;
    Picture picture;
    picture.name = sample.image.filename().string();
    picture.source = sample.source;
    Image whole;
    read_for_training(sample, whole, picture.truth, &remarks);
    resize_area(whole, size, size, picture.small);
    pictures_.push_back(std::move(picture));
  }
  for (const std::string& sentence : remarks.sentences()) cli::say(cli::Level::warning, sentence);
}

Matte Judge::matte_of(TorchNet& net, bool bf16, const Picture& picture) const {
  const torch::NoGradGuard guard;
  torch::Tensor input =
      torch::from_blob(const_cast<std::uint8_t*>(picture.small.data()), {1, size_, size_, 3}, torch::kUInt8)
          .permute({0, 3, 1, 2})
          .to(torch::kFloat32);
  if (net.graph().input_shape().channels == 4)  // a picture is a first frame
    input = torch::cat({input, torch::zeros({1, 1, size_, size_})}, 1);
  input = input.to(net.device());
  const Arithmetic arithmetic(net.device().type(), bf16);
  const torch::Tensor output = net.forward(input, false).to(torch::kCPU, torch::kFloat32).contiguous();
  forget_16_bits();
  Matte matte(size_, size_);
  std::copy_n(output.data_ptr<float>(), matte.size(), matte.data());
  return matte;
}

Verdict Judge::judge(TorchNet& net, bool bf16, int most) const {
  Verdict verdict;
  Matte large;
  Matte small_truth;
  for (std::size_t i = 0; i < pictures_.size(); ++i) {
    const Picture& picture = pictures_[i];
    Judged& group = verdict.groups[picture.source];
    if (most > 0 && group.pictures >= most) continue;
    const Matte matte = matte_of(net, bf16, picture);
    resize_matte(matte, picture.truth.width(), picture.truth.height(), large);
    resize_matte(picture.truth, size_, size_, small_truth);
    const eval::Scores scores = eval::score(large, picture.truth);
    const double loss = cross_entropy(matte, small_truth);
    for (Judged* to : {&group, &verdict.groups["all"]}) {
      to->iou += scores.iou;
      to->boundary_iou += scores.boundary_iou;
      to->mae += scores.mae;
      to->accuracy += scores.accuracy;
      to->loss += loss;
      ++to->pictures;
    }
    verdict.ranked.emplace_back(scores.iou, i);
  }
  for (auto& [name, group] : verdict.groups) {
    const double n = std::max(group.pictures, 1);
    for (double* figure : {&group.iou, &group.boundary_iou, &group.mae, &group.accuracy, &group.loss}) *figure /= n;
  }
  std::sort(verdict.ranked.begin(), verdict.ranked.end());
  return verdict;
}

eval::SheetRow Judge::show(TorchNet& net, bool bf16, std::size_t number) const {
  const Picture& picture = pictures_[number];
  eval::SheetRow row;
  row.picture = picture.small;
  resize_matte(picture.truth, size_, size_, row.truth);
  row.matte = matte_of(net, bf16, picture);
  return row;
}

}  // namespace segme::train
