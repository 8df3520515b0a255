// render/colour: one colour behind the person.
#include <array>

#include "render/kinds.h"
#include "render/named_colour.h"

namespace segme {
namespace {

class Colour final : public Background {
 public:
  static constexpr std::string_view kName = "colour";
  struct Options {
    std::string value = "#00ff00";
    void describe(auto& visit) { visit("value", value, "#rrggbb or a name", ""); }
  };
  explicit Colour(const Options& options) : colour_(parse_colour(options.value)) {}
  const Image& draw(const Frame& frame, const Matte&) override {
    if (flat_.width() != frame.image.width() || flat_.height() != frame.image.height()) {
      flat_.resize(frame.image.width(), frame.image.height(), 3);
      for (std::size_t i = 0; i < flat_.size(); ++i) flat_.data()[i] = colour_[i % 3];
    }
    return flat_;
  }
  [[nodiscard]] bool still() const override { return true; }

 private:
  std::array<std::uint8_t, 3> colour_;
  Image flat_;
};

}  // namespace

const BackgroundKind colour_background = make_kind<Background, Colour>("one colour");

}  // namespace segme
