// sink/opencv/highgui/keys: every key that is pressed in a window. Qt, which is behind highgui, tells only the last of
// those that come while a picture is worked on; the X server tells them all to whoever asks for them.
#pragma once

#include <string>

namespace segme::highgui {

class Keys {
 public:
  Keys() = default;
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  ~Keys();
  /// Listens from now on, if this process has a window of that title on an X server by now. Call it again until it
  /// does.
  void find(const std::string& title);
  [[nodiscard]] bool listens() const { return listens_; }
  /// What was typed since the last call, in its order, as letters of ASCII.
  std::string take();

 private:
  static constexpr int kTries = 100;  // a window on another kind of server is never found

  int tries_ = kTries;
  void* display_ = nullptr;  ///< a connection of our own
  bool listens_ = false;
};

}  // namespace segme::highgui
