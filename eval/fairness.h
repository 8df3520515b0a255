// eval/fairness: whether a model serves every group of people alike: the gap between the best and the worst group.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "eval/report.h"

namespace segme::eval {

/// Widest gap of mean IoU, in points: the criterion of the model card of ML Kit's selfie segmentation.
constexpr double kFairGap = 2.52;

struct Fairness {
  std::string best, worst;             ///< groups by mean IoU
  double best_iou = 0, worst_iou = 0;  ///< 0..1
  double gap = 0;                      ///< points, 0..100
  bool fair = true;                    ///< gap <= kFairGap
};

/// From what summarise() gives; nothing where there are fewer than two groups.
std::optional<Fairness> fairness(std::span<const Summary> summaries);

/// A line a group: pictures, mean IoU, points below the best group; then the verdict. "" for fewer than two groups.
std::string to_fairness_table(std::span<const Summary> summaries);

}  // namespace segme::eval
