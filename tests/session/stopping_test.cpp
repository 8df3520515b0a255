// session/stopping: a stop is noticed between steps, in poll(), and a while later.
#include "session/stopping.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

#include "base/error.h"

namespace segme::session {
namespace {

using std::chrono::milliseconds;

TEST(stopping, a_step_ends_once_it_is_asked_for) {
  std::stop_source stop;
  const auto asked = stops(stop.get_token());
  EXPECT_NO_THROW(end_if_stopped(stop.get_token()));
  EXPECT_FALSE(asked());
  stop.request_stop();
  EXPECT_TRUE(asked());
  try {
    end_if_stopped(stop.get_token());
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::interrupted);
    EXPECT_EQ(error.field(), "stop");
  }
  EXPECT_NO_THROW(end_if_stopped({}));
}

TEST(stopping, what_has_to_be_finished_is_given_a_while_that_all_copies_share) {
  std::stop_source stop;
  const auto late = stops_later(stop.get_token(), milliseconds(30));
  const auto copy = late;
  EXPECT_FALSE(late());
  stop.request_stop();
  EXPECT_FALSE(late());
  std::this_thread::sleep_for(milliseconds(60));
  EXPECT_TRUE(copy());
  EXPECT_FALSE(stops_later(stop.get_token(), milliseconds(30))());  // another's while begins when it first asks
}

TEST(stopping, poll_is_woken) {
  std::stop_source stop;
  const StopDescriptor descriptor(stop.get_token());
  pollfd wait{descriptor.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&wait, 1, 0), 0);
  std::thread other([&] {
    std::this_thread::sleep_for(milliseconds(20));
    stop.request_stop();
  });
  EXPECT_EQ(::poll(&wait, 1, -1), 1);
  other.join();
  const StopDescriptor after(stop.get_token());
  wait.fd = after.get();
  EXPECT_EQ(::poll(&wait, 1, 0), 1);
}

}  // namespace
}  // namespace segme::session
