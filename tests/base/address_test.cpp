// base/address: no secret is left in what is shown, and what is none stays.
#include "base/address.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(base_address, secrets_are_hidden) {
  EXPECT_EQ(safe_address("rtsp://me:word@cam.local:554/stream1"), "rtsp://***@cam.local:554/stream1");
  EXPECT_EQ(safe_address("rtsp://me:w@o/rd@cam/stream1"), "rtsp://***@cam/stream1");
  EXPECT_EQ(safe_address("rtmp://host/live/abcd-efgh"), "rtmp://host/live/***");
  EXPECT_EQ(safe_address("rtmps://host:443/live/inst/key?x=1"), "rtmps://host:443/live/inst/***?x=***");
  EXPECT_EQ(safe_address("srt://host:9000?passphrase=secret&mode=caller"), "srt://host:9000?passphrase=***&mode=***");
  EXPECT_EQ(safe_address("https://host/a.m3u8?token"), "https://host/a.m3u8?***");
  EXPECT_EQ(safe_address("rtmp://host/live/key pubUser=me pubPasswd=word"),
            "rtmp://host/live/*** pubUser=*** pubPasswd=***");
  EXPECT_EQ(safe_address("cache:http://me:word@host/x.mp4"), "cache:http://***@host/x.mp4");
}

TEST(base_address, the_rest_stays) {
  for (const char* plain : {"clip.mp4", "/tmp/a?b=c@d.mp4", "-", "http://host/film.mp4", "rtmp://host/live",
                            "rtsp://[::1]:554/a/b", "2024-08-20T13:28:35Z.mp4", ""}) {
    EXPECT_EQ(safe_address(plain), plain);
    EXPECT_EQ(safe_text(plain), plain);
  }
}

TEST(base_address, sentences_are_cleaned) {
  EXPECT_EQ(safe_text("cannot read 'rtsp://a:b@h/s': nothing comes from 'http://h/x?t=1'. Check it."),
            "cannot read 'rtsp://***@h/s': nothing comes from 'http://h/x?t=***'. Check it.");
  EXPECT_EQ(safe_text("rtmp://h/live/key"), "rtmp://h/live/***");
}

}  // namespace
}  // namespace segme
