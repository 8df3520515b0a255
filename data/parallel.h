// data/parallel: the same work on every index, on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace segme::data {

/// Calls work(i) once for each i below `count`, on `jobs` threads (0: one a core), until stop() says so. The first
/// exception ends all and is thrown again. Where the system starts no more threads, those that run do the work.
void for_each_index(std::size_t count, int jobs, const std::function<void(std::size_t)>& work,
                    const std::function<bool()>& stop = {});

}  // namespace segme::data
