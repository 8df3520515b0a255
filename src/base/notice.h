// base/notice: what a user should know and is no error: work goes on, but not as was asked.
#pragma once

#include <string>

namespace segme {

/// Tells one sentence, once in a process however often it is said. Dropped where nobody listens. From any thread.
void notice(const std::string& sentence);

/// Who listens from now on, one call at a time; null: nobody. What was told before may be told again.
void listen_to_notices(void (*listener)(const std::string& sentence));

}  // namespace segme
