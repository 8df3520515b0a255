// sink/null: see null.h.
#include "sink/null.h"

namespace segme {

void Null::show(const Image& picture, double seconds) {
  ++pictures_;
  pixels_ += std::int64_t{picture.width()} * picture.height();
  last_seconds_ = seconds;
}

}  // namespace segme
