// infer/segmenter: joins the tensoriser, the engine and the reader of its output, and keeps the time.
#include "infer/segmenter.h"

#include <utility>

#include "base/stopwatch.h"

namespace segme {

// The engine has made its own of the model; its bytes end with the constructor.
// NOLINTNEXTLINE(performance-unnecessary-value-param): it ends here, as the header says.
Segmenter::Segmenter(Model model, const EngineOptions& options)
    : card_(model.card),
      engine_(make_engine(model, options)),
      tensoriser_(card_),
      reader_(card_, engine_->output_shape()) {}

void Segmenter::segment(const Frame& frame, Matte& matte) {
  Stopwatch watch;
  tensoriser_.run(frame.image, engine_->input());
  tensorise_ms_ = watch.lap();
  engine_->run();
  net_ms_ = watch.lap();
  reader_.read(engine_->output(), frame.image.width(), frame.image.height(), matte);
}

}  // namespace segme
