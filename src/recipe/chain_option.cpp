// recipe/chain_option: see chain_option.h.
#include "recipe/chain_option.h"

#include <utility>
#include <vector>

#include "refine/refiner.h"
#include "render/background.h"
#include "render/renderer.h"

namespace segme {
namespace {

bool is_filter(std::string_view item) {
  return is_in_table(all_refiners(), item) || is_in_table(all_renderers(), item) ||
         is_in_table(all_backgrounds(), item);
}

/// Where "filter.option" stands in a chain.
struct Place {
  std::vector<std::string> items;
  std::size_t at = 0;
  std::string_view filter, option;
};

std::optional<Place> find(const std::string& chain, std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  Place place{split_chain(chain, is_filter), 0, name.substr(0, dot), name.substr(dot + 1)};
  for (; place.at < place.items.size(); ++place.at) {
    if (std::string_view(place.items[place.at]).substr(0, place.items[place.at].find(':')) == place.filter)
      return place;
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> options_of(const Place& place) {
  const std::string& item = place.items[place.at];
  const std::size_t colon = item.find(':');
  if (colon == std::string::npos) return {};
  return detail::split_options(place.filter, std::string_view(item).substr(colon + 1));
}

}  // namespace

std::optional<std::string> with_chain_option(const std::string& chain, std::string_view name, std::string_view value) {
  std::optional<Place> place = find(chain, name);
  if (!place) return std::nullopt;
  std::string text(place->filter);
  char before = ':';
  const auto add = [&](std::string_view key, std::string_view of) {
    text += before + std::string(key) + "=" + std::string(of);
    before = ',';
  };
  for (const auto& [key, of] : options_of(*place)) {
    if (key != place->option) add(key, of);
  }
  add(place->option, value);
  place->items[place->at] = text;
  std::string joined;
  for (const std::string& item : place->items) joined += (joined.empty() ? "" : ",") + item;
  return joined;
}

std::optional<std::string> chain_option(const std::string& chain, std::string_view name) {
  const std::optional<Place> place = find(chain, name);
  if (!place) return std::nullopt;
  for (const auto& [key, of] : options_of(*place)) {
    if (key == place->option) return of;
  }
  return "";
}

}  // namespace segme
