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

TEST(base_redact, slashes_behind_a_stream_key_do_not_show_it) {
  EXPECT_EQ(without_secrets("rtmp://h/live/key/"), "rtmp://h/live/***/");
  EXPECT_EQ(without_secrets("cannot write 'rtmp://h/live/key//': no."), "cannot write 'rtmp://h/live/***//': no.");
  EXPECT_EQ(without_secrets("rtmp://h/live/"), "rtmp://h/live/");
}

TEST(base_redact, a_password_may_hold_what_ends_an_address) {
  EXPECT_EQ(without_secrets("cannot read 'rtsp://u:pa'ss@h/x': no."), "cannot read 'rtsp://***@h/x': no.");
  EXPECT_EQ(without_secrets("cannot read 'http://u:se cr<et@h/x', no."), "cannot read 'http://***@h/x', no.");
  EXPECT_EQ(without_secrets("http://u:se cret@h/x"), "http://***@h/x");
  EXPECT_EQ(without_secrets("http://u:pa\"ss@h/x y@z"), "http://***@h/x y@z");
  EXPECT_EQ(without_secrets("'http://h/a' and 'b@c'"), "'http://h/a' and 'b@c'");
  EXPECT_EQ(without_secrets("http://h/a is by b@c"), "http://h/a is by b@c");
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
