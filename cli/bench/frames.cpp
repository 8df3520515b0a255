// cli/bench/frames: see frames.h.
#include "cli/bench/frames.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/error.h"
#include "base/resize.h"
#include "capture/image_file.h"
#include "capture/synthetic.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

class PictureFrames final : public Frames {
 public:
  PictureFrames(const std::string& path, std::pair<int, int> size) {
    Image picture = read_image(path);
    extension_ = fs::path(path).extension().string();
    if (!can_write_extension(extension_, false)) extension_ = ".png";
    if (size.first > 0) {
      Image sized;
      resize_area(picture, size.first, size.second, sized);
      bytes_ = encode_image(sized, extension_);
      return;
    }
    std::ifstream file(path, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  void next(Frame& frame) override { frame.image = decode_image(bytes_, "the picture"); }
  void encode(const Image& picture) override { encode_image(picture, picture.channels() == 4 ? ".png" : extension_); }

 private:
  std::string extension_;
  std::vector<std::uint8_t> bytes_;
};

/// Drawn once: drawing takes longer than all that is measured.
class DrawnFrames final : public Frames {
 public:
  explicit DrawnFrames(std::pair<int, int> size) {
    Synthetic::Options options;
    options.width = size.first > 0 ? size.first : 1280;
    options.height = size.first > 0 ? size.second : 720;
    options.background = Synthetic::Ground::texture;
    Synthetic(options).next(drawn_);
  }
  void next(Frame& frame) override {
    frame.image.resize(drawn_.image.width(), drawn_.image.height(), 3);
    std::copy_n(drawn_.image.data(), drawn_.image.size(), frame.image.data());
  }
  void encode(const Image& /*picture*/) override {}

 private:
  Frame drawn_;
};

}  // namespace

bool is_clip(const std::string& input) {
  if (input.empty()) return false;
  std::string extension = fs::path(input).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  constexpr std::string_view kPictures[] = {".jpg", ".jpeg", ".png",  ".webp", ".tif", ".tiff",
                                            ".bmp", ".heic", ".heif", ".avif", ".jxl"};
  return std::find(std::begin(kPictures), std::end(kPictures), extension) == std::end(kPictures);
}

std::unique_ptr<Frames> open_frames(const std::string& input, std::pair<int, int> size, const OpenClip& open_clip) {
  if (input.empty()) return std::make_unique<DrawnFrames>(size);
  if (is_clip(input)) return open_clip(input, size.first, size.second);
  return std::make_unique<PictureFrames>(input, size);
}

}  // namespace segme::cli
