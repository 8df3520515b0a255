// session/image/work: read, process, write. A failure of one picture is a Result, not the end of the batch.
#include "session/image/work.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/redact.h"
#include "base/stopwatch.h"
#include "capture/image_file.h"
#include "pipeline/still.h"
#include "recipe/recipe.h"
#include "render/side_by_side.h"
#include "session/json_name.h"
#include "session/stopping.h"
#include "sink/image_file.h"

namespace segme::session {
namespace {

std::vector<std::uint8_t> read_standard_input() {
  std::vector<std::uint8_t> bytes;
  std::uint8_t block[1U << 16U];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, stdin)) > 0;) {
    bytes.insert(bytes.end(), block, block + got);
  }
  if (std::ferror(stdin) != 0 && errno == EINTR) {
    throw Error(ExitCode::interrupted, "stop", "stopped while reading from standard input.");
  }
  return bytes;
}

void write_standard_output(const std::vector<std::uint8_t>& bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() || std::fflush(stdout) != 0) {
    throw Error(ExitCode::output, "cannot write to standard output: the reader has gone or the disk is full.");
  }
}

/// The photo with the transparent places that its file has.
Image with_alpha(const Frame& frame) {
  Image photo(frame.alpha.width(), frame.alpha.height(), 4);
  const Image& colours = frame.person();
  const std::size_t pixels = frame.alpha.size();
  for (std::size_t i = 0; i < pixels; ++i) {
    std::copy_n(colours.data() + 3 * i, 3, photo.data() + 4 * i);
    photo.data()[4 * i + 3] = frame.alpha.data()[i];
  }
  return photo;
}

/// For JSON: three decimals for parts = 1000, and no more.
double rounded(double value, double parts) { return std::round(value * parts) / parts; }

/// On a canvas, the cut-out gets its effects and is put in front of the background last of all, see Framing.
Recipe recipe_for(const ImageOptions& options, int threads) {
  Recipe recipe = options.recipe;
  recipe.engine.threads = threads;
  if (options.framing.on_canvas) recipe.background = "none";
  return recipe;
}

}  // namespace

Worker::Worker(const ImageOptions& options, int threads, std::stop_token stop)
    : options_(options), stop_(std::move(stop)), pipeline_(make_pipeline(recipe_for(options, threads))) {
  if (options.framing.moves()) framing_.emplace(options.framing);
}

/// The photo and its matte or picture become the picture.
void Worker::compare(const Matte& matte) {
  if (options_.matte()) {
    picture_.resize(matte.width(), matte.height(), 1);
    for (std::size_t i = 0; i < matte.size(); ++i) {
      picture_.data()[i] = static_cast<std::uint8_t>(matte.data()[i] * 255 + 0.5F);
    }
  }
  Image both;
  side_by_side(frame_.alpha.empty() ? frame_.image : with_alpha(frame_), picture_, both);
  picture_.swap(both);
}

std::vector<std::uint8_t> Worker::draw(const Task& task, Result& result) {
  ImageFileOptions file;
  constexpr int kNoLoss = 100;
  file.quality = options_.lossy_quality.value_or(file.quality);
  file.lossless = options_.matte() || options_.lossy_quality.value_or(kNoLoss) == kNoLoss;
  file.compression = options_.compression;
  file.dots_per_inch = options_.framing.dots_per_inch;
  pipeline_.reset();
  if (options_.matte()) {
    pipeline_.matte(frame_);
  } else {
    pipeline_.process(frame_, picture_);
    if (framing_) framing_->run(frame_.image, pipeline_.last_matte(), task.input, picture_);
  }
  result.times = pipeline_.times();
  result.person = pipeline_.person();
  const Matte& whole = pipeline_.last_matte();
  const Matte& matte = options_.matte() && framing_ ? framing_->run(frame_.image, whole, task.input) : whole;
  if (options_.framing.compare) compare(matte);
  set_picture(frame_, Image());  // what is not needed any more makes room for the encoder
  end_if_stopped(stop_);
  const Stopwatch watch;
  std::vector<std::uint8_t> bytes = options_.matte() && !options_.framing.compare
                                        ? encode_matte(matte, task.extension, options_.depth, file)
                                        : encode_image(picture_, task.extension, file);
  result.encode_ms = watch.milliseconds();
  return bytes;
}

void Worker::process(const Task& task, Result& result) {
  Stopwatch watch;
  ImageInfo info;
  set_picture(frame_, task.input == "-" ? decode_image(read_standard_input(), "standard input", true, &info)
                                        : read_image(task.input, true, &info));
  result.decode_ms = watch.milliseconds();
  result.pages = info.pages;
  result.notes = std::move(info.notes);
  result.width = frame_.image.width();
  result.height = frame_.image.height();
  end_if_stopped(stop_);
  const std::vector<std::uint8_t> bytes = draw(task, result);
  end_if_stopped(stop_);
  watch.lap();
  if (task.output == "-") {
    write_standard_output(bytes);
  } else {
    write_file(task.output, bytes);
  }
  result.write_ms = watch.lap();
}

Result Worker::run(const Task& task) {
  Result result;
  result.task = task;
  result.device = pipeline_.segmenter().device();
  result.model = pipeline_.segmenter().name();
  try {
    process(task, result);
  } catch (const Error& error) {
    result.error = error.what();
    result.code = static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    result.error = "cannot process '" + task.input + "': there is not enough memory. Try fewer jobs.";
    result.code = static_cast<int>(ExitCode::input);
  } catch (const std::exception& error) {  // a bug: it costs this picture, not the batch
    result.error = "cannot process '" + task.input + "': " + error.what() + ". Please report this.";
    result.code = static_cast<int>(ExitCode::bug);
  }
  return result;
}

std::string left_aside_json(const std::string& file, const std::string& why) {
  const nlohmann::ordered_json line = {{"input", file}, {"left_aside", why}};
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string to_json(const Result& result) {
  nlohmann::ordered_json line;
  if (result.task.index >= 0) line["index"] = result.task.index;
  put_name(line, "input", result.task.input);
  if (!result.error.empty()) {
    line["error"] = without_secrets(result.error);
    line["code"] = result.code;
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  put_name(line, "output", result.task.output);
  if (result.skipped) {
    line[result.task.exists ? "skipped" : "planned"] = true;
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  const auto ms = [](double value) { return rounded(value, 1e3); };
  line["width"] = result.width;
  line["height"] = result.height;
  if (result.pages > 1) line["pages"] = result.pages;
  if (!result.notes.empty()) line["notes"] = result.notes;
  line["person"] = rounded(result.person, 1e4);
  line["ms"] = {{"decode", ms(result.decode_ms)},    {"tensorise", ms(result.times.tensorise)},
                {"net", ms(result.times.net)},       {"refine", ms(result.times.refine)},
                {"render", ms(result.times.render)}, {"encode", ms(result.encode_ms)},
                {"write", ms(result.write_ms)}};
  line["model"] = result.model;
  line["device"] = result.device;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace segme::session
