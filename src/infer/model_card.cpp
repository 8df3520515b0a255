// infer/model_card: see model_card.h.
#include "infer/model_card.h"

namespace segme {

int input_channels(const ModelCard& card) {
  if (card.colour_order == ColourOrder::grey) return 1;
  return card.fourth_channel == FourthChannel::none ? 3 : 4;
}

}  // namespace segme
