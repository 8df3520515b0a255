// cli/data/batch: threads come from data/parallel, whole files from sink.
#include "cli/data/batch.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/error.h"
#include "cli/common/interrupt.h"
#include "cli/common/say.h"
#include "data/parallel.h"
#include "session/own_results.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

fs::path true_path(const fs::path& path) {
  std::error_code ignored;
  fs::path result = fs::weakly_canonical(path, ignored);
  return result.empty() ? fs::absolute(path) : result;
}

}  // namespace

void DataOptions::declare(CLI::App& app, const char* set_help) {
  app.add_option("SET", set, set_help)->required();
  app.add_option("-o,--output", output, "folder for the results")->required();
  app.add_option("--split", split, "use only this split of the set [all]");
  app.add_option("-j,--jobs", jobs, "pictures in work at the same time [0: one for each core]")
      ->check(CLI::Range(0, 1024));
  app.add_flag("--overwrite", overwrite, "replace outputs that exist (never a source)");
}

Sources sources_of(const std::string& name, const std::vector<eval::Sample>& samples) {
  Sources sources;
  std::error_code ignored;
  if (fs::is_directory(name, ignored)) {
    sources.add((fs::path(name) / "manifest.csv").string());
  } else {
    sources.add_named_in(name);
  }
  fs::path last;
  for (const eval::Sample& sample : samples) {
    if (sample.image != last) sources.add(sample.image.string());  // rows of an array are one file
    if (!sample.matte.empty() && (sample.row < 0 || sample.image != last)) sources.add(sample.matte.string());
    last = sample.image;
  }
  return sources;
}

DataBatch::DataBatch(const DataOptions& options, const std::vector<eval::Sample>& samples,
                     const std::vector<std::string>& more)
    : options_(options),
      count_(samples.size()),
      sources_(sources_of(options.set, samples)),
      progress_(samples.size(), true) {
  watch_interrupt();
  for (const std::string& file : more) sources_.add(file);
}

void DataBatch::run(const std::function<void(std::size_t)>& work) {
  const auto one = [&](std::size_t i) {
    try {
      work(i);
    } catch (const Error& error) {
      if (error.code() == ExitCode::interrupted) return;
      fail(error.what());
    }
    const std::lock_guard lock(mutex_);
    progress_.step();
  };
  data::for_each_index(count_, options_.jobs, one, interrupted);
}

fs::path DataBatch::claim(const fs::path& relative) {
  const fs::path path = fs::path(options_.output) / relative;
  const auto refuse = [&](const std::string& what) {
    throw Error(ExitCode::output, "cannot write '" + path.string() + "': " + what);
  };
  const fs::path name = true_path(path);
  const std::lock_guard lock(mutex_);
  if (sources_.contains(path)) refuse("it is one of the sources. Give another folder with -o.");
  if (!written_.insert(name).second) refuse("another picture of the set has the same name. Rename one of them.");
  std::error_code ignored;
  if (!options_.overwrite && fs::exists(path, ignored)) refuse("it exists. Say --overwrite or give another folder.");
  return path;
}

void DataBatch::write(const fs::path& relative, const std::vector<std::uint8_t>& bytes) {
  write_file(claim(relative), bytes);
}

void DataBatch::fail(const std::string& sentence) {
  const std::lock_guard lock(mutex_);
  ++failed_;
  progress_.say(Level::warning, sentence);
}

void DataBatch::step() {
  stop_if_interrupted();
  progress_.step();
}

int DataBatch::finish(const std::string& what) {
  progress_.finish();
  if (interrupted()) return static_cast<int>(ExitCode::interrupted);
  std::printf("%s\n", what.c_str());
  if (failed_ == 0) return 0;
  progress_.say(Level::error, std::to_string(failed_) + " of " + std::to_string(count_) + " pictures failed.");
  return static_cast<int>(ExitCode::partial);
}

void leave_out_results(const DataOptions& options, std::vector<eval::Sample>& samples,
                       const std::function<bool(const std::string& stem)>& named) {
  std::error_code ignored;
  if (!fs::is_directory(options.set, ignored)) return;
  session::BelowFolder below(options.output);
  const std::size_t count = std::erase_if(samples, [&](const eval::Sample& sample) {
    const bool own_name = named && sample.row < 0 && named(fs::path(sample.name).stem().string());
    return own_name || below.holds(sample.image, options.set);
  });
  if (count == 0) return;
  say(Level::info, "left out " + std::to_string(count) + " pictures that earlier runs made.");
  if (samples.empty()) {
    throw Error(ExitCode::input, "there is no picture in '" + options.set + "' but what earlier runs made of it.");
  }
}

fs::path stem_of(const eval::Sample& sample) {
  if (sample.row >= 0) {
    char number[24];
    std::snprintf(number, sizeof number, "%05lld", static_cast<long long>(sample.row));
    return fs::path(sample.split) / number;
  }
  fs::path stem;
  for (const fs::path& part : fs::path(sample.name).replace_extension().relative_path()) {
    if (part != ".." && part != ".") stem /= part;
  }
  return stem;
}

}  // namespace segme::cli
