// infer/together: two answers about one picture make a better one: about it and its mirror image (Mirrored), or those
// of two nets that err at different places (Beside, Together).
#pragma once

#include <memory>
#include <string>

#include "infer/net_segmenter.h"
#include "infer/segmenter.h"

namespace segme {

/// The sigmoid of the mean of two mattes' logits: who is sure counts more than who is not, so that what but one of them
/// half sees does not stay as a haze, which the mean of the mattes themselves would leave.
float between(float a, float b);

/// Asks a net about each picture and its mirror image.
class Mirrored final : public Segmenter {
 public:
  explicit Mirrored(std::unique_ptr<NetSegmenter> net) : net_(std::move(net)) {}
  void segment(const Frame& frame, Matte& matte) override;
  void reset() override { net_->reset(); }
  [[nodiscard]] std::string name() const override { return net_->name(); }
  [[nodiscard]] std::string device() const override { return net_->device(); }
  [[nodiscard]] SegmentTimes times() const override { return net_->times(); }

 private:
  std::unique_ptr<NetSegmenter> net_;
  Matte turned_;
};

/// A segmenter whose answer is laid beside that of another. It may decide where that one is in doubt, and never takes
/// away a person of whom that one is sure.
class Beside {
 public:
  explicit Beside(std::unique_ptr<Segmenter> second) : second_(std::move(second)) {}
  /// Joins what the second says of `frame` with `matte`, what the first said.
  void join(const Frame& frame, Matte& matte);
  void reset() { second_->reset(); }
  /// Of the last join().
  [[nodiscard]] SegmentTimes times() const { return second_->times(); }

 private:
  std::unique_ptr<Segmenter> second_;
  Matte said_, fitted_;
};

/// Asks `first`, and `beside` about the same frame. Its name and device are those of `first`.
class Together final : public Segmenter {
 public:
  Together(std::unique_ptr<Segmenter> first, std::unique_ptr<Beside> beside)
      : first_(std::move(first)), beside_(std::move(beside)) {}
  void segment(const Frame& frame, Matte& matte) override;
  void reset() override;
  [[nodiscard]] std::string name() const override { return first_->name(); }
  [[nodiscard]] std::string device() const override { return first_->device(); }
  [[nodiscard]] SegmentTimes times() const override;

 private:
  std::unique_ptr<Segmenter> first_;
  std::unique_ptr<Beside> beside_;
};

}  // namespace segme
