// android/jni/absent: what takes the place of parts that the phone does not have: files, and engines of our own. Each
// says so in one sentence. Android decodes pictures and TensorFlow Lite runs nets; both reach the core through segme.h.
#include "base/error.h"
#include "capture/file_kind.h"
#include "capture/image_file.h"
#include "pipeline/video_background.h"
#include "recipe/models.h"
#include "recipe/recipe.h"

namespace segme {

Image read_image(const std::filesystem::path& path, bool, ImageInfo*) {
  throw Error(ExitCode::missing,
              "cannot read '" + path.string() +
                  "': this build reads no files. Give the pixels with segme_pipeline_set_background.");
}

std::unique_ptr<VideoBackground> open_video_background(const std::string& where, const std::string&, const Opening&,
                                                       VideoInfo*) {
  throw Error(
      ExitCode::missing,
      "cannot read '" + where + "': this build reads no files. Give each picture with segme_pipeline_set_background.");
}

std::unique_ptr<Segmenter> make_method(const Recipe&) {
  throw Error(ExitCode::missing, "segmenter",
              "this build has no engine. Make a segmenter with segme_segmenter_from_engine or "
              "segme_segmenter_from_callback, and a pipeline with segme_pipeline_new_with.");
}

std::vector<Model> list_models(std::vector<std::string>*) { return {}; }

std::vector<std::string> describe_engines() { return {}; }

}  // namespace segme
