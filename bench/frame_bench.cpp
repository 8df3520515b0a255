// bench/frame: what a frame costs on one core between decoder and encoder, stage by stage: milliseconds of the thread's
// own CPU time, which other programs on the machine disturb less than the clock. A picture of a person as argument is
// scaled to 720p and 1080p: bench_frame samples/astronaut.png
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "base/resize.h"
#include "base/yuv.h"
#include "capture/image_file.h"
#include "pipeline.h"
#include "recipe/background.h"
#include "recipe/models.h"
#include "recipe/recipe.h"

namespace segme {
namespace {

constexpr int kRounds = 41;

double cpu_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

/// Minimum and median of many rounds; `prepare` is not counted.
void measure(const std::string& name, const std::function<void()>& prepare, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    prepare();
    const double before = cpu_ms();
    work();
    times.push_back(cpu_ms() - before);
  }
  std::sort(times.begin(), times.end());
  std::printf("  %-44s %7.2f %7.2f\n", name.c_str(), times[0], times[times.size() / 2]);
}

void measure_size(const Image& photo, int width, int height) {
  std::printf("%dx%d%38s min  median\n", width, height, "");
  Frame frame;
  resize_area(photo, width, height, frame.image);
  Recipe recipe;
  recipe.engine.threads = 1;
  Pipeline pipeline = make_pipeline(recipe);
  const ModelCard card = find_model(recipe.model).card;
  Matte coarse, matte, truth;
  Image picture;
  pipeline.segment(frame, coarse);
  Tensoriser tensoriser(card);
  std::vector<float> tensor(3 * static_cast<std::size_t>(card.width) * static_cast<std::size_t>(card.height));
  const auto nothing = [] {};
  std::vector<std::uint8_t> y(frame.image.size() / 3), u(y.size() / 4), v(y.size() / 4);
  const Planes420<std::uint8_t> planes{y.data(), u.data(), v.data(), width, width / 2, width / 2};
  const Planes420<const std::uint8_t> stored{y.data(), u.data(), v.data(), width, width / 2, width / 2};
  measure("write 4:2:0", nothing, [&] { write_yuv420(frame.image, kHighDefinition, planes); });
  measure("read 4:2:0", nothing, [&] { read_yuv420(stored, width, height, kHighDefinition, picture); });
  measure("tensorise", nothing, [&] { tensoriser.run(frame.image, tensor); });
  measure("net", nothing, [&] { pipeline.segment(frame, matte); });
  for (const char* chain : {"none", "largest_person", "guided", "guided:size=320", "largest_person,guided"}) {
    const auto refiners = make_refiners(chain);
    measure(
        std::string("refine ") + chain, [&] { matte = coarse; },
        [&] {
          for (const auto& refiner : refiners) refiner->refine(frame, matte);
          if (matte.width() != width) {
            resize_matte(matte, width, height, truth);
            matte.swap(truth);
          }
        });
  }
  for (const char* render : {"alpha:estimate=off", "alpha", "blur", "cutout"}) {
    const auto renderer =
        make_rendering(render, std::string(render).starts_with("alpha") ? "#204060" : "none", Fit::fill);
    measure(std::string("render ") + render, nothing, [&] { renderer->render(frame, matte, picture); });
  }
}

}  // namespace
}  // namespace segme

int main(int argc, char** argv) {
  try {
    const segme::Image photo = segme::read_image(argc > 1 ? argv[1] : "samples/astronaut.png");
    segme::measure_size(photo, 1280, 720);
    segme::measure_size(photo, 1920, 1080);
    return 0;
  } catch (const segme::Error& error) {
    std::fprintf(stderr, "bench_frame: %s\n", error.what());
    return static_cast<int>(error.code());
  }
}
