// sink/ffmpeg/webp_duration: the last picture's length is written, and nothing else.
#include "sink/ffmpeg/webp_duration.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace segme::ffmpeg {
namespace {

std::string chunk(const std::string& name, const std::string& contents) {
  const auto size = static_cast<char>(contents.size());
  return name + size + std::string(3, '\0') + contents + (contents.size() % 2 != 0 ? std::string(1, '\0') : "");
}

TEST(sink_webp_duration, the_last_picture_gets_it) {
  const std::string picture(17, '\1');
  const std::string text = "RIFF" + std::string(4, '\0') + "WEBP" + chunk("ANIM", "abcdef") + chunk("ANMF", picture) +
                           chunk("ANMF", picture) + chunk("EXIF", "e");
  std::vector<std::uint8_t> file(text.begin(), text.end());
  set_last_webp_duration(file, 0.5);
  const std::size_t at = text.rfind("ANMF") + 8 + 12;
  for (std::size_t i = 0; i < file.size(); ++i) {
    const int wanted = i == at ? 0xF4 : i == at + 1 ? 0x01 : i == at + 2 ? 0 : static_cast<std::uint8_t>(text[i]);
    EXPECT_EQ(file[i], wanted) << i;
  }
}

TEST(sink_webp_duration, what_is_no_animation_stays) {
  for (const std::string text : {"", "RIFF", "RIFF1234WEBPANMF\xff\xff\xff\xff", "RIFF1234WEBPVP8 \x02"}) {
    std::vector<std::uint8_t> file(text.begin(), text.end());
    set_last_webp_duration(file, 1);
    EXPECT_EQ(std::string(file.begin(), file.end()), text);
  }
}

}  // namespace
}  // namespace segme::ffmpeg
