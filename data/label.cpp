// data/label: one pass.
#include "data/label.h"

#include "base/error.h"

namespace segme::data {

std::optional<Matte> mix_labels(const Matte& truth, const Matte& said, float share, double agree) {
  SEGME_CHECK(truth.width() == said.width() && truth.height() == said.height());
  constexpr float kPerson = 0.5F;
  Matte mixed(truth.width(), truth.height());
  std::size_t both = 0;
  std::size_t either = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const float own = truth.data()[i];
    const float other = said.data()[i];
    both += own >= kPerson && other >= kPerson ? 1 : 0;
    either += own >= kPerson || other >= kPerson ? 1 : 0;
    mixed.data()[i] = own + share * (other - own);
  }
  if (static_cast<double>(both) < agree * static_cast<double>(either)) return std::nullopt;
  return mixed;
}

}  // namespace segme::data
