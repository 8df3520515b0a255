// data/remask: labels of any kind -> masks of 0/255 at one size. What says person is found out from the values of all
// labels together (one label of class numbers may hold a car alone), or told.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/image.h"
#include "data/values.h"

namespace segme::data {

/// Which pixels of a label are person.
struct PersonRule {
  enum class Of : std::uint8_t { last, grey, colour };
  Of of = Of::last;                   ///< what counts: the last channel, the first, or all of them
  int least = 127;                    ///< last, grey: from this value on, where `values` is empty
  std::vector<std::uint32_t> values;  ///< exactly these: greys, or colours as 0xRRGGBB
  /// "127 and more is person", "#c08080 is person".
  [[nodiscard]] std::string sentence() const;
};

/// "15" or "#c08080" -> a value of a PersonRule. @throws Error(usage)
std::uint32_t parse_label_value(const std::string& text);

/// The values of all labels of a set.
class LabelValues {
 public:
  /// A label as read_image reads it, its alpha kept. Not from several threads at once.
  void add(const Image& label);
  /// `person`: "15" or "#c08080", some of them, or none: then what the values tell. The alpha counts where it is not
  /// 255 everywhere, else the colour. @throws Error(input): black everywhere, or class numbers or colours that do not
  /// tell which of them is person; Error(usage): a value that no label has.
  [[nodiscard]] PersonRule rule(const std::vector<std::string>& person) const;

 private:
  [[nodiscard]] PersonRule told(PersonRule::Of of, const std::vector<std::string>& person) const;
  [[nodiscard]] PersonRule of_colours() const;
  [[nodiscard]] PersonRule of_greys(bool alpha) const;
  [[nodiscard]] std::string list_colours() const;

  Histogram grey_{}, alpha_{};
  std::set<std::uint32_t> colours_;  // of pictures that are not grey, the first few
  bool any_alpha_ = false, coloured_ = false;
  bool faint_grey_ = false, faint_alpha_ = false;  // a label whose largest value is not 0 and says no person
};

/// The label, enlarged or shrunk to size x size by taking the nearest pixel (size 0: as it is); what is person by
/// `rule` becomes 255, the rest 0. One channel.
Image remask(const Image& label, int size, const PersonRule& rule = {});

}  // namespace segme::data
