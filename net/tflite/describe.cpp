// net/tflite/describe: the tables of the metadata, through the classes that flatc makes of metadata.fbs.
#include "net/tflite/describe.h"

#include <memory>
#include <utility>
#include <vector>

#include "metadata_generated.h"

namespace segme::net {
namespace {

namespace meta = tflite_metadata;

constexpr const char* kParserVersion = "1.5.0";  // the first that knows custom metadata

std::string text_of(const flatbuffers::FlatBufferBuilder& builder) {
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

/// The output is a probability as it is: nothing is still to be applied.
std::string segmenter_options() {
  meta::SegmenterOptionsT options;
  options.activation = meta::SegmenterActivation::NONE;
  options.min_parser_version = "1.0.0";
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(meta::SegmenterOptions::Pack(builder, &options), "V001");
  return text_of(builder);
}

template <class Part>
std::vector<std::unique_ptr<Part>> list_of(std::unique_ptr<Part> only) {
  std::vector<std::unique_ptr<Part>> made;
  made.push_back(std::move(only));
  return made;
}

std::unique_ptr<meta::TensorMetadataT> describe_input(const Shape& shape) {
  auto made = std::make_unique<meta::TensorMetadataT>();
  made->name = "input";
  made->content = std::make_unique<meta::ContentT>();
  made->stats = std::make_unique<meta::StatsT>();
  made->stats->min.assign(1, 0);
  made->stats->max.assign(1, 255);
  if (shape.channels != 3) {
    made->description = "planes of a picture, and what else this net reads";
    made->content->content_properties.Set(meta::FeaturePropertiesT{});
    return made;
  }
  made->description = "the picture, RGB, 0..255";
  meta::ImagePropertiesT image;
  image.color_space = meta::ColourSpace::RGB;
  image.default_size = std::make_unique<meta::ImageSizeT>();
  image.default_size->width = static_cast<std::uint32_t>(shape.width);
  image.default_size->height = static_cast<std::uint32_t>(shape.height);
  made->content->content_properties.Set(std::move(image));
  meta::NormalizationOptionsT options;
  options.mean.assign(1, 0);
  options.std.assign(1, 1);
  auto unit = std::make_unique<meta::ProcessUnitT>();
  unit->options.Set(std::move(options));
  made->process_units = list_of(std::move(unit));
  return made;
}

std::unique_ptr<meta::TensorMetadataT> describe_output(const Shape& shape) {
  auto made = std::make_unique<meta::TensorMetadataT>();
  made->name = "output";
  made->description = "how much of each pixel is person, 0..1";
  if (shape.channels > 1) made->description = "of each pixel, the probability of each label, 0..1";
  made->content = std::make_unique<meta::ContentT>();
  made->content->content_properties.Set(meta::FeaturePropertiesT{});
  made->stats = std::make_unique<meta::StatsT>();
  made->stats->min.assign(1, 0);
  made->stats->max.assign(1, 1);
  auto labels = std::make_unique<meta::AssociatedFileT>();
  labels->name = kLabelsFile;
  labels->description = "what each channel of the output is";
  labels->type = meta::AssociatedFileType::TENSOR_AXIS_LABELS;
  made->associated_files = list_of(std::move(labels));
  return made;
}

}  // namespace

std::string labels_of(const Graph& graph) {
  const int channels = graph.output_shape().channels;
  if (channels == 1) return "person\n";
  std::string made = "background\nperson\n";
  for (int i = 2; i < channels; ++i) made += "channel " + std::to_string(i) + "\n";
  return made;
}

std::string describe_tflite(const Graph& graph) {
  auto net = std::make_unique<meta::SubGraphMetadataT>();
  net->name = graph.name;
  net->input_tensor_metadata = list_of(describe_input(graph.input_shape()));
  net->output_tensor_metadata = list_of(describe_output(graph.output_shape()));
  const std::string options = segmenter_options();
  auto custom = std::make_unique<meta::CustomMetadataT>();
  custom->name = "SEGMENTER_METADATA";
  custom->data.assign(options.begin(), options.end());
  net->custom_metadata = list_of(std::move(custom));

  meta::ModelMetadataT model;
  model.name = graph.name;
  model.description = "finds people: a picture in, their matte out";
  model.version = "1";
  model.min_parser_version = kParserVersion;
  model.subgraph_metadata = list_of(std::move(net));
  flatbuffers::FlatBufferBuilder builder;
  meta::FinishModelMetadataBuffer(builder, meta::ModelMetadata::Pack(builder, &model));
  return text_of(builder);
}

}  // namespace segme::net
