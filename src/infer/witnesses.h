// infer/witnesses: a plate and a net about the same frame, as two independent witnesses.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "infer/segmenter.h"
#include "infer/subtraction.h"

namespace segme {

class Witnesses final : public Segmenter {
 public:
  Witnesses(std::unique_ptr<Subtraction> plate, std::unique_ptr<Segmenter> net)
      : plate_(std::move(plate)), net_(std::move(net)) {}
  /// The matte of the net, joined with that of the plate once there is one: see join_mattes.
  void segment(const Frame& frame, Matte& matte) override;
  void reset() override;
  [[nodiscard]] std::string name() const override { return plate_->name() + "," + net_->name(); }
  [[nodiscard]] std::string device() const override { return net_->device(); }
  [[nodiscard]] SegmentTimes times() const override;
  bool recapture() override { return plate_->recapture(); }
  [[nodiscard]] double captured() const override { return plate_->captured(); }

 private:
  std::unique_ptr<Subtraction> plate_;
  std::unique_ptr<Segmenter> net_;
  Matte plate_matte_, scratch_;
  double plate_ms_ = 0;
};

}  // namespace segme
