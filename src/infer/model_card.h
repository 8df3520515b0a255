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

#include "base/choice.h"
#include "infer/quality.h"

namespace segme {

/// How a tensor lies in memory: planes, pixels with their channels side by side, rank 1 or 2 with pixels as in nhwc, or
/// 16 binary pixels of a row in one number, the first as 2^7, the last as 2^-8 (outputs alone).
enum class Layout { nchw, nhwc, flat, packed };
/// Grey is one channel, luma.
enum class ColourOrder { rgb, bgr, grey };
/// previous_matte: 0..1; 0 at first.
enum class FourthChannel { none, zero, previous_matte };
/// letterbox: aspect kept, edges padded by the mean.
enum class InputFit { stretch, letterbox };
/// What is still to be applied to an output; none: it is 0..1 already.
enum class Activation { none, sigmoid, softmax };

template <>
struct NamesOf<Layout> {
  static constexpr std::array<std::string_view, 4> all{"nchw", "nhwc", "flat", "packed"};
};
template <>
struct NamesOf<ColourOrder> {
  static constexpr std::array<std::string_view, 3> all{"rgb", "bgr", "grey"};
};
template <>
struct NamesOf<FourthChannel> {
  static constexpr std::array<std::string_view, 3> all{"none", "zero", "previous_matte"};
};
template <>
struct NamesOf<InputFit> {
  static constexpr std::array<std::string_view, 2> all{"stretch", "letterbox"};
};
template <>
struct NamesOf<Activation> {
  static constexpr std::array<std::string_view, 3> all{"none", "sigmoid", "softmax"};
};

/// card.json. Sizes in pixels. The tensor is channel c of pixel (x, y) = (value 0..255 - mean[c]) * scale[c]; of a grey
/// one mean[0] and scale[0] count.
struct ModelCard {
  std::string name;     ///< "portrait-balanced"
  std::string summary;  ///< one line
  std::string file;     ///< "model.onnx", beside the card
  std::string sha256;   ///< of the file, hex; may be empty for a user's own
  int width = 0;        ///< input of the net
  int height = 0;
  Layout layout = Layout::nchw;  ///< of the input; never packed
  ColourOrder colour_order = ColourOrder::rgb;
  FourthChannel fourth_channel = FourthChannel::none;
  std::array<float, 3> mean{0, 0, 0};  ///< in 0..255
  std::array<float, 3> scale{1.0F / 255, 1.0F / 255, 1.0F / 255};
  InputFit fit = InputFit::stretch;
  std::string output;      ///< tensor name; empty: the only one
  int output_channel = 0;  ///< which channel is the person
  int output_channels = 1;
  Layout output_layout = Layout::nchw;
  Activation activation = Activation::none;
  bool mirrored = false;         ///< the net is asked about the mirrored picture, too: see Mirrored
  bool mirrored_stills = false;  ///< the same for stills alone
  std::string also;              ///< name of another model that is asked, too, mirrored where this one is; or empty
  bool videos = false;           ///< made for videos: a level finds it there first, and never in stills
  bool closer = false;           ///< people who fill little of the picture are looked at once more, nearer; in stills
  Quality quality = Quality::balanced;  ///< the level it serves
  std::string licence;                  ///< of the weights
  std::string origin;                   ///< who trained it, on what, from which start
  std::string limits;                   ///< where it fails
  std::string metrics;                  ///< JSON text of the "metrics" object, as it stands in the card
};

constexpr int kPackedPixels = 16;  ///< in one number, of an output that is "packed"

/// 1, 3 or 4.
int input_channels(const ModelCard& card);

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

}  // namespace segme
