// cli/bench/transfer: the command, and its table beside the published figures.
#include "cli/bench/transfer.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/activity.h"
#include "base/error.h"
#include "cli/common/arguments.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;

void print_text(const TransferStudy& s, int side) {
  std::printf("%s, a picture of %dx%d; milliseconds, medians\n\n", s.device.c_str(), side, side);
  std::printf("%-10s %-52s %9s %9s %7s %7s %7s %7s %7s %6s %8s %8s\n", "net", "what it does", "bytes up", "back", "up",
              "kernels", "back", "unpack", "total", "wrong", "ref. CPU", "ref. GPU");
  for (const TransferRow& r : s.rows) {
    char cpu[16] = "-", gpu[16] = "-";
    if (r.reference_cpu_ms > 0) std::snprintf(cpu, sizeof cpu, "%.1f", r.reference_cpu_ms);
    if (r.reference_gpu_ms > 0) std::snprintf(gpu, sizeof gpu, "%.1f", r.reference_gpu_ms);
    std::printf("%-10s %-52s %9lld %9lld %7.3f %7.3f %7.3f %7.3f %7.3f %6lld %8s %8s\n", r.name.c_str(), r.what.c_str(),
                static_cast<long long>(r.bytes_up), static_cast<long long>(r.bytes_back), r.up_ms, r.kernel_ms,
                r.back_ms, r.unpack_ms, r.total_ms(), static_cast<long long>(r.wrong), cpu, gpu);
  }
  std::printf("\nall %lld words of 16 pixels, packed on the device, read back and unpacked:\n",
              static_cast<long long>(s.words.front().words));
  for (const WordTest& w : s.words)
    std::printf("  %-38s %4.1f bytes a word, %lld wrong\n", w.packing.c_str(),
                static_cast<double>(w.bytes_a_word_times_two) / 2, static_cast<long long>(w.wrong));
  std::printf("\nref.: published for a OnePlus 3, its processor and its GPU\n");
}

void print_json(const TransferStudy& s, int side) {
  Json rows = Json::array();
  for (const TransferRow& r : s.rows) {
    Json one = {
        {"name", r.name},           {"what", r.what},           {"bytes_up", r.bytes_up}, {"bytes_back", r.bytes_back},
        {"up_ms", r.up_ms},         {"kernel_ms", r.kernel_ms}, {"back_ms", r.back_ms},   {"unpack_ms", r.unpack_ms},
        {"total_ms", r.total_ms()}, {"wrong", r.wrong}};
    if (r.reference_cpu_ms > 0) one["reference"] = {{"cpu_ms", r.reference_cpu_ms}, {"gpu_ms", r.reference_gpu_ms}};
    rows.push_back(std::move(one));
  }
  Json words = Json::array();
  for (const WordTest& w : s.words) words.push_back({{"packing", w.packing}, {"words", w.words}, {"wrong", w.wrong}});
  std::puts(Json{{"device", s.device}, {"side", side}, {"rows", std::move(rows)}, {"words", std::move(words)}}
                .dump(2)
                .c_str());
}

}  // namespace

void unpack_16(float word, std::uint8_t* pixels) {
  const auto bits = static_cast<std::uint32_t>(word * 256);
  for (unsigned i = 0; i < 16; ++i) pixels[i] = (bits >> (15 - i) & 1U) != 0 ? 255 : 0;
}

void unpack_32(std::uint32_t word, std::uint8_t* pixels) {
  for (unsigned i = 0; i < 32; ++i) pixels[i] = (word >> (31 - i) & 1U) != 0 ? 255 : 0;
}

int run_bench_transfer(int argc, char** argv) {
  CLI::App app("Shows what it costs to move mattes off a GPU, packed or not, padded or not.", "segme bench transfer");
  TransferOptions options;
  bool json = false;
  bool list = false;
  app.add_option("--size", options.side, "side of the square picture, a multiple of 32 [256]")
      ->check(CLI::Range(32, 32768));
  app.add_option("--rounds", options.rounds, "how often each runs [50]")->check(CLI::Range(1, 100000));
  app.add_option("--device", options.device, "part of the name of an OpenCL device [the first]");
  app.add_flag("--list-devices", list, "list the devices that OpenCL finds");
  app.add_flag("--json", json, "print JSON");
  if (!read_arguments(app, argc, argv)) return 0;
  if (options.side % 32 != 0) {
    throw Error(ExitCode::usage, "--size is " + std::to_string(options.side) +
                                     ": give a multiple of 32, of which whole numbers are packed.");
  }
  if (list) {
    for (const std::string& device : transfer_devices()) std::puts(device.c_str());
    return 0;
  }
  const TransferStudy study = [&] {
    const Activity activity("measuring transfers");
    return run_transfer(options);
  }();
  json ? print_json(study, options.side) : print_text(study, options.side);
  return 0;
}

}  // namespace segme::cli
