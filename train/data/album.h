// train/data/album: the pictures of a training set by number, decoded: as many of them as have room wait in memory, the
// others are read from disk each time.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "train/data/decoded.h"
#include "train/loader.h"

namespace segme::train {

class Album {
 public:
  /// `pixels`: decoded pictures have this short-ish side (long side at most 4/3 of it) unless they are smaller;
  /// `stretch` > 0: they are stretched to that side; `room`: bytes that may wait in memory.
  Album(int pixels, int stretch, std::size_t room) : pixels_(pixels), stretch_(stretch), room_(room) {}

  /// Takes the samples in on so many threads, each read once; those for which there is room stay. @throws Error(input)
  /// with all that is wrong. What is odd is said on standard error.
  void take(std::vector<Sample> samples, int threads);

  /// Picture `number` of take()'s order, from any thread. @throws Error(input) where a file has gone meanwhile.
  [[nodiscard]] std::shared_ptr<const Decoded> get(std::size_t number) const;

  /// How many of them wait in memory.
  [[nodiscard]] std::size_t held() const;

 private:
  void decode_one(std::size_t i, data::Remarks& remarks);
  int pixels_, stretch_;
  std::size_t room_;
  std::atomic<std::size_t> used_{0};
  std::vector<Sample> samples_;
  std::vector<std::size_t> first_;  // of each sample the first that is the same picture: it is held once
  std::vector<std::shared_ptr<const Decoded>> held_;
};

}  // namespace segme::train
