// cli/common/child: work that may crash inside somebody else's library, in a copy of this process: a crash there is a
// sentence here.
#pragma once

#include <functional>
#include <string>

namespace segme::cli {

/// How a child ended: `crash` is "" and `answer` what it worked out, or it crashed ("Segmentation fault").
struct ChildEnd {
  std::string answer, crash;
};

/// Runs `work` in a child and waits for it. To be called while this process has one thread. Ctrl-C reaches the child,
/// too; the child ends with this process. @throws Error that `work` throws; Error(missing) where no child can be
/// started.
ChildEnd run_in_child(const std::function<std::string()>& work);

}  // namespace segme::cli
