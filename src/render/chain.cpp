// render/chain: several renderers as one, and the background they share. What was typed is checked here: a chain in
// which one renderer would undo another, or a background that nobody shows, is refused.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "render/kinds.h"

namespace segme {
namespace {

/// The planes of a background that is always the same, made once.
class StillPlanes {
 public:
  /// Whether they had to be made.
  bool keep(const Image& picture, double pixel_aspect, const Colours& colours) {
    if (made_ && width_ == picture.width() && height_ == picture.height() && pixel_aspect_ == pixel_aspect &&
        colours_ == colours) {
      return false;
    }
    width_ = picture.width();
    height_ = picture.height();
    pixel_aspect_ = pixel_aspect;
    colours_ = colours;
    const auto half = static_cast<std::size_t>((width_ + 1) / 2);
    const std::size_t luma = picture.size() / 3, chroma = half * static_cast<std::size_t>((height_ + 1) / 2);
    bytes_.resize(luma + 2 * chroma);
    std::uint8_t* const at = bytes_.data();
    const auto stride = static_cast<std::ptrdiff_t>(half);
    write_yuv420(picture, colours, {at, at + luma, at + luma + chroma, width_, stride, stride});
    planes_ = {at, at + luma, at + luma + chroma, width_, stride, stride};
    made_ = true;
    return true;
  }
  [[nodiscard]] const Planes420<const std::uint8_t>& planes() const { return planes_; }

 private:
  bool made_ = false;
  int width_ = 0, height_ = 0;
  double pixel_aspect_ = 1;
  Colours colours_;
  Buffer<std::uint8_t> bytes_;
  Planes420<const std::uint8_t> planes_;
};

class Chain final : public Renderer {
 public:
  Chain(std::vector<std::unique_ptr<Renderer>> renderers, std::shared_ptr<Background> background)
      : renderers_(std::move(renderers)), background_(std::move(background)) {}

  void draw(const Scene& scene, Image& picture) override {
    SEGME_CHECK(scene.frame.image.channels() == 3 && scene.frame.image.width() == scene.matte.width() &&
                scene.frame.image.height() == scene.matte.height());
    const Image* behind = background_ ? &background_->draw(scene.frame, scene.matte) : scene.background;
    for (const auto& renderer : renderers_) renderer->draw({scene.frame, scene.matte, behind}, picture);
  }

  [[nodiscard]] bool draws_planes() const override {
    return background_ && renderers_.size() == 1 && renderers_.front()->draws_planes();
  }
  void draw_planes(const Scene& scene, const StoredScene& stored, const Planes420<std::uint8_t>& picture) override {
    const Image& behind = background_->draw(scene.frame, scene.matte);
    const bool still = background_->still();
    const bool made = still && behind_.keep(behind, scene.frame.pixel_aspect, stored.frame.colours);
    renderers_.front()->draw_planes({scene.frame, scene.matte, &behind},
                                    {stored.frame, still ? &behind_.planes() : nullptr, stored.kept && !made}, picture);
  }

  void draw_deep(const Scene& scene, const StoredScene& stored, const DeepPlanes<std::uint16_t>& picture) override {
    const Image& behind = background_->draw(scene.frame, scene.matte);
    renderers_.front()->draw_deep({scene.frame, scene.matte, &behind}, stored, picture);
  }

 private:
  std::vector<std::unique_ptr<Renderer>> renderers_;
  std::shared_ptr<Background> background_;
  StillPlanes behind_;
};

std::vector<std::string> split(std::string_view chain) {
  return split_chain(chain, [](std::string_view item) {
    return is_in_table(all_renderers(), item) || is_in_table(all_backgrounds(), item);
  });
}

std::unique_ptr<Renderer> make_one(std::string_view text) {
  return make_from_table<Renderer>("renderer", all_renderers(), text);
}

[[noreturn]] void refuse(const std::string& sentence) { throw Error(ExitCode::usage, sentence); }

std::string name_of(const std::string& item) { return item.substr(0, item.find(':')); }

/// Item `index` of a chain has this role, and its first item that one: does it mean anything there?
void check(const std::vector<std::string>& items, std::size_t index, const Role& role, const Role& first,
           bool background) {
  const std::string name = name_of(items[index]);
  if (role.background && !background) {
    refuse("the renderer '" + name +
           "' needs something behind the person. Give a background: beach.jpg, blur, '#rrggbb', ...");
  }
  if (index > 0 && !role.changes) {
    refuse("the renderer '" + name + "' draws the whole picture again and would undo the renderers before it. " +
           "Begin with it, or leave one out.");
  }
  if (role.changes && role.background && !first.background) {
    refuse("the renderer '" + name + "' changes the person in front of a background, but '" + name_of(items[0]) +
           "' draws none. Begin with alpha, or leave '" + name + "' out.");
  }
  if (role.last && index + 1 < items.size()) {
    refuse("nothing can follow the renderer '" + name + "', whose picture has no colours. Leave one out.");
  }
}

}  // namespace

std::unique_ptr<Renderer> make_renderer(std::string_view chain, std::shared_ptr<Background> background) {
  std::vector<std::string> items = split(chain);
  if (!items.empty() && !is_in_table(all_renderers(), items[0]) && is_in_table(all_backgrounds(), items[0])) {
    if (background)
      refuse("the background and the renderer '" + items[0] + "' both say what is behind. Give one of them.");
    background = make_background_kind(items[0]);
    items.erase(items.begin());
  }
  std::vector<std::unique_ptr<Renderer>> renderers;
  std::transform(items.begin(), items.end(), std::back_inserter(renderers), make_one);
  if (renderers.empty() || renderers.front()->role().changes) {
    items.insert(items.begin(), background ? "alpha" : "cutout");
    renderers.insert(renderers.begin(), make_one(items[0]));
  }
  bool shown = false;
  for (std::size_t i = 0; i < renderers.size(); ++i) {
    const Role role = renderers[i]->role();
    check(items, i, role, renderers.front()->role(), background != nullptr);
    shown = shown || role.background;
  }
  if (background && !shown) {
    refuse("the renderer '" + name_of(items[0]) + "' shows no background, so a background has no meaning beside it. " +
           "Leave one out.");
  }
  for (const auto& renderer : renderers) renderer->open();
  return std::make_unique<Chain>(std::move(renderers), std::move(background));
}

bool draws_transparent(std::string_view chain, bool has_background) {
  const std::vector<std::string> items = split(chain);
  if (items.empty()) return !has_background;
  if (!is_in_table(all_renderers(), items[0]) && is_in_table(all_backgrounds(), items[0])) return false;
  return name_of(items[0]) == "cutout" || (!has_background && make_one(items[0])->role().changes);
}

}  // namespace segme
