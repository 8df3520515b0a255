// sink/video_file and capture/video_file back to back: what goes in comes out.
#include "sink/video_file.h"

#include <gtest/gtest.h>

#include "capture/synthetic.h"
#include "capture/video_file.h"

namespace segme {
namespace {

TEST(video_file, keeps_count_and_moments) {
  Synthetic::Options options;
  options.width = 320;
  options.height = 240;
  options.frames = 40;
  options.motion = 0.02F;
  for (const char* name : {"a.mp4", "a.mkv", "a.webm", "a.mov"}) {
    Synthetic synthetic(options);
    const std::string path = testing::TempDir() + name;
    VideoFileOptions file;
    file.time_base = {1, 15360};
    auto sink = make_video_file(path, file);
    Frame frame;
    std::vector<double> times;
    while (synthetic.next(frame)) {
      frame.seconds += frame.number % 3 == 1 ? 0.005 : 0;
      times.push_back(frame.seconds);
      sink->show(frame.image, frame.seconds);
    }
    sink->finish();
    auto source = open_video(path);
    int count = 0;
    while (source->next(frame)) {
      EXPECT_NEAR(frame.seconds, times[static_cast<std::size_t>(count)], 0.0006) << name << count;
      ++count;
    }
    EXPECT_EQ(count, 40) << name;
    EXPECT_EQ(source->info().width, 320);
  }
}

}  // namespace
}  // namespace segme
