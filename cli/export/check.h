// cli/export/check: what a written model file is worth on real pictures: it is run by this build's engine beside the
// file in floats of the same net, and by the plain interpreter that knows no engine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/image.h"
#include "eval/sets.h"
#include "infer/model_card.h"
#include "net/quantise.h"

namespace segme::cli {

/// The pictures that --data names: a set (data/set.h), a folder of pictures, or (nothing given) a few drawn people.
class ExportPictures {
 public:
  /// At most `calibration` pictures set ranges and at most `judged` judge, taken evenly. Of a set the split train
  /// sets ranges and val judges; where one is missing, all serve. @throws Error(input)
  ExportPictures(const std::string& data, int calibration, int judged);

  [[nodiscard]] bool drawn() const noexcept { return drawn_; }        ///< none of them is real
  [[nodiscard]] bool labelled() const noexcept { return labelled_; }  ///< their truth is known
  [[nodiscard]] std::size_t calibration_count() const noexcept { return drawn_ ? 0 : calibration_.size(); }
  [[nodiscard]] std::size_t judged_count() const noexcept { return judged_.size(); }
  void read_calibration(std::size_t i, Image& image) const;
  /// Without labels the truth is empty.
  void read_judged(std::size_t i, Image& image, Matte& truth) const;

 private:
  static void read(const eval::Sample& sample, bool labelled, Image& image, Matte& truth);
  std::vector<eval::Sample> calibration_, judged_;
  bool drawn_ = false, labelled_ = false;
};

/// How far each tensor of the net reaches on the calibration pictures, as 8-bit rules, without floats at the ends where
/// `whole`. `card`: of the net in planes.
net::Quantisation calibrate(const net::Graph& graph, const net::Weights& weights, const ModelCard& card,
                            const ExportPictures& pictures, bool whole);

/// A file before and after it was made smaller.
struct Judgement {
  std::size_t people = 0;  ///< pictures that count for IoU: without labels those in which a person was found
  bool labelled = false;   ///< else IoU is against the mattes of the file in floats
  double iou_before = 1, iou_after = 1;
  double ms_before = 0, ms_after = 0;  ///< median of the net alone, on this machine
  double largest = 0, mean = 0;        ///< difference of an output value to the interpreter's
  std::string device;
};

/// Runs both on all judged pictures, the interpreter on a few of them, in a child process. Nothing where this build has
/// no engine; `crash` gets the word where the engine crashes, and then there is nothing, too. @throws Error(model) when
/// a file does not run.
std::optional<Judgement> judge(const Model& before, const Model& after, const net::Graph& graph,
                               const net::Weights& weights, const ExportPictures& pictures, std::string& crash);

}  // namespace segme::cli
