// train/waiting: 10,000 turns of libgomp are some microseconds: as long as the gap between two loops of one step, and
// far shorter than what the system gives another program. To sleep at once costs more than it saves.
#include "train/waiting.h"

#include <cstdlib>
#include <utility>

namespace segme::train {

bool ask_for_short_waiting() {
  constexpr std::pair<const char*, const char*> kWanted[] = {
      {"GOMP_SPINCOUNT", "10000"},         // libgomp: turns
      {"KMP_BLOCKTIME", "1"},              // LLVM's OpenMP: milliseconds
      {"OPENBLAS_THREAD_TIMEOUT", "14"}};  // OpenBLAS: binary logarithm of clock ticks
  if (std::getenv("OMP_WAIT_POLICY") != nullptr) return false;
  bool missing = false;
  for (const auto& [name, value] : kWanted) {
    if (std::getenv(name) != nullptr) continue;
    ::setenv(name, value, 1);
    missing = true;
  }
  return missing;
}

std::string busy_note(double processor, double wall, int threads, double load, int cores) {
  constexpr double kEnough = 0.6;  // of what the threads could have had
  if (threads < 2 || load < cores + 1 || processor > kEnough * wall * threads) return "";
  return "note: other work keeps the " + std::to_string(threads) +
         " threads of this run waiting for each other. One may be faster here: stop with Ctrl-C, and go on with "
         "--resume --threads 1";
}

}  // namespace segme::train
