// sink/picture_sequence: see picture_sequence.h.
#include "sink/picture_sequence.h"

#include <filesystem>

#include "base/name_pattern.h"
#include "sink/image_file.h"

namespace segme {
namespace {

class PictureSequence final : public VideoSink {
 public:
  explicit PictureSequence(const std::string& where)
      : name_(where), extension_(std::filesystem::path(where).extension().string()) {}
  void show(const Image& picture, double) override {
    write_file(name_.fill({}, ++number_), encode_image(picture, extension_));
  }
  void finish() override {
    const auto there = static_cast<std::int64_t>(name_.existing().size());
    if (there <= number_) return;
    notes_.push_back(std::to_string(there - number_) + (there - number_ == 1 ? " picture" : " pictures") +
                     " of an earlier run with other numbers are still there, and would be read with the new ones.");
  }
  void cut() override {}
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }
  [[nodiscard]] std::string encoder() const override { return extension_.substr(1); }

 private:
  NamePattern name_;
  std::string extension_;
  std::int64_t number_ = 0;
  std::vector<std::string> notes_;
};

}  // namespace

std::unique_ptr<VideoSink> make_picture_sequence(const std::string& where) {
  return std::make_unique<PictureSequence>(where);
}

}  // namespace segme
