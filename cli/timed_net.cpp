// cli/timed_net: see timed_net.h.
#include "cli/timed_net.h"

#include "base/stopwatch.h"

namespace segme::cli {

constexpr int kWarmUps = 3;

namespace {

TimedNet::Part warm_part(const Model& model, const EngineOptions& options) {
  TimedNet::Part part{make_engine(model, options), model.card.mirrored ? 2 : 1};
  fill_with_noise(model.card, part.engine->input());
  for (int i = 0; i < kWarmUps; ++i) part.engine->run();
  return part;
}

}  // namespace

TimedNet warm_net(const Model& model, const EngineOptions& options) {
  TimedNet net;
  net.parts.push_back(warm_part(model, options));
  if (!model.card.also.empty()) net.parts.push_back(warm_part(find_also(model.card), options));
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

}  // namespace segme::cli
