// cli/bench/contender: see contender.h.
#include "cli/bench/contender.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/activity.h"
#include "base/error.h"
#include "base/stopwatch.h"
#include "cli/bench/bare_model.h"
#include "cli/common/progress.h"
#include "recipe/recipe.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;
constexpr int kWarmUps = 3;

EngineOptions engine_of(const BenchSetting& setting) {
  EngineOptions engine;
  engine.engine = setting.engine;
  engine.device = setting.device;
  engine.precision = read_precision(setting.precision);
  engine.threads = setting.threads;
  return engine;
}

/// What is known of each stage of a frame, the total first.
constexpr const char* kStages[] = {"total", "decode", "tensorise", "net", "refine", "render", "encode"};

void run_frame(Contender& c, Frame& frame, Image& picture, bool keep) {
  const Stopwatch whole;
  Stopwatch watch;
  c.frames->next(frame);
  const double decode = watch.lap();
  c.pipeline->process(frame, picture);
  const StageTimes times = c.pipeline->times();
  watch.lap();
  c.frames->encode(picture);
  const double encode = watch.lap();
  if (!keep) return;
  const double stages[] = {whole.milliseconds(), decode,       times.tensorise, times.net,
                           times.refine,         times.render, encode};
  for (std::size_t i = 0; i < std::size(kStages); ++i) c.series[i].milliseconds.push_back(stages[i]);
}

void prepare_frames(Contender& c, const BenchOptions& options, const OpenClip& open_clip) {
  Recipe recipe;
  recipe.model = c.what;
  recipe.refine = options.refine;
  recipe.render = options.background == "none" && options.render == "alpha" ? "" : options.render;
  recipe.background = options.background;
  recipe.engine = engine_of(c.setting);
  recipe.engine.profile = options.profile;
  c.pipeline = std::make_unique<Pipeline>(make_pipeline(recipe));
  c.frames = open_frames(options.input, {c.setting.width, c.setting.height}, open_clip);
  c.setting.model = c.pipeline->segmenter().name();
  c.runs_on = c.pipeline->segmenter().device();
  for (const char* stage : kStages) c.series.push_back({stage, {}});
  Frame frame;
  Image picture;
  for (int i = 0; i < kWarmUps; ++i) run_frame(c, frame, picture, false);
  c.setting.width = frame.image.width();
  c.setting.height = frame.image.height();
}

void prepare_net(Contender& c) {
  const Model model = find_model_to_time(c.what, engine_of(c.setting));
  c.setting.model = model.card.name;
  c.net = session::warm_net(model, engine_of(c.setting), false);
  c.runs_on = c.net.parts.front().engine->device();
  c.series.push_back({"total", {}});
}

/// Every setting of one model, the last list turning fastest.
std::vector<BenchSetting> settings(const BenchOptions& o) {
  std::vector<BenchSetting> made;
  const std::vector<std::pair<int, int>> sizes = o.sizes.empty() ? std::vector<std::pair<int, int>>{{0, 0}} : o.sizes;
  for (const std::string& engine : o.engines)
    for (const std::string& device : o.devices)
      for (const std::string& precision : o.precisions)
        for (const int threads : o.threads)
          for (const auto& [width, height] : sizes)
            made.push_back({"", engine, device, precision, threads, width, height});
  return made;
}

/// Wall milliseconds of a start with this cache folder; `memory` in MB, as the start says.
double time_start(const Contender& c, const std::string& cache, double& memory) {
  const BenchSetting& s = c.setting;
  const std::string arguments[] = {"bench",
                                   c.what,
                                   "--start-only",
                                   "--engine=" + s.engine,
                                   "--device=" + s.device,
                                   "--precision=" + s.precision,
                                   "--threads=" + std::to_string(s.threads)};
  std::vector<char*> argv;
  std::string self = "segme";
  argv.push_back(self.data());
  for (const std::string& one : arguments) argv.push_back(const_cast<char*>(one.c_str()));
  argv.push_back(nullptr);
  int ends[2];
  if (::pipe(ends) != 0)
    throw Error(ExitCode::missing, "cannot start a program to time its start: no pipe can be made.");
  const Stopwatch watch;
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("XDG_CACHE_HOME", cache.c_str(), 1);
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::execv("/proc/self/exe", argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string said;
  char block[256];
  for (ssize_t got = 0; (got = ::read(ends[0], block, sizeof block)) > 0;)
    said.append(block, static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  if (child > 0) ::waitpid(child, &status, 0);
  const double milliseconds = watch.milliseconds();
  if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw Error(ExitCode::missing, "cannot time the start of '" + c.what + "': the program that was started failed.");
  memory = std::strtod(said.c_str(), nullptr);
  return milliseconds;
}

}  // namespace

std::string Contender::text() const {
  std::string text = setting.model + ", " + runs_on;
  if (setting.width > 0) text += ", " + std::to_string(setting.width) + "x" + std::to_string(setting.height);
  return text;
}

std::vector<Contender> make_contenders(const BenchOptions& options, const OpenClip& open_clip) {
  std::vector<Contender> contenders;
  for (const std::string& what : options.models) {
    for (const BenchSetting& setting : settings(options)) {
      Contender c;
      c.setting = setting;
      c.what = what;
      options.end_to_end() ? prepare_frames(c, options, open_clip) : prepare_net(c);
      contenders.push_back(std::move(c));
    }
  }
  return contenders;
}

void run_in_turn(std::vector<Contender>& contenders, int rounds) {
  Frame frame;
  Image picture;
  std::vector<session::TimedNet*> nets;
  for (Contender& c : contenders) {
    if (!c.pipeline) nets.push_back(&c.net);
  }
  Progress progress(static_cast<std::size_t>(rounds), true, " rounds/s");
  for (int round = 0; round < rounds; ++round) {
    session::run_in_turn(nets, 1);
    for (Contender& c : contenders) {
      if (c.pipeline) run_frame(c, frame, picture, true);
    }
    progress.step();  // between the times, not in them
  }
  progress.finish();
  for (Contender& c : contenders) {
    if (!c.pipeline) c.series.front().milliseconds = c.net.milliseconds;
  }
}

void measure_starts(std::vector<Contender>& contenders, const BenchOptions& /*options*/) {
  for (Contender& c : contenders) {
    std::string folder = (fs::temp_directory_path() / "segme-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr)
      throw Error(ExitCode::output,
                  "cannot time starts: no folder can be made in '" + fs::temp_directory_path().string() + "'.");
    try {
      const Activity activity("measuring the start of " + c.what);
      c.cold_ms = time_start(c, folder, c.memory_mb);
      c.warm_ms = time_start(c, folder, c.memory_mb);
    } catch (...) {
      fs::remove_all(folder);
      throw;
    }
    fs::remove_all(folder);
  }
}

int start_only(const BenchOptions& options) {
  BenchSetting setting = settings(options).front();
  const Model model = find_model_to_time(options.models.front(), engine_of(setting));
  const auto engine = make_engine(model, engine_of(setting));
  fill_with_noise(model.card, engine->input());
  engine->run();
  std::ifstream status("/proc/self/status");
  double kilobytes = 0;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) kilobytes = std::strtod(line.c_str() + 6, nullptr);
  }
  std::printf("%.1f\n", kilobytes / 1000);
  return 0;
}

}  // namespace segme::cli
