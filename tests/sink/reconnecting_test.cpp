// sink/reconnecting: an output that goes away comes back, time starts anew for it, and what was lost is counted.
#include "sink/reconnecting.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace segme {
namespace {

using std::chrono::milliseconds;

/// A server: it takes `good` pictures a connection, then breaks; `refuse` connections are refused after the first.
struct Server {
  int good = 3;
  int refuse = 0;
  int connections = 0;
  std::vector<double> seconds, starts;
  int finished = 0;
};

class Connection final : public Sink {
 public:
  explicit Connection(Server& server) : server_(server) {}
  void show(const Image&, double seconds) override {
    if (taken_++ == server_.good) throw Error(ExitCode::output, "the peer has gone");
    server_.seconds.push_back(seconds);
  }
  void finish() override { ++server_.finished; }

 private:
  Server& server_;
  int taken_ = 0;
};

Reconnecting::Make connect(Server& server) {
  return [&server](double seconds) -> std::unique_ptr<Sink> {
    if (++server.connections > 1 && server.refuse-- > 0) throw Error(ExitCode::output, "nobody listens");
    server.starts.push_back(seconds);
    return std::make_unique<Connection>(server);
  };
}

Reconnecting::Patience quick() { return {milliseconds(1000), milliseconds(0), milliseconds(0)}; }

TEST(reconnecting, it_comes_back_and_its_time_begins_anew) {
  Server server;
  Reconnecting output(connect(server), quick());
  const Image picture(2, 2, 3);
  for (int i = 0; i < 8; ++i) output.show(picture, i);
  output.finish();
  EXPECT_EQ(server.seconds, (std::vector<double>{0, 1, 2, 0, 1, 2}));
  EXPECT_EQ(server.starts, (std::vector<double>{0, 4}));
  EXPECT_EQ(output.written(), 6);
  EXPECT_EQ(output.dropped(), 2);
  EXPECT_EQ(output.reconnects(), 1);
  EXPECT_FALSE(output.connected());
}

TEST(reconnecting, while_it_is_refused_pictures_are_dropped_and_counted) {
  Server server;
  server.refuse = 2;
  Reconnecting output(connect(server), quick());
  const Image picture(2, 2, 3);
  for (int i = 0; i < 7; ++i) output.show(picture, i);  // 0 1 2 written, 3 breaks, 4 and 5 refused, 6 written
  EXPECT_EQ(output.written(), 4);
  EXPECT_EQ(output.dropped(), 3);
  EXPECT_TRUE(output.connected());
  output.finish();
  EXPECT_EQ(server.finished, 1);
}

TEST(reconnecting, that_it_goes_and_comes_back_is_told_once_each) {
  Server server;
  server.refuse = 2;
  std::vector<bool> told;
  Reconnecting::Patience patience = quick();
  patience.tell = [&](bool there) { told.push_back(there); };
  Reconnecting output(connect(server), patience);
  const Image picture(2, 2, 3);
  for (int i = 0; i < 7; ++i) output.show(picture, i);
  EXPECT_EQ(told, (std::vector<bool>{false, true}));
}

TEST(reconnecting, a_pause_is_kept_between_tries) {
  Server server;
  server.good = 1;
  Reconnecting output(connect(server), {milliseconds(1000), milliseconds(3600000), milliseconds(3600000)});
  const Image picture(2, 2, 3);
  for (int i = 0; i < 50; ++i) output.show(picture, i);
  EXPECT_EQ(server.connections, 1);
  EXPECT_EQ(output.dropped(), 49);
}

TEST(reconnecting, an_address_that_was_never_right_is_said) {
  const auto refuse = [](double) -> std::unique_ptr<Sink> { throw Error(ExitCode::output, "nobody listens"); };
  EXPECT_THROW(Reconnecting(refuse, quick()), Error);
  Server server;
  server.good = 0;  // it connects, but its first picture already fails
  Reconnecting output(connect(server), quick());
  EXPECT_THROW(output.show(Image(2, 2, 3), 0), Error);
}

TEST(reconnecting, a_call_that_takes_too_long_is_told_that_it_is_late) {
  class Slow final : public Sink {
   public:
    void show(const Image&, double) override {
      EXPECT_FALSE(Reconnecting::late());
      while (!Reconnecting::late()) std::this_thread::yield();
      throw Error(ExitCode::output, "late");
    }
  };
  EXPECT_FALSE(Reconnecting::late()) << "outside of any call nothing is late";
  Reconnecting output([](double) { return std::make_unique<Slow>(); },
                      {milliseconds(20), milliseconds(0), milliseconds(0)});
  EXPECT_THROW(output.show(Image(2, 2, 3), 0), Error);
  EXPECT_FALSE(Reconnecting::late());
}

std::atomic<bool> leaving{false}, leaving_late{false};

/// Waits until the call under way is to end.
void wait_until_late() {
  while (!Reconnecting::late()) std::this_thread::sleep_for(milliseconds(1));
  throw Error(ExitCode::output, "given up");
}

TEST(reconnecting, whoever_leaves_does_not_wait_for_a_peer_that_is_silent) {
  class Silent final : public Sink {
    void show(const Image&, double) override {
      if (shown_++ > 0) wait_until_late();
    }
    int shown_ = 0;
  };
  Reconnecting::Patience patience;
  patience.deadline = std::chrono::hours(1);
  patience.leave = [] { return leaving.load(); };
  patience.leave_late = [] { return leaving_late.load(); };
  Reconnecting output([](double) { return std::make_unique<Silent>(); }, patience);
  const Image picture(2, 2, 3);
  output.show(picture, 0);
  std::thread leaves([] { leaving_late = true; });
  output.show(picture, 1);
  leaves.join();
  EXPECT_EQ(output.dropped(), 1);
  EXPECT_FALSE(output.connected());

  const auto nobody = [](double) -> std::unique_ptr<Sink> {
    wait_until_late();
    return nullptr;
  };
  std::thread connecting_leaves([] { leaving = true; });
  EXPECT_THROW(Reconnecting(nobody, patience), Error);
  connecting_leaves.join();
}

}  // namespace
}  // namespace segme
