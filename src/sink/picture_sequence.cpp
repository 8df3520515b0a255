// sink/picture_sequence: see picture_sequence.h.
#include "sink/picture_sequence.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "sink/image_file.h"

namespace segme {
namespace {

struct Place {
  std::size_t begin = std::string::npos, end = 0;  ///< of "%05d" in the name
  std::size_t digits = 0;
};

Place find_place(const std::string& where) {
  Place place;
  for (std::size_t at = where.find('%'); at != std::string::npos; at = where.find('%', at + 1)) {
    std::size_t end = at + 1;
    std::size_t digits = 0;
    while (end < where.size() && std::isdigit(static_cast<unsigned char>(where[end])) != 0 && digits < 20) {
      digits = digits * 10 + static_cast<std::size_t>(where[end++] - '0');
    }
    if (end < where.size() && where[end] == 'd') return {at, end + 1, std::min<std::size_t>(digits, 20)};
  }
  return place;
}

class PictureSequence final : public VideoSink {
 public:
  explicit PictureSequence(const std::string& where)
      : where_(where), place_(find_place(where)), extension_(std::filesystem::path(where).extension().string()) {
    if (can_write_extension(extension_, false)) return;
    throw Error(ExitCode::usage, "'" + where + "' has no extension of a picture. Give frames/%05d.png.");
  }
  void show(const Image& picture, double) override {
    std::string number = std::to_string(++number_);
    number.insert(0, number.size() < place_.digits ? place_.digits - number.size() : 0, '0');
    const std::string path = where_.substr(0, place_.begin) + number + where_.substr(place_.end);
    write_file(path, encode_image(picture, extension_));
  }
  void cut() override {}
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }
  [[nodiscard]] std::string encoder() const override { return extension_.substr(1); }

 private:
  std::string where_;
  Place place_;
  std::string extension_;
  std::int64_t number_ = 0;
  std::vector<std::string> notes_;
};

}  // namespace

bool is_sequence(const std::string& where) { return find_place(where).begin != std::string::npos; }

std::unique_ptr<VideoSink> make_picture_sequence(const std::string& where) {
  return std::make_unique<PictureSequence>(where);
}

}  // namespace segme
