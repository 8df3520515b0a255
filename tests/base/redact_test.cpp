// base/redact: what opens doors is never printed, and all else stays readable.
#include "base/redact.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(base_redact, users_and_passwords_are_hidden) {
  EXPECT_EQ(without_secrets("rtsp://me:secret@10.0.0.9:554/door"), "rtsp://***@10.0.0.9:554/door");
  EXPECT_EQ(without_secrets("https://token@host/a.mp4"), "https://***@host/a.mp4");
  EXPECT_EQ(without_secrets("rtsp://me:se/cr@et@host/door"), "rtsp://***@host/door");
}

TEST(base_redact, an_at_in_a_path_is_no_user) {
  EXPECT_EQ(without_secrets("http://host:8080/a@b.mp4"), "http://host:8080/a@b.mp4");
  EXPECT_EQ(without_secrets("http://host/a@b.mp4"), "http://host/a@b.mp4");
}

TEST(base_redact, stream_keys_are_hidden) {
  EXPECT_EQ(without_secrets("rtmp://a.example/live2/abcd-1234"), "rtmp://a.example/live2/***");
  EXPECT_EQ(without_secrets("rtmps://a.example:443/app/inst/key?x=1"), "rtmps://a.example:443/app/inst/***?x=***");
  EXPECT_EQ(without_secrets("rtmp://localhost/live"), "rtmp://localhost/live");
}

TEST(base_redact, values_of_a_query_are_hidden_but_those_that_harm_nobody) {
  EXPECT_EQ(without_secrets("srt://h:7000?mode=caller&passphrase=open%20sesame"),
            "srt://h:7000?mode=caller&passphrase=***");
  EXPECT_EQ(without_secrets("https://h/a.m3u8?token=abc#part"), "https://h/a.m3u8?token=***#***");
  EXPECT_EQ(without_secrets("https://h/a?abc"), "https://h/a?***");
}

TEST(base_redact, sentences_keep_what_stands_around_addresses) {
  EXPECT_EQ(without_secrets("cannot read 'rtsp://u:p@h/x': no. Use rtmp://h/live/key."),
            "cannot read 'rtsp://***@h/x': no. Use rtmp://h/live/***.");
  EXPECT_EQ(without_secrets("no address: a@b, 50% off://"), "no address: a@b, 50% off://");
  EXPECT_EQ(without_secrets(""), "");
}

}  // namespace
}  // namespace segme
