// infer/model_card: what a model wants and gives, as its card.json says. Nothing else tells models apart: no file name,
// no guess. An unknown key is an error.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segme {

/// card.json. Sizes in pixels. The tensor is channel c of pixel (x, y) = (value 0..255 - mean[c]) * scale[c]; of a grey
/// one mean[0] and scale[0] count.
struct ModelCard {
  std::string name;     ///< "portrait-balanced"
  std::string summary;  ///< one line
  std::string file;     ///< "model.onnx", beside the card
  std::string sha256;   ///< of the file, hex; may be empty for a user's own
  int width = 0;        ///< input of the net
  int height = 0;
  std::string layout = "nchw";          ///< "nchw" | "nhwc" | "flat" (rank 1 or 2, pixels as in nhwc)
  std::string colour_order = "rgb";     ///< "rgb" | "bgr" | "grey" (one channel, luma)
  std::string fourth_channel = "none";  ///< "none" | "zero" | "previous_matte" (0..1; 0 at first)
  std::array<float, 3> mean{0, 0, 0};   ///< in 0..255
  std::array<float, 3> scale{1.0F / 255, 1.0F / 255, 1.0F / 255};
  std::string fit = "stretch";  ///< "stretch" | "letterbox" (aspect kept, edges padded by the mean)
  std::string output;           ///< tensor name; empty: the only one
  int output_channel = 0;       ///< which channel is the person
  int output_channels = 1;
  /// "nchw" | "nhwc" | "flat" (rank 1 or 2, row-major pixels) | "packed" (16 binary pixels of a row in one number, the
  /// first as 2^7, the last as 2^-8)
  std::string output_layout = "nchw";
  std::string activation = "none";  ///< what is still to be applied: "none" (already 0..1) | "sigmoid" | "softmax"
  bool mirrored = false;            ///< the net is asked about the mirrored picture, too: Segmenter takes both
  bool mirrored_stills = false;     ///< the same for stills alone, see settle
  std::string also;                 ///< name of another model that is asked, too, mirrored where this one is; or empty
  bool closer = false;  ///< people who fill little of the picture are looked at once more, nearer; in stills
  std::string quality = "balanced";  ///< the level it serves: fast | balanced | accurate
  std::string licence;               ///< of the weights
  std::string origin;                ///< who trained it, on what, from which start
  std::string limits;                ///< where it fails
  std::string metrics;               ///< JSON text of the "metrics" object, as it stands in the card
};

constexpr int kPackedPixels = 16;  ///< in one number, of an output that is "packed"

/// 1, 3 or 4.
int input_channels(const ModelCard& card);

/// Makes `mirrored` and `closer` what is to be done: `still` is for pictures that have nothing to do with each other,
/// not for the frames of a video, where mattes would jump with a closer view and each frame has its time.
void settle(ModelCard& card, bool still);

/// Reads a card from JSON text. `name` stands in error sentences. @throws Error(model)
ModelCard parse_model_card(std::string_view json, std::string_view name);

/// The bytes of a model file: own ones, or a view of those that are built into the program, which are never copied.
class ModelBytes {
 public:
  ModelBytes() = default;
  ModelBytes(std::vector<std::uint8_t> own)
      : own_(std::move(own)) {}  // NOLINT(google-explicit-constructor): a file is bytes
  static ModelBytes built_in(std::span<const std::uint8_t> bytes) {
    ModelBytes made;
    made.built_in_ = bytes;
    return made;
  }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return is_built_in() ? built_in_.data() : own_.data(); }
  [[nodiscard]] std::size_t size() const noexcept { return is_built_in() ? built_in_.size() : own_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] bool is_built_in() const noexcept { return built_in_.data() != nullptr; }

 private:
  std::vector<std::uint8_t> own_;
  std::span<const std::uint8_t> built_in_;
};

/// A card and the bytes of its model, ready for an engine.
struct Model {
  ModelCard card;
  ModelBytes bytes;            ///< the model file
  std::filesystem::path path;  ///< where it was read; empty for the embedded one
};

/// Finds a model: a folder with card.json, a card.json, a model file with card.json or NAME.json (same stem) beside it,
/// or a name / quality level from the embedded models and the model folders (SEGME_MODELS, XDG data folder, beside the
/// program). A level that no model serves is served by the nearest: card.quality tells. Checks sha256 when the card
/// gives one. @throws Error(model)
Model find_model(std::string_view what);

/// The model that `card` wants asked beside its own, mirrored where the card is, and asking none itself. @throws
/// Error(model)
Model find_also(const ModelCard& card);

/// Everything `segme doctor` lists: the embedded models first. Broken ones are left out, with a sentence in
/// `complaints`.
std::vector<Model> list_models(std::vector<std::string>* complaints = nullptr);

}  // namespace segme
