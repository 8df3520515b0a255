// android/jni/bionic: names that glibc's headers and Debian's static libstdc++ use and bionic has by another name or
// not at all. Linked into the phone's library alone.
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" {

// What marks this library's own destructors; never run, since Android does not unload it.
__attribute__((visibility("hidden"))) void* __dso_handle = nullptr;

int* __errno();
int* __errno_location() { return __errno(); }

unsigned long getauxval(unsigned long type);
// Its being there tells libgcc that there are threads.
int __pthread_key_create(pthread_key_t* key, void (*end)(void*)) noexcept { return pthread_key_create(key, end); }

// Texts of the standard library's exceptions stay English.
char* gettext(const char* text) { return const_cast<char*>(text); }

unsigned long __getauxval(unsigned long type) { return getauxval(type); }

// 0: threads may run, so counters of shared pointers are atomic.
char __libc_single_threaded = 0;

// How GCC's unwinder asks where the tables of the code at `pc` are; glibc 2.35 has it, and bionic only what it is made
// from here. 0 when found.
int _dl_find_object(void* pc, dl_find_object* result) noexcept {
  struct Search {
    std::uintptr_t pc;
    dl_find_object* found;
  } search = {reinterpret_cast<std::uintptr_t>(pc), result};
  const auto look = [](dl_phdr_info* info, std::size_t, void* data) {
    const auto& wanted = *static_cast<Search*>(data);
    bool within = false;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const auto& part = info->dlpi_phdr[i];
      const std::uintptr_t begin = info->dlpi_addr + part.p_vaddr;
      if (part.p_type == PT_LOAD && wanted.pc >= begin && wanted.pc - begin < part.p_memsz) {
        within = true;
        wanted.found->dlfo_map_start = reinterpret_cast<void*>(begin);
        wanted.found->dlfo_map_end = reinterpret_cast<void*>(begin + part.p_memsz);
      }
    }
    for (int i = 0; within && i < info->dlpi_phnum; ++i) {
      const auto& part = info->dlpi_phdr[i];
      if (part.p_type != PT_GNU_EH_FRAME) continue;
      wanted.found->dlfo_eh_frame = reinterpret_cast<void*>(info->dlpi_addr + part.p_vaddr);
      return 1;
    }
    return 0;
  };
  *search.found = {};
  return dl_iterate_phdr(look, &search) == 1 ? 0 : -1;
}

}  // extern "C"
