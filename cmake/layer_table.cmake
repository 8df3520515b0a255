# The house as a table: "layer: layers whose headers it may include". cmake/layers.cmake makes the targets from it and the
# test house/layers holds every #include against it.
set(SEGME_LAYERS
  "base:"
  "capture: base"
  "infer: base"
  "refine: base"
  "render: base"
  "sink: base"
  "pipeline: base capture infer refine render sink"
  "recipe: base capture infer refine render pipeline"
  "eval: base capture"
  "net: base"
  "data: base capture render eval"
  "session: base capture infer render sink pipeline recipe data"
  "capi: base infer render refine pipeline recipe"
  "cli: base capture infer refine render sink pipeline recipe session eval net data"
  "train: base infer sink net eval data cli")

# Third parties, "name: regular expression of its headers". A file that includes one lies below a folder of that name and
# is built only where cmake/deps.cmake found it.
set(SEGME_PARTIES
  "jpeg: ^(jpeglib|jerror|turbojpeg)\\.h$"
  "png: ^(png|zlib)\\.h$"
  "webp: ^webp/"
  "tiff: ^tiff(io)?\\.h"
  "lcms: ^lcms2"
  "exif: ^libexif/"
  "heif: ^libheif/"
  "jxl: ^jxl/"
  "openvino: ^openvino/"
  "onnxruntime: ^onnxruntime_"
  "litert: ^litert/"
  "opencl: ^CL/"
  "opencv: ^opencv2/"
  "highgui: ^opencv2/highgui"
  "chafa: ^chafa"
  "ffmpeg: ^lib(av|sw)"
  "onnx: ^(onnx|google/protobuf)"
  "coreml: ^coreml\\.pb\\.h$"
  "tflite: ^((tflite|metadata)_generated\\.h|flatbuffers/)"
  "toml: ^toml\\+\\+/"
  "torch: ^(torch|ATen|c10)/")

# Third parties that need no folder: "name: regular expression: layers whose .cpp files may include it" (* is every one).
# They are small, always there, and like every other never in a header of ours; Highway's own kind of header, *-inl.h,
# is the exception.
set(SEGME_SHARED_PARTIES
  "hwy: ^hwy/: *"
  "json: ^nlohmann/: *"
  "cli11: ^CLI/: cli train")
