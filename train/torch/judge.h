// train/torch/judge: how a net in training does on the val split: the picture stretched to the net's size, the matte
// enlarged to the picture's own size, IoU there. The same way that `segme eval` judges a finished model.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/image.h"
#include "eval/sheet.h"
#include "train/loader.h"
#include "train/torch/net.h"

namespace segme::train {

struct Judged {
  double iou = 0, boundary_iou = 0, mae = 0, accuracy = 0;
  double loss = 0;  ///< binary cross-entropy at the net's size
  int pictures = 0;
};

struct Verdict {
  std::map<std::string, Judged> groups;                ///< means by source, and "all"
  std::vector<std::pair<double, std::size_t>> ranked;  ///< IoU and number of each picture, the worst first
};

class Judge {
 public:
  /// Keeps the val pictures of `samples` in memory, shrunk to `size` for the net, mattes at their own size.
  Judge(const std::vector<Sample>& samples, int size);
  /// `most`: at most so many pictures a source (0: every one).
  Verdict judge(TorchNet& net, bool bf16, int most = 0) const;
  /// Picture `number` of a verdict as the net sees it, with truth and matte; its name.
  eval::SheetRow show(TorchNet& net, bool bf16, std::size_t number) const;
  [[nodiscard]] const std::string& name(std::size_t number) const { return pictures_[number].name; }
  [[nodiscard]] std::size_t pictures() const { return pictures_.size(); }

 private:
  struct Picture {
    std::string name, source;
    Image small;
    Matte truth;
  };
  Matte matte_of(TorchNet& net, bool bf16, const Picture& picture) const;

  int size_;
  std::vector<Picture> pictures_;
};

}  // namespace segme::train
