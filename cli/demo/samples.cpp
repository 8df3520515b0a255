// cli/demo/samples: see samples.h. The symbols come from cmake/embed.cmake (segme_embed_files).
#include "cli/demo/samples.h"

#include <array>

extern "C" {
extern const unsigned char segme_sample_astronaut[], segme_sample_astronaut_end[];
extern const unsigned char segme_sample_photographer[], segme_sample_photographer_end[];
extern const unsigned char segme_sample_coffee[], segme_sample_coffee_end[];
extern const unsigned char segme_sample_rocket[], segme_sample_rocket_end[];
}

namespace segme::cli {
namespace {

std::span<const std::uint8_t> bytes(const unsigned char* begin, const unsigned char* end) { return {begin, end}; }

}  // namespace

std::span<const DemoPicture> demo_samples() {
  static const std::array<DemoPicture, 3> samples{
      {{"astronaut.png", "A portrait with fine hair, in front of a busy background",
        "Eileen Collins. NASA, public domain", bytes(segme_sample_astronaut, segme_sample_astronaut_end)},
       {"photographer.png", "A man with a camera, seen from the side", "Photograph by Lav Varshney, CC0",
        bytes(segme_sample_photographer, segme_sample_photographer_end)},
       {"coffee.png", "A cup of coffee: there is nobody to find", "Photograph by Rachel Michetti, CC0",
        bytes(segme_sample_coffee, segme_sample_coffee_end)}}};
  return samples;
}

const DemoPicture& demo_background() {
  static const DemoPicture rocket{"rocket.jpg", "A rocket is launched", "SpaceX Photos, public domain",
                                  bytes(segme_sample_rocket, segme_sample_rocket_end)};
  return rocket;
}

}  // namespace segme::cli
