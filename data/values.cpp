// data/values: a histogram of a matte tells what it is.
#include "data/values.h"

#include <algorithm>

namespace segme::data {
namespace {

constexpr float kPerson = 0.5F;        // a matte above this is person
constexpr std::size_t kHalf = 128;     // the same, of 255
constexpr int kColour = 24;            // of 255: channels this far apart are no grey that JPEG has blurred
constexpr std::size_t kFew = 32;       // so many values at most: a drawn mask or class numbers, no soft matte
constexpr std::uint64_t kParts = 100;  // a part in so many of the pixels is no edge
constexpr std::size_t kListed = 6;     // values in one sentence
constexpr std::size_t kUnsureLow = 32, kUnsureHigh = 224;  // the third value of a trimap lies between these

std::string file_of(const eval::Sample& sample, const std::filesystem::path& file) {
  return sample.row < 0 ? file.string() : file.string() + "[" + std::to_string(sample.row) + "]";
}

/// What makes masks of 0/255 of a sample's.
std::string remask_advice(const eval::Sample& sample, const std::string& more = "") {
  if (sample.row >= 0) return "Save it with person as 255 and the rest as 0";
  return "Write person as 255: segme data remask '" + sample.matte.parent_path().string() + "' -o NEW --size 0" + more;
}

std::size_t count_values(const Histogram& histogram) {
  return static_cast<std::size_t>(std::count_if(histogram.begin(), histogram.end(), [](auto n) { return n > 0; }));
}

std::uint64_t pixels_in(const Histogram& histogram, std::size_t from, std::size_t to) {
  std::uint64_t pixels = 0;
  for (std::size_t value = from; value < to; ++value) pixels += histogram[value];
  return pixels;
}

std::size_t largest_in(const Histogram& histogram) {
  std::size_t value = histogram.size() - 1;
  while (value > 0 && histogram[value] == 0) --value;
  return value;
}

Histogram histogram_of(const Matte& truth) {
  Histogram histogram{};
  for (std::size_t i = 0; i < truth.size(); ++i) {
    ++histogram[static_cast<std::size_t>(std::clamp(truth.data()[i], 0.0F, 1.0F) * 255 + 0.5F)];
  }
  return histogram;
}

/// The value between 0 and the largest that fills more than edges do, of three values; else 0.
std::size_t third_value(const Histogram& histogram) {
  if (count_values(histogram) != 3 || histogram[0] == 0) return 0;
  for (std::size_t value = kUnsureLow; value < std::min(kUnsureHigh, largest_in(histogram)); ++value) {
    if (histogram[value] * kParts >= pixels_in(histogram, 0, histogram.size())) return value;
  }
  return 0;
}

/// Values that are no matte's: refused.
std::vector<Finding> judge_scale(const eval::Sample& sample, const std::string& file, const Histogram& histogram) {
  const std::size_t largest = largest_in(histogram);
  const auto wrong = [&](const std::string& what, const std::string& todo) {
    return std::vector<Finding>{{FindingKind::values, file, what, todo, {}}};
  };
  if (largest <= 1) return wrong("its largest value is 1 of 255: a mask of 0/1", remask_advice(sample));
  const std::size_t count = count_values(histogram);
  if (largest < kHalf && count == 2 && histogram[0] > 0) {
    return wrong("its largest value is " + std::to_string(largest) + " of 255: a mask of 0/" + std::to_string(largest),
                 remask_advice(sample));
  }
  if (holds_class_numbers(histogram)) {
    return wrong("it holds the values " + list_values(histogram) + ": class numbers, not how much of a pixel is person",
                 remask_advice(sample, sample.row < 0 ? " --person NUMBER" : ""));
  }
  if (largest < kHalf) {
    return wrong("its largest value is " + std::to_string(largest) + " of 255: it never says person",
                 "Write person as 255");
  }
  return {};
}

/// Values that may be meant: said.
std::vector<Finding> judge_levels(const eval::Sample& sample, const std::string& file, const Histogram& histogram) {
  const std::size_t largest = largest_in(histogram);
  if (const std::size_t third = third_value(histogram)) {
    return {{FindingKind::levels,
             file,
             "its only values are " + list_values(histogram) + ": a trimap, whose " + std::to_string(third) +
                 " is taken for " + std::to_string(third * 100 / 255) + " % of a person",
             "Give a matte if " + std::to_string(third) + " says that nobody knows",
             {}}};
  }
  if (largest < 255 && count_values(histogram) == 2 && histogram[0] > 0) {
    return {{FindingKind::levels,
             file,
             "its only values are 0 and " + std::to_string(largest) + ", so that no pixel is more than " +
                 std::to_string(largest * 100 / 255) + " % person",
             remask_advice(sample),
             {}}};
  }
  return {};
}

void judge_channels(const eval::Sample& sample, const std::string& name, const MatteFile& file,
                    std::vector<Finding>& findings) {
  if (file.had_alpha) {
    findings.push_back({FindingKind::alpha,
                        name,
                        "it has an alpha channel, which is not read",
                        "If the truth is in its alpha: segme data remask '" + sample.matte.parent_path().string() +
                            "' -o NEW --size 0",
                        {}});
  }
  if (file.apart > kColour) {
    findings.push_back(
        {FindingKind::channels,
         name,
         "it is a colour picture whose channels differ by up to " + std::to_string(file.apart) + " of 255",
         remask_advice(sample),
         {}});
  } else if (file.apart > 0) {
    findings.push_back({FindingKind::colour,
                        name,
                        "its channels are not quite the same grey",
                        "Save one grey channel without loss",
                        {}});
  }
}

}  // namespace

bool holds_class_numbers(const Histogram& histogram) {
  if (count_values(histogram) > kFew) return false;
  const std::uint64_t dark = pixels_in(histogram, 1, kHalf);
  const std::uint64_t bright = pixels_in(histogram, kHalf, histogram.size());
  return dark > bright && (bright == 0 || dark * kParts >= pixels_in(histogram, 0, histogram.size()));
}

std::string list_values(const Histogram& histogram) {
  std::string text;
  const std::size_t count = count_values(histogram);
  std::size_t listed = 0;
  for (std::size_t value = 0; value < histogram.size(); ++value) {
    if (histogram[value] == 0) continue;
    if (listed == kListed && count > kListed + 1) return text + " and " + std::to_string(count - listed) + " more";
    text += (listed == 0 ? "" : listed + 1 == count ? " and " : ", ") + std::to_string(value);
    ++listed;
  }
  return text;
}

std::vector<Finding> judge_matte(const eval::Sample& sample, const Matte& truth, const MatteFile& file) {
  if (truth.size() == 0) return {};
  const std::string name = file_of(sample, sample.matte);
  std::vector<Finding> findings;
  judge_channels(sample, name, file, findings);
  if (!findings.empty() && findings.back().kind == FindingKind::channels) return findings;  // one channel says nothing
  const auto [low, high] = std::minmax_element(truth.data(), truth.data() + truth.size());
  if (*high <= 0) {
    findings.push_back({FindingKind::empty,
                        name,
                        "nothing in it is person",
                        "Remove the pair, or list the picture without a mask",
                        {}});
    return findings;
  }
  const Histogram histogram = histogram_of(truth);
  std::vector<Finding> found = judge_scale(sample, name, histogram);
  if (found.empty() && *low > kPerson) {
    found.push_back({FindingKind::full, name, "all of it is person", "Remove the pair, or mend the mask", {}});
  }
  if (found.empty()) found = judge_levels(sample, name, histogram);
  findings.insert(findings.end(), found.begin(), found.end());
  return findings;
}

std::vector<Finding> judge_picture(const eval::Sample& sample, const Image& picture) {
  if (picture.empty() || sample.matte.empty()) return {};
  const int largest = *std::max_element(picture.data(), picture.data() + picture.size());
  if (largest > 1) return {};
  return {{FindingKind::black,
           file_of(sample, sample.image),
           "its largest value is " + std::to_string(largest) + " of 255: it is black everywhere",
           largest == 1 ? "Multiply values of 0..1 by 255 before they become whole numbers" : "Save the picture anew",
           {}}};
}

bool is_refused(const Finding& finding) {
  return finding.kind == FindingKind::values || finding.kind == FindingKind::channels ||
         finding.kind == FindingKind::black;
}

void Remarks::add(const std::vector<Finding>& findings) {
  const std::lock_guard lock(mutex_);
  for (const Finding& finding : findings) {
    Kind& kind = kinds_[finding.kind];
    if (kind.count++ == 0) kind.first = finding.sentence();
  }
}

std::vector<std::string> Remarks::sentences() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> list;
  for (const auto& [kind, seen] : kinds_) {
    const std::string others = seen.count < 2 ? "" : " (" + std::to_string(seen.count) + " mattes alike)";
    list.push_back("note: " + seen.first + others);
  }
  return list;
}

}  // namespace segme::data
