// infer/callback_segmenter: somebody else finds the people: a page or a phone with an engine of its own, or a program
// that has mattes already.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "infer/segmenter.h"

namespace segme {

class CallbackSegmenter final : public Segmenter {
 public:
  /// Writes the coarse matte of a 3-channel frame: any size, 0..1. @throws what it likes; segment() lets it pass
  using Find = std::function<void(const Frame&, Matte&)>;

  CallbackSegmenter(std::string name, Find find) : name_(std::move(name)), find_(std::move(find)) {}
  void segment(const Frame& frame, Matte& matte) override { find_(frame, matte); }
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::string device() const override { return "caller"; }

 private:
  std::string name_;
  Find find_;
};

}  // namespace segme
