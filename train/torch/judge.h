// train/torch/judge: how a net in training does on the val split: the picture stretched to the net's size, the matte
// enlarged to the picture's own size, IoU there. The same way that `segme eval` judges a finished model.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/image.h"
#include "train/loader.h"
#include "train/torch/net.h"

namespace segme::train {

struct Judged {
  double iou = 0, boundary_iou = 0, mae = 0;
  int pictures = 0;
};

class Judge {
 public:
  /// Keeps the val pictures of `samples` in memory, shrunk to `size` for the net, mattes at their own size.
  Judge(const std::vector<Sample>& samples, int size);
  /// Means by source, and "all". `most`: at most so many pictures a source (0: every one).
  std::map<std::string, Judged> judge(TorchNet& net, bool bf16, int most = 0) const;

 private:
  struct Picture {
    std::string source;
    Image small;
    Matte truth;
  };
  int size_;
  std::vector<Picture> pictures_;
};

}  // namespace segme::train
