// segme: the whole public face in one include.
#pragma once

#include "base/error.h"          // IWYU pragma: export
#include "base/image.h"          // IWYU pragma: export
#include "capture/capture.h"     // IWYU pragma: export
#include "capture/image_file.h"  // IWYU pragma: export
#include "capture/video_file.h"  // IWYU pragma: export
#include "infer/model_card.h"    // IWYU pragma: export
#include "infer/segmenter.h"     // IWYU pragma: export
#include "pipeline.h"            // IWYU pragma: export
#include "pipeline/threads.h"    // IWYU pragma: export
#include "refine/refiner.h"      // IWYU pragma: export
#include "render/renderer.h"     // IWYU pragma: export
#include "sink/image_file.h"     // IWYU pragma: export
#include "sink/sink.h"           // IWYU pragma: export
#include "sink/video_file.h"     // IWYU pragma: export
