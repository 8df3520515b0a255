// data/check: one sample on one thread gives findings and a fingerprint; equal fingerprints give the rest.
#include "data/check.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <optional>

#include "base/error.h"
#include "data/fingerprint.h"
#include "data/parallel.h"
#include "data/values.h"

namespace segme::data {
namespace {

constexpr std::size_t kNamed = 3;  // other files of a picture in one sentence

struct Seen {
  std::vector<Finding> findings;
  std::optional<Fingerprint> print;
};

std::string size_text(int width, int height) { return std::to_string(width) + "x" + std::to_string(height); }

std::string file_of(const Sample& sample, const std::filesystem::path& file) {
  return sample.row < 0 ? file.string() : file.string() + "[" + std::to_string(sample.row) + "]";
}

void check_sample(const Sample& sample, Seen& seen) {
  Image picture;
  const auto unreadable = [&](const std::filesystem::path& file, const Error& error) {
    std::string what = error.what();
    if (what.ends_with('.')) what.pop_back();
    seen.findings.push_back({FindingKind::unreadable, file_of(sample, file), what, "Or remove it from the set", {}});
  };
  try {
    picture = read_picture(sample);
    seen.print = fingerprint_of(picture);
    seen.findings = judge_picture(sample, picture);
  } catch (const Error& error) {
    unreadable(sample.image, error);
  }
  if (sample.matte.empty()) return;
  try {
    MatteFile file;
    const Matte truth = read_truth(sample, &file);
    if (!picture.empty() && (picture.width() != truth.width() || picture.height() != truth.height())) {
      seen.findings.push_back({FindingKind::size,
                               file_of(sample, sample.matte),
                               "the matte is " + size_text(truth.width(), truth.height()) + ", its picture " +
                                   size_text(picture.width(), picture.height()),
                               "Save both at one size",
                               {}});
    }
    for (Finding& finding : judge_matte(sample, truth, file)) seen.findings.push_back(std::move(finding));
  } catch (const Error& error) {
    if (sample.matte != sample.image) unreadable(sample.matte, error);
  }
}

void find_repeats(const Set& set, const std::vector<Seen>& seen, std::vector<Finding>& findings) {
  std::vector<Fingerprint> prints;
  std::vector<std::size_t> samples;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i].print) continue;
    prints.push_back(*seen[i].print);
    samples.push_back(i);
  }
  for (const std::vector<std::size_t>& group : same_pictures(prints)) {
    const Sample& first = set.samples[samples[group[0]]];
    Finding finding;
    finding.kind = FindingKind::repeated;
    finding.file = first.name;
    std::string list;
    for (std::size_t i = 1; i < group.size(); ++i) {
      const Sample& other = set.samples[samples[group[i]]];
      if (other.split != first.split) finding.kind = FindingKind::two_splits;
      finding.others.push_back(other.name);
      if (i <= kNamed)
        list += (i > 1 ? ", '" : "'") + other.name + "'" + (other.split.empty() ? "" : " (" + other.split + ")");
    }
    if (group.size() > kNamed + 1) list += " and " + std::to_string(group.size() - kNamed - 1) + " more";
    finding.what =
        (first.split.empty() ? "is" : "in split " + first.split + ", is") + std::string(" the same picture as ") + list;
    finding.todo = finding.kind == FindingKind::two_splits ? "Keep it in one split" : "Keep one of them";
    findings.push_back(std::move(finding));
  }
}

}  // namespace

std::size_t CheckReport::errors() const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [](const Finding& finding) { return finding.info().error; }));
}

CheckReport check_set(const Set& set, const CheckOptions& options, const std::function<void()>& step) {
  CheckReport report;
  report.form = set.form;
  report.findings = set.problems;
  std::vector<Seen> seen(set.samples.size());
  std::mutex mutex;
  for_each_index(set.samples.size(), options.jobs, [&](std::size_t i) {
    check_sample(set.samples[i], seen[i]);
    const std::lock_guard lock(mutex);
    if (step) step();
  });
  for (std::size_t i = 0; i < seen.size(); ++i) {
    ++(set.samples[i].matte.empty() ? report.without_people : report.labelled);
    ++report.splits[set.samples[i].split];
    report.findings.insert(report.findings.end(), seen[i].findings.begin(), seen[i].findings.end());
  }
  if (options.repeats) find_repeats(set, seen, report.findings);
  if (report.labelled < options.least) {
    report.findings.push_back({FindingKind::too_few,
                               "the set",
                               "it has " + std::to_string(report.labelled) + " labelled pictures, fewer than " +
                                   std::to_string(options.least),
                               "Add pictures or lower --min",
                               {}});
  }
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.kind < b.kind; });
  return report;
}

}  // namespace segme::data
