// cli/timed_net: see timed_net.h.
#include "cli/timed_net.h"

#include "base/stopwatch.h"

namespace segme::cli {

constexpr int kWarmUps = 3;

TimedNet warm_net(const Model& model, const EngineOptions& options) {
  TimedNet net{make_engine(model, options), model.card.mirrored ? 2 : 1, {}};
  fill_with_noise(model.card, net.engine->input());
  for (int i = 0; i < kWarmUps; ++i) net.engine->run();
  return net;
}

void run_in_turn(const std::vector<TimedNet*>& nets, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    for (TimedNet* const net : nets) {
      const Stopwatch watch;
      for (int i = 0; i < net->runs; ++i) net->engine->run();
      net->milliseconds.push_back(watch.milliseconds());
    }
  }
}

}  // namespace segme::cli
