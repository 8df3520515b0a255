// base/activity: something that may take over a second, such as compiling a model, told to whoever listens while it
// lasts.
#pragma once

#include <string>

namespace segme {

/// Lasts from its making to its end. Without a listener it costs nothing but its text. From any thread.
class Activity {
 public:
  /// what: "compiling the model portrait"
  explicit Activity(std::string what);
  ~Activity();
  Activity(const Activity&) = delete;
  Activity& operator=(const Activity&) = delete;

 private:
  std::string what_;
};

/// Called when one begins (seconds < 0) and when it ends, with the seconds that it took; one call at a time. Null:
/// nobody listens.
void listen_to_activities(void (*listener)(const std::string& what, double seconds));

}  // namespace segme
