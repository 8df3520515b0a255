// session/timed_net: see timed_net.h.
#include "session/timed_net.h"

#include "base/stopwatch.h"
#include "recipe/make_segmenter.h"
#include "recipe/models.h"

namespace segme::session {

constexpr int kWarmUps = 3;

namespace {

TimedNet::Part warm_part(const Model& model, const EngineOptions& options, bool mirrored) {
  TimedNet::Part part{make_engine(model, options), mirrored ? 2 : 1};
  fill_with_noise(model.card, part.engine->input());
  for (int i = 0; i < kWarmUps; ++i) part.engine->run();
  return part;
}

}  // namespace

TimedNet warm_net(const Model& model, const EngineOptions& options, bool still) {
  TimedNet net;
  const bool mirrored = asks_mirrored(model.card, still);
  net.parts.push_back(warm_part(model, options, mirrored));
  if (!model.card.also.empty()) {
    const Model other = find_also(model.card);
    net.parts.push_back(warm_part(other, options, mirrored || other.card.mirrored));
  }
  return net;
}

void run_in_turn(const std::vector<TimedNet*>& nets, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    for (TimedNet* const net : nets) {
      const Stopwatch watch;
      for (const TimedNet::Part& part : net->parts) {
        for (int i = 0; i < part.runs; ++i) part.engine->run();
      }
      net->milliseconds.push_back(watch.milliseconds());
    }
  }
}

}  // namespace segme::session
