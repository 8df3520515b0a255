// android/jni/bionic: names that glibc's headers and Debian's static libstdc++ use and bionic has by another name or
// not at all. Linked into the phone's library alone.
#include <cerrno>
#include <cstddef>
#include <cstdlib>

extern "C" {

// What marks this library's own destructors; never run, since Android does not unload it.
__attribute__((visibility("hidden"))) void* __dso_handle = nullptr;

int* __errno();
int* __errno_location() { return __errno(); }

unsigned long getauxval(unsigned long type);
unsigned long __getauxval(unsigned long type) { return getauxval(type); }

}  // extern "C"
