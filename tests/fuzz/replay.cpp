// tests/fuzz/replay: runs a target on the seeds in a folder, whole, cut short and with a few bytes changed, always the
// same ones: replay TARGET FOLDER. It ends with 1 for an input that takes longer, or more memory, than is allowed.
// replay FOLDER: whether that has a folder of seeds for every target.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string_view>
#include <vector>

#include "base/notice.h"
#include "base/stopwatch.h"
#include "tests/fuzz/target.h"

namespace segme::fuzz {
namespace {

constexpr double kMostMilliseconds = 25'000;
constexpr long kMostKilobytes = 2'500'000;  // NOLINT(google-runtime-int): getrusage has longs
constexpr int kChanges = 40;                // of each seed

class Replay {
 public:
  explicit Replay(const Target& target) : target_(target) {}

  void run_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<std::uint8_t> seed((std::istreambuf_iterator<char>(file)), {});
    std::mt19937 random(static_cast<std::uint32_t>(seed.size()));
    run(seed, path);
    for (int i = 0; i < kChanges && !seed.empty(); ++i) run(changed(seed, random), path);
  }

  /// What was wrong is said. The exit code.
  [[nodiscard]] int finish() const {
    std::printf("%s: %d inputs, the slowest took %.0f ms\n", target_.name, inputs_, slowest_);
    return inputs_ > 0 && !failed_ ? 0 : 1;
  }

 private:
  static std::vector<std::uint8_t> changed(std::vector<std::uint8_t> bytes, std::mt19937& random) {
    if (random() % 4 == 0) bytes.resize(random() % bytes.size());
    for (std::uint32_t n = random() % 4; n > 0 && !bytes.empty(); --n) {
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
    }
    return bytes;
  }

  void run(const std::vector<std::uint8_t>& bytes, const std::filesystem::path& path) {
    const std::vector<std::uint8_t> own(bytes);  // so that a sanitizer sees a step beyond its end
    const Stopwatch watch;
    target_.run(own);
    const double took = watch.milliseconds();
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    ++inputs_;
    slowest_ = std::max(slowest_, took);
    if (took <= kMostMilliseconds && used.ru_maxrss <= kMostKilobytes) return;
    failed_ = true;
    std::printf("%s, seed %s: %.0f ms, %ld kB\n", target_.name, path.c_str(), took, used.ru_maxrss);
  }

  const Target& target_;
  int inputs_ = 0;
  double slowest_ = 0;
  bool failed_ = false;
};

int replay(std::string_view name, const std::filesystem::path& folder) {
  for (const Target* target : all_targets()) {
    if (target->name != name) continue;
    std::vector<std::filesystem::path> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) seeds.push_back(entry.path());
    std::sort(seeds.begin(), seeds.end());
    Replay run(*target);
    for (const std::filesystem::path& seed : seeds) run.run_file(seed);
    return run.finish();
  }
  std::fprintf(stderr, "there is no target of that name\n");
  return 2;
}

int check_seeds(const std::filesystem::path& folder) {
  int code = 0;
  for (const Target* target : all_targets()) {
    if (std::filesystem::is_directory(folder / target->name)) continue;
    std::printf("there are no seeds for %s\n", target->name);
    code = 1;
  }
  return code;
}

}  // namespace
}  // namespace segme::fuzz

int main(int argc, char** argv) {
  segme::listen_to_notices([](const std::string&) {});
  if (argc == 2) return segme::fuzz::check_seeds(argv[1]);
  return argc == 3 ? segme::fuzz::replay(argv[1], argv[2]) : 2;
}
