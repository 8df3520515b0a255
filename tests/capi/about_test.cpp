// capi/about: what the library says of itself is JSON, and holds the tables.
#include <nlohmann/json.hpp>

#include "refine/refiner.h"
#include "render/renderer.h"
#include "tests/capi/made.h"

namespace segme {
namespace {

using Json = nlohmann::json;

TEST(capi_about, options_are_those_of_the_tables) {
  const Json options = Json::parse(segme_options());
  EXPECT_EQ(options["refine"].size(), all_refiners().size());
  EXPECT_EQ(options["background"].size(), all_backgrounds().size());
  EXPECT_EQ(options["render"].size(), all_renderers().size());
  for (const Json& one : options["refine"]) {
    if (one["name"] != "guided") continue;
    EXPECT_FALSE(one["options"].empty());
    EXPECT_TRUE(one["options"][0].contains("default"));
  }
  EXPECT_EQ(segme_options(), segme_options());  // the same memory every time
}

TEST(capi_about, says_its_version_and_its_models) {
  const std::string version = std::to_string(SEGME_VERSION_MAJOR) + "." + std::to_string(SEGME_VERSION_MINOR) + "." +
                              std::to_string(SEGME_VERSION_PATCH);
  EXPECT_EQ(segme_version(), version);
  const Json about = Json::parse(segme_capabilities());
  EXPECT_EQ(about["version"], version);
  EXPECT_GE(about["models"].size(), 3U);
}

}  // namespace
}  // namespace segme
