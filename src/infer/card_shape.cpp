// infer/card_shape: see card_shape.h.
#include "infer/card_shape.h"

#include <algorithm>
#include <new>
#include <optional>

#include "base/checked_size.h"
#include "base/error.h"

namespace segme {
namespace {

[[noreturn]] void fail(const Model& model, const std::string& what) {
  throw Error(ExitCode::model, "cannot use the model '" + file_or_name(model) + "': " + what);
}

std::vector<std::int64_t> wanted_shape(const ModelCard& card, const std::vector<std::int64_t>& given) {
  const std::int64_t channels = input_channels(card);
  if (card.layout == Layout::nchw) return {1, channels, card.height, card.width};
  if (card.layout == Layout::nhwc) return {1, card.height, card.width, channels};
  const std::int64_t count = channels * card.height * card.width;
  std::int64_t product = 1;
  for (const std::int64_t side : given) product = side > 0 && side <= count ? product * side : count + 1;
  if (!given.empty() && product == count) return given;
  return given.size() == 2 ? std::vector<std::int64_t>{1, count} : std::vector<std::int64_t>{count};
}

}  // namespace

std::string file_or_name(const Model& model) { return model.path.empty() ? model.card.name : model.path.string(); }

std::string shape_text(const std::vector<std::int64_t>& sides) {
  std::string text = "[";
  for (const std::int64_t side : sides) text += (text.size() == 1 ? "" : ",") + (side < 0 ? "?" : std::to_string(side));
  return text + "]";
}

std::vector<std::int64_t> input_shape(const Model& model, const std::vector<std::int64_t>& given) {
  const std::vector<std::int64_t> wanted = wanted_shape(model.card, given);
  const bool fits = std::equal(given.begin(), given.end(), wanted.begin(), wanted.end(),
                               [](std::int64_t a, std::int64_t b) { return a < 0 || a == b; });
  if (!fits) {
    fail(model, "its input has the shape " + shape_text(given) + ", but its card says " + shape_text(wanted) + " (" +
                    std::string(name_of(model.card.layout)) + "). Correct the card.");
  }
  return wanted;
}

std::size_t chosen_output(const Model& model, const std::vector<std::string>& names) {
  const std::string& wanted = model.card.output;
  if (wanted.empty() && names.size() == 1) return 0;
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!wanted.empty() && names[i] == wanted) return i;
    list += (list.empty() ? "" : ", ") + names[i];
  }
  if (wanted.empty()) fail(model, "it has several outputs, and its card names none of them: " + list + ".");
  fail(model, "it has no output '" + wanted + "', which its card names. It has: " + list + ".");
}

std::size_t tensor_size(const Model& model, const std::vector<std::int64_t>& sides) {
  std::vector<std::size_t> whole;
  for (const std::int64_t side : sides) {
    if (side < 0) fail(model, "its output has no fixed shape (" + shape_text(sides) + ") for the input of its card.");
    whole.push_back(static_cast<std::size_t>(side));
  }
  const std::optional<std::size_t> size = checked_product_of(whole);
  if (!size || !checked_product(*size, sizeof(double))) {
    fail(model,
         "it makes a tensor of the shape " + shape_text(sides) + ", which no memory can hold. Correct the file.");
  }
  return *size;
}

}  // namespace segme
