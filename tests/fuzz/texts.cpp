// tests/fuzz/texts: what users and programs write: chains of filters with their options, patterns of names, colours,
// numbers, recipes. What a chain makes must also draw.
#include <cmath>
#include <memory>
#include <vector>

#include "base/name_pattern.h"
#include "base/number.h"
#include "recipe/read_recipe.h"
#include "recipe/recipe.h"
#include "refine/refiner.h"
#include "render/background.h"
#include "render/named_colour.h"
#include "render/renderer.h"
#include "tests/fuzz/targets.h"

namespace segme::fuzz {
namespace {

constexpr int kWidth = 19, kHeight = 13;

Frame make_frame() {
  Frame frame;
  frame.image = Image(kWidth, kHeight, 3);
  for (std::size_t i = 0; i < frame.image.size(); ++i) frame.image.data()[i] = static_cast<std::uint8_t>(i * 37);
  return frame;
}

Matte make_matte() {
  Matte matte(kWidth, kHeight);
  for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = static_cast<float>(i % 11) / 10;
  return matte;
}

void check(const Matte& matte) {
  for (std::size_t i = 0; i < matte.size(); ++i) SEGME_CHECK(matte.data()[i] >= 0 && matte.data()[i] <= 1);
}

/// A window of 8192 pixels is allowed and takes its time; what it draws is no matter of its text.
bool is_large(const std::string& text) {
  int digits = 0;
  for (const char letter : text) {
    digits = letter >= '0' && letter <= '9' ? digits + 1 : 0;
    if (digits > 2) return true;
  }
  return false;
}

void run_refiners(const std::string& text) {
  const std::vector<std::unique_ptr<Refiner>> refiners = make_refiners(text);
  if (is_large(text)) return;
  const Frame frame = make_frame();
  Matte matte = make_matte();
  for (const std::unique_ptr<Refiner>& refiner : refiners) {
    refiner->refine(frame, matte);
    check(matte);
  }
}

/// A file that a chain names is none of this target's business.
bool names_file(const std::string& text) { return text.find("file") != std::string::npos; }

void run_renderers(const std::string& chain, const std::string& behind) {
  std::shared_ptr<Background> background;
  if (!behind.empty()) background = make_background_kind(behind);
  const std::unique_ptr<Renderer> renderer = make_renderer(chain, background);
  if (is_large(chain + ' ' + behind)) return;
  const Frame frame = make_frame();
  const Matte matte = make_matte();
  Image picture;
  renderer->render(frame, matte, picture);
}

/// Refiners, background and renderers, each as long as the byte before it says.
void run_chain(Bytes bytes) {
  Draw draw(bytes);
  const std::string refiners = draw.text();
  const std::string background = draw.text();
  const std::string renderers = draw.text();
  if (names_file(refiners + background + renderers)) return;
  allow_errors([&] { run_refiners(refiners); });
  allow_errors([&] { run_renderers(renderers, background); });
}

void run_recipe(Bytes bytes) {
  allow_errors([&] { read_recipe(as_text(bytes)); });
  allow_errors([&] { read_recipe(as_text(bytes), false); });
}

/// A pattern, and a name that it is held against.
void run_word(Bytes bytes) {
  Draw draw(bytes);
  const std::string text = draw.text();
  const std::string name = draw.text();
  if (const std::optional<float> number = parse_float(text)) SEGME_CHECK(!std::isnan(*number));
  allow_errors([&] { parse_colour(text); });
  const NamePattern pattern(text, true);
  static_cast<void>(pattern.stem_in(name));
  const std::string filled = pattern.fill("x", 7);
  SEGME_CHECK(pattern.stem_in(filled).has_value());
  SEGME_CHECK(NamePattern(escape_name(text)).fill("", 0) == text);
}

}  // namespace

const Target chain{"chain", run_chain};
const Target recipe{"recipe", run_recipe};
const Target word{"word", run_word};

}  // namespace segme::fuzz
