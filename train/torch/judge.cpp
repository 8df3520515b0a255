// train/torch/judge: one picture at a time; a few hundred of them take seconds.
#include "train/torch/judge.h"

#include <ATen/autocast_mode.h>

#include "base/resize.h"
#include "capture/image_file.h"
#include "eval/metrics.h"

namespace segme::train {

Judge::Judge(const std::vector<Sample>& samples, int size) : size_(size) {
  for (const Sample& sample : samples) {
    if (sample.split != "val" || sample.matte.empty()) continue;
    Picture picture;
    picture.source = sample.source;
    resize_area(read_image(sample.image), size, size, picture.small);
    picture.truth = read_matte(sample.matte);
    pictures_.push_back(std::move(picture));
  }
}

std::map<std::string, Judged> Judge::judge(TorchNet& net, bool bf16, int most) const {
  const torch::NoGradGuard guard;
  std::map<std::string, Judged> result;
  Matte large;
  for (const Picture& picture : pictures_) {
    Judged& group = result[picture.source];
    if (most > 0 && group.pictures >= most) continue;
    const torch::Tensor input =
        torch::from_blob(const_cast<std::uint8_t*>(picture.small.data()), {1, size_, size_, 3}, torch::kUInt8)
            .permute({0, 3, 1, 2})
            .to(torch::kFloat32);
    at::autocast::set_cpu_enabled(bf16);
    const torch::Tensor output = net.forward(input, false).to(torch::kFloat32).contiguous();
    at::autocast::clear_cache();
    at::autocast::set_cpu_enabled(false);
    Matte matte(size_, size_);
    std::copy_n(output.data_ptr<float>(), matte.size(), matte.data());
    resize_matte(matte, picture.truth.width(), picture.truth.height(), large);
    const eval::Scores scores = eval::score(large, picture.truth);
    for (Judged* to : {&group, &result["all"]}) {
      to->iou += scores.iou;
      to->boundary_iou += scores.boundary_iou;
      to->mae += scores.mae;
      ++to->pictures;
    }
  }
  for (auto& [name, group] : result) {
    const double n = std::max(group.pictures, 1);
    group.iou /= n;
    group.boundary_iou /= n;
    group.mae /= n;
  }
  return result;
}

}  // namespace segme::train
