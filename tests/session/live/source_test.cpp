// session/live/source: what a source is named by, by its looks.
#include "session/live/source.h"

#include <gtest/gtest.h>

namespace segme::session {
namespace {

TEST(live_source, what_a_camera_is_named_by) {
  EXPECT_EQ(source_kind("0"), SourceKind::camera);
  EXPECT_EQ(source_kind("/dev/video3"), SourceKind::camera);
  EXPECT_EQ(source_kind("clip.mp4"), SourceKind::file);
  EXPECT_EQ(source_kind("rtsp://10.0.0.7/x"), SourceKind::stream);
}

}  // namespace
}  // namespace segme::session
