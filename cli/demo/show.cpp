// cli/demo/show: one segmenter a quality level; what is drawn with it goes through pipelines that share it.
#include "cli/demo/show.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <memory>
#include <utility>

#include "base/resize.h"
#include "base/stopwatch.h"
#include "capture/image_file.h"
#include "cli/bench/machine.h"
#include "cli/common/interrupt.h"
#include "cli/common/progress.h"
#include "cli/demo/samples.h"
#include "pipeline/still.h"
#include "recipe/recipe.h"
#include "render/picture.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

constexpr const char* kLevels[] = {"balanced", "fast", "accurate"};  // the first draws the exhibits
constexpr int kRuns = 5;
constexpr int kShownSide = 1024;  // larger photos are shown reduced
constexpr int kJpegQuality = 88;

struct Photo {
  std::string title, credit;
  Frame frame;
};

Photo open_photo(const DemoPicture& sample) {
  Photo photo{sample.title, sample.credit, {}};
  set_picture(photo.frame, decode_image(sample.bytes, sample.name, true));
  return photo;
}

std::vector<Photo> open_photos(const std::vector<std::string>& pictures) {
  std::vector<Photo> photos;
  for (const std::string& file : pictures) {
    Photo photo{std::filesystem::path(file).filename().string(), "", {}};
    set_picture(photo.frame, read_image(file, true));
    photos.push_back(std::move(photo));
  }
  if (!photos.empty()) return photos;
  for (const DemoPicture& sample : demo_samples()) photos.push_back(open_photo(sample));
  return photos;
}

/// The picture as the page shows it.
Shot shot_of(const Image& picture, std::string caption, double milliseconds) {
  Image reduced;
  const Image* shown = &picture;
  if (const int side = std::max(picture.width(), picture.height()); side > kShownSide) {
    const auto scaled = [&](int length) {
      return std::max(1, static_cast<int>(std::int64_t{length} * kShownSide / side));
    };
    resize_area(picture, scaled(picture.width()), scaled(picture.height()), reduced);
    shown = &reduced;
  }
  ImageFileOptions options;
  options.quality = kJpegQuality;
  options.lossless = false;
  const bool alpha = picture.channels() == 4;
  const bool webp = alpha && can_write_extension(".webp", true);
  const char* extension = webp ? ".webp" : alpha || !can_write_extension(".jpg", false) ? ".png" : ".jpg";
  const char* mime = webp ? "image/webp" : extension[1] == 'p' ? "image/png" : "image/jpeg";
  return {std::move(caption), mime, encode_image(*shown, extension, options), milliseconds};
}

Image grey(const Matte& matte) {
  Image picture(matte.width(), matte.height(), 1);
  std::transform(matte.data(), matte.data() + matte.size(), picture.data(),
                 [](float value) { return static_cast<std::uint8_t>(value * 255 + 0.5F); });
  return picture;
}

Recipe recipe_of(const char* level, const char* background) {
  Recipe recipe;
  recipe.model = level;
  recipe.background = background;
  recipe.still = true;
  return recipe;
}

struct Look {
  const char* caption;
  Pipeline pipeline;
};

/// What every photo is made into. `segmenter` is theirs together.
std::vector<Look> make_looks(const std::shared_ptr<Segmenter>& segmenter) {
  std::vector<Look> looks;
  looks.push_back({"cut out", make_pipeline(recipe_of(kLevels[0], "none"), segmenter)});
  looks.push_back({"blurred background", make_pipeline(recipe_of(kLevels[0], "blur"), segmenter)});
  Pipeline rocket = make_pipeline(recipe_of(kLevels[0], "none"), segmenter);
  const DemoPicture& behind = demo_background();
  rocket.set_renderer(make_renderer("", std::make_shared<Picture>(decode_image(behind.bytes, behind.name), Fit::fill)));
  looks.push_back({"another background", std::move(rocket)});
  return looks;
}

Exhibit exhibit_of(const Photo& photo, std::vector<Look>& looks) {
  Exhibit exhibit{photo.title, photo.credit, shot_of(photo.frame.image, "the photo", 0), {}, 0};
  Image picture;
  for (Look& look : looks) {
    stop_if_interrupted();
    look.pipeline.reset();
    const Stopwatch watch;
    look.pipeline.process(photo.frame, picture);
    const double milliseconds = watch.milliseconds();
    const StageTimes& times = look.pipeline.times();
    if (exhibit.shots.empty()) {
      exhibit.person = look.pipeline.person();
      exhibit.shots.push_back(shot_of(grey(look.pipeline.last_matte()), "the matte: white is the person",
                                      times.tensorise + times.net + times.refine));
    }
    exhibit.shots.push_back(shot_of(picture, look.caption, milliseconds));
  }
  return exhibit;
}

/// Median of a few cut-outs, the first of which does not count.
LevelTime measure(const char* level, const std::shared_ptr<Segmenter>& segmenter, double load_ms, const Frame& frame) {
  Pipeline pipeline = make_pipeline(recipe_of(level, "none"), segmenter);
  std::vector<double> times;
  Image picture;
  for (int run = 0; run <= kRuns; ++run) {
    stop_if_interrupted();
    pipeline.reset();
    const Stopwatch watch;
    pipeline.process(frame, picture);
    if (run > 0) times.push_back(watch.milliseconds());
  }
  std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
  LevelTime result{level, pipeline.segmenter().name(), load_ms, times[kRuns / 2], {}};
  result.matte = shot_of(grey(pipeline.last_matte()), std::string("--quality ") + level, result.picture_ms);
  return result;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::localtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

}  // namespace

DemoPage make_demo(const std::vector<std::string>& pictures) {
  const std::vector<Photo> photos = open_photos(pictures);
  const Image& first = photos[0].frame.image;
  DemoPage page{SEGME_VERSION, this_machine().text(), today(), "", first.width(), first.height(), {}, {}};
  Progress progress(photos.size() + std::size(kLevels), true);
  for (const char* level : kLevels) {
    stop_if_interrupted();
    const Stopwatch watch;
    const std::shared_ptr<Segmenter> segmenter = make_method(recipe_of(level, "none"));
    page.levels.push_back(measure(level, segmenter, watch.milliseconds(), photos[0].frame));
    progress.step();
    if (level != kLevels[0]) continue;
    page.device = segmenter->device();
    std::vector<Look> looks = make_looks(segmenter);
    for (const Photo& photo : photos) {
      page.exhibits.push_back(exhibit_of(photo, looks));
      progress.step();
    }
  }
  return page;
}

}  // namespace segme::cli
