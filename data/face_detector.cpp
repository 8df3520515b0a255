// data/face_detector: the one place that knows whether there is one.
#include "data/face_detector.h"

#include "base/error.h"

#if defined(SEGME_HAS_OPENCV)
#include "data/opencv/cascade.h"
#endif

namespace segme::data {

std::unique_ptr<FaceDetector> make_face_detector([[maybe_unused]] const std::filesystem::path& cascade) {
#if defined(SEGME_HAS_OPENCV)
  return make_cascade_detector(cascade);
#else
  throw Error(ExitCode::missing,
              "cannot look for faces: this SegMe is built without OpenCV. Install libopencv-objdetect-dev and "
              "opencv-data, then build again.");
#endif
}

}  // namespace segme::data
