// segme data check: everything that is wrong with a set, before the first step of a training.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/stopwatch.h"
#include "cli/common/arguments.h"
#include "cli/common/interrupt.h"
#include "cli/common/progress.h"
#include "cli/data/commands.h"
#include "data/check.h"
#include "session/json_name.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::vector<std::string> sets, allow;
  std::size_t least = 1;
  int jobs = 0;
  int show = 10;
  bool json = false;
  bool no_repeats = false;
};

void declare(CLI::App& app, Options& o) {
  std::vector<std::string> kinds;
  std::string list;
  for (const data::FindingInfo& info : data::all_findings()) {
    kinds.emplace_back(info.name);
    list.append("\n  ").append(info.name).append(std::string(16 - info.name.size(), ' '));
    list.append(info.error ? "error    " : "warning  ").append(info.meaning);
  }
  app.add_option("SET", o.sets,
                 "folder with images/ and masks/, IMAGES,MASKS, manifest.csv or img.npy,msk.npy; a SET without splits "
                 "counts as one split")
      ->required();
  app.add_option("--min", o.least, "least number of labelled pictures [1]");
  app.add_option("--allow", o.allow, "kinds of errors to report as warnings")
      ->delimiter(',')
      ->check(CLI::IsMember(kinds));
  app.add_flag("--no-repeats", o.no_repeats, "do not search for repeated pictures");
  app.add_option("--show", o.show, "findings to print of each kind, 0 for all [10]")
      ->check(CLI::Range(0, 1'000'000'000));
  app.add_option("-j,--jobs", o.jobs, "pictures in work at the same time [0: one for each core]")
      ->check(CLI::Range(0, 1024));
  app.add_flag("--json", o.json, "print the report as JSON, with all findings");
  app.footer("ends with exit code 3 when there is an error. What is looked for:" + list);
}

data::Set open_all(const std::vector<std::string>& names) {
  data::Set all;
  for (const std::string& name : names) {
    data::Set set = data::open_set(name);
    all.form = all.form.empty() || all.form == set.form ? set.form : "several";
    for (eval::Sample& sample : set.samples) {
      if (names.size() > 1 && sample.split.empty()) sample.split = name;
      all.samples.push_back(std::move(sample));
    }
    std::move(set.problems.begin(), set.problems.end(), std::back_inserter(all.problems));
  }
  return all;
}

/// Says error or warning, after --allow.
class Severity {
 public:
  explicit Severity(const std::vector<std::string>& allow) : allow_(allow) {}
  [[nodiscard]] bool error(const data::FindingInfo& info) const {
    return info.error && std::find(allow_.begin(), allow_.end(), info.name) == allow_.end();
  }
  [[nodiscard]] std::size_t errors(const data::CheckReport& report) const {
    return static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(),
                                                  [&](const data::Finding& f) { return error(f.info()); }));
  }

 private:
  const std::vector<std::string>& allow_;
};

void print_json(const data::CheckReport& report, const Severity& severity, double seconds) {
  const std::size_t errors = severity.errors(report);
  Json json = {{"form", report.form},
               {"labelled", report.labelled},
               {"without_people", report.without_people},
               {"splits", report.splits},
               {"errors", errors},
               {"warnings", report.findings.size() - errors},
               {"seconds", seconds},
               {"findings", Json::array()}};
  for (const data::Finding& finding : report.findings) {
    Json line = {{"kind", finding.info().name}, {"severity", severity.error(finding.info()) ? "error" : "warning"}};
    session::put_name(line, "file", finding.file);
    line["what"] = finding.what;
    line["todo"] = finding.todo;
    if (!finding.others.empty()) line["others"] = finding.others;
    json["findings"].push_back(std::move(line));
  }
  std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

void print_text(const data::CheckReport& report, const Severity& severity, int show, double seconds) {
  for (const data::FindingInfo& info : data::all_findings()) {
    const auto of_kind = [&](const data::Finding& finding) { return finding.kind == info.kind; };
    const auto count = std::count_if(report.findings.begin(), report.findings.end(), of_kind);
    if (count == 0) continue;
    std::printf("%s %s (%td): %s\n", severity.error(info) ? "error" : "warning", std::string(info.name).c_str(), count,
                std::string(info.meaning).c_str());
    std::ptrdiff_t shown = 0;
    for (const data::Finding& finding : report.findings) {
      if (!of_kind(finding) || (show > 0 && shown >= show)) continue;
      std::printf("  %s\n", finding.sentence().c_str());
      ++shown;
    }
    if (shown < count) std::printf("  and %td more (--show 0 lists all)\n", count - shown);
  }
  std::string splits;
  for (const auto& [name, number] : report.splits) {
    if (!name.empty()) splits += (splits.empty() ? " (" : ", ") + name + " " + std::to_string(number);
  }
  const std::size_t errors = severity.errors(report);
  std::printf("%s: %zu labelled pictures, %zu without people%s: %zu errors, %zu warnings, %.1f s\n",
              report.form.c_str(), report.labelled, report.without_people, splits.empty() ? "" : (splits + ")").c_str(),
              errors, report.findings.size() - errors, seconds);
}

int run_check(int argc, char** argv) {
  CLI::App app("Says what is wrong with a set of labelled pictures.", "segme data check");
  Options options;
  declare(app, options);
  if (!read_arguments(app, argc, argv)) return 0;
  watch_interrupt();
  const Stopwatch watch;
  const data::Set set = open_all(options.sets);
  Progress progress(set.samples.size(), true);
  const data::CheckReport report =
      data::check_set(set, {options.least, options.jobs, !options.no_repeats}, [&progress] {
        stop_if_interrupted();
        progress.step();
      });
  progress.finish();
  const Severity severity(options.allow);
  const double seconds = watch.milliseconds() / 1000;
  options.json ? print_json(report, severity, seconds) : print_text(report, severity, options.show, seconds);
  return severity.errors(report) == 0 ? 0 : static_cast<int>(ExitCode::input);
}

}  // namespace

const Command data_check_command{"check", "says what is wrong with a set", run_check};

}  // namespace segme::cli
