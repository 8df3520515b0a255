// segme data remask: masks of 0/255 out of labels of any kind. All labels are read twice: what says person is known
// when the values of all are.
#include <CLI/CLI.hpp>
#include <mutex>
#include <optional>

#include "base/error.h"
#include "capture/folder.h"
#include "capture/image_file.h"
#include "cli/common/arguments.h"
#include "cli/common/interrupt.h"
#include "cli/data/batch.h"
#include "cli/data/commands.h"
#include "data/parallel.h"
#include "data/remask.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

std::vector<eval::Sample> labels_of(const PictureList& list, const std::string& what) {
  std::vector<eval::Sample> labels;
  for (const PictureList::Entry& entry : list.pictures) {
    eval::Sample label;
    label.name = entry.relative.generic_string();
    label.image = entry.file;
    labels.push_back(std::move(label));
  }
  if (labels.empty()) throw Error(ExitCode::input, "there is no picture in '" + what + "'. Give another folder.");
  return labels;
}

/// A label that cannot be read tells nothing, and the second reading says so. @throws Error(input) when none can be.
data::PersonRule rule_of(const std::vector<eval::Sample>& labels, int jobs, const std::vector<std::string>& person) {
  data::LabelValues values;
  std::mutex mutex;
  bool any = false;
  std::optional<Error> unread;
  const auto look_at = [&](std::size_t i) {
    try {
      const Image label = read_image(labels[i].image, true);
      const std::lock_guard lock(mutex);
      values.add(label);
      any = true;
    } catch (const Error& error) {
      if (error.code() != ExitCode::input) throw;
      const std::lock_guard lock(mutex);
      if (!unread) unread = error;
    }
  };
  data::for_each_index(labels.size(), jobs, look_at, interrupted);
  stop_if_interrupted();
  if (!any && unread) throw Error(*unread);
  return values.rule(person);
}

int run_remask(int argc, char** argv) {
  CLI::App app(
      "Makes masks of 0/255 from labels: DIR/NAME.png. Person is 127 and more in labels of 0/255, 1 in labels of 0/1, "
      "and the colour that is not black in labels of two colours. Class numbers need --person.",
      "segme data remask");
  DataOptions options;
  int size = 256;
  std::vector<std::string> person;
  options.declare(app, "a folder of label pictures (or one of them)");
  app.add_option("--size", size, "side of the masks in pixels, 0 to keep the size of each label [256]")
      ->check(CLI::Range(0, 8192));
  app.add_option("--person", person, "what is person: class numbers such as 15, or colours such as #c08080")
      ->delimiter(',');
  if (!read_arguments(app, argc, argv)) return 0;
  const PictureList list = list_pictures(options.set);
  std::vector<eval::Sample> labels = labels_of(list, options.set);
  leave_out_results(options, labels);
  DataBatch batch(options, labels);
  const data::PersonRule rule = rule_of(labels, options.jobs, person);
  for (const std::string& problem : list.problems) batch.fail(problem);
  batch.run([&](std::size_t i) {
    fs::path name = stem_of(labels[i]);
    name += ".png";
    batch.write(name, encode_image(data::remask(read_image(labels[i].image, true), size, rule), ".png"));
  });
  return batch.finish("masks in " + options.output + ": " + rule.sentence());
}

}  // namespace

const Command data_remask_command{"remask", "makes masks of 0/255 at one size out of labels", run_remask};

}  // namespace segme::cli
