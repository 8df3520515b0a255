// capi/about: what the library says of itself is JSON, and holds the tables.
#include <cstddef>
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

// What compiled programs rely on. A change here is another major version.
static_assert(sizeof(void*) != 8 || (offsetof(segme_image, stride) == 24 && offsetof(segme_image, width) == 48 &&
                                     offsetof(segme_image, format) == 56 && sizeof(segme_image) == 64));
static_assert(SEGME_RGB8 == 1 && SEGME_RGBA8 == 2 && SEGME_BGRA8 == 3 && SEGME_NV12 == 4 && SEGME_I420 == 5 &&
              SEGME_GREY8 == 6 && SEGME_GREY_F32 == 7);
static_assert(SEGME_BUG == 1 && SEGME_USAGE == 2 && SEGME_INPUT == 3 && SEGME_MODEL == 5 && SEGME_MISSING == 6 &&
              SEGME_MEMORY == 8 && SEGME_BUSY == 9 && SEGME_CALLER == 10);

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
