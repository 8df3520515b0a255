// data/check: is a set fit to be learnt from? Everything is read once, and everything that is wrong is listed: a net
// that was taught with 0/1 masks or judged with pictures it has seen says nothing for hours and then something wrong.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "data/finding.h"
#include "data/set.h"

namespace segme::data {

struct CheckOptions {
  std::size_t least = 0;  ///< labelled pictures there must be
  int jobs = 0;           ///< threads; 0: one a core
  bool repeats = true;    ///< look for the same picture twice
};

struct CheckReport {
  std::string form;
  std::size_t labelled = 0;        ///< pictures with a matte
  std::size_t without_people = 0;  ///< pictures that are to have none
  std::map<std::string, std::size_t> splits;
  std::vector<Finding> findings;  ///< by kind, then in the order of the set

  [[nodiscard]] std::size_t errors() const;
  [[nodiscard]] std::size_t warnings() const { return findings.size() - errors(); }
};

/// Reads every picture and matte. `step` is called after each, by one thread at a time; it may throw to end all.
CheckReport check_set(const Set& set, const CheckOptions& options, const std::function<void()>& step = {});

}  // namespace segme::data
