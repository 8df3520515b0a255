// base/memory: seeing that memory is short before a library falls over it, and what to say then.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace segme {

/// Whether so many bytes of address space can be had at once: under `ulimit -v`, or where the system promises no more
/// than it has.
bool has_room(std::size_t bytes) noexcept;

/// The bytes of address space that this process may have, where somebody set a limit (`ulimit -v`).
std::optional<std::size_t> memory_limit() noexcept;

/// The one sentence for it, with the limit where there is one.
std::string memory_sentence();

}  // namespace segme
