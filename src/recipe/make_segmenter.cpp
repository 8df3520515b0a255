// recipe/make_segmenter: see make_segmenter.h and docs/decisions/013-asked-together.md.
#include "recipe/make_segmenter.h"

#include <utility>

#include "infer/closer_look.h"
#include "infer/net_segmenter.h"
#include "infer/together.h"
#include "recipe/models.h"

namespace segme {
namespace {

std::unique_ptr<Segmenter> make_net(const Model& model, const EngineOptions& options, bool mirrored) {
  auto net = std::make_unique<NetSegmenter>(model, options);
  if (!mirrored) return net;
  return std::make_unique<Mirrored>(std::move(net));
}

}  // namespace

std::unique_ptr<Segmenter> make_segmenter(const Model& model, const EngineOptions& options, bool still) {
  const bool mirrored = asks_mirrored(model.card, still);
  auto first = make_net(model, options, mirrored);
  std::unique_ptr<Beside> beside;
  if (!model.card.also.empty()) {
    const Model other = find_also(model.card);
    beside = std::make_unique<Beside>(make_net(other, options, mirrored || other.card.mirrored));
  }
  if (model.card.closer && still) return std::make_unique<CloserLook>(std::move(first), std::move(beside));
  if (beside) return std::make_unique<Together>(std::move(first), std::move(beside));
  return first;
}

}  // namespace segme
