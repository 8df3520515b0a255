// base/components: what hangs together, held against a flood of every pixel.
#include "base/components.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace segme {
namespace {

/// Numbers by a plain flood in the order of first pixels; -1 outside.
std::vector<int> flooded(const std::vector<bool>& inside, int width, int height, bool corners) {
  std::vector<int> number(inside.size(), -1);
  int next = 0;
  for (int first = 0; first < width * height; ++first) {
    if (!inside[static_cast<std::size_t>(first)] || number[static_cast<std::size_t>(first)] >= 0) continue;
    std::vector<int> waiting{first};
    number[static_cast<std::size_t>(first)] = next;
    while (!waiting.empty()) {
      const int at = waiting.back();
      waiting.pop_back();
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          const int x = at % width + dx, y = at / width + dy;
          if ((!corners && dx != 0 && dy != 0) || x < 0 || y < 0 || x >= width || y >= height) continue;
          const auto other = static_cast<std::size_t>(y * width + x);
          if (!inside[other] || number[other] >= 0) continue;
          number[other] = next;
          waiting.push_back(static_cast<int>(other));
        }
      }
    }
    ++next;
  }
  return number;
}

TEST(components, are_those_of_a_plain_flood) {
  std::mt19937 random(7);
  Components components;
  for (int round = 0; round < 300; ++round) {
    const int width = 1 + static_cast<int>(random() % 24), height = 1 + static_cast<int>(random() % 24);
    std::vector<bool> inside(static_cast<std::size_t>(width * height));
    const auto share = 1 + random() % 9;
    for (std::size_t i = 0; i < inside.size(); ++i) inside[i] = random() % 10 < share;
    const bool corners = round % 2 == 0;
    components.find(width, height, corners, [&](int pixel) { return inside[static_cast<std::size_t>(pixel)]; });
    std::vector<int> number(inside.size(), -1);
    components.for_runs([&](const Components::Run& run, std::size_t first) {
      for (int x = run.begin; x < run.end; ++x) {
        number[first + static_cast<std::size_t>(x - run.begin)] = run.component;
      }
      EXPECT_EQ(components.at_border(run), run.begin == 0 || run.end == width || run.y == 0 || run.y + 1 == height);
    });
    const std::vector<int> truth = flooded(inside, width, height, corners);
    ASSERT_EQ(number, truth) << width << " x " << height << (corners ? " over corners" : "");
    int most = -1;
    for (const int one : truth) most = std::max(most, one);
    EXPECT_EQ(components.count(), static_cast<std::size_t>(most + 1));
  }
}

TEST(components, nothing_is_found_where_nothing_is) {
  Components components;
  components.find(5, 4, true, [](int) { return false; });
  EXPECT_EQ(components.count(), 0U);
  EXPECT_TRUE(components.runs().empty());
  components.find(0, 0, true, [](int) { return true; });
  EXPECT_EQ(components.count(), 0U);
}

}  // namespace
}  // namespace segme
