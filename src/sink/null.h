// sink/null: takes pictures and keeps none; counts them. For measuring and for tests.
#pragma once

#include <cstdint>
#include <string_view>

#include "sink/sink.h"

namespace segme {

class Null final : public Sink {
 public:
  static constexpr std::string_view kName = "null";
  struct Options {
    void describe(auto&) {}
  };

  Null() = default;
  explicit Null(const Options&) {}
  void show(const Image& picture, double seconds) override;

  [[nodiscard]] std::int64_t pictures() const { return pictures_; }
  [[nodiscard]] std::int64_t pixels() const { return pixels_; }
  [[nodiscard]] double last_seconds() const { return last_seconds_; }

 private:
  std::int64_t pictures_ = 0;
  std::int64_t pixels_ = 0;
  double last_seconds_ = 0.0;
};

}  // namespace segme
