/* tests/android/lite: what TensorFlow Lite's library for Android takes from bionic and glibc has not, or has otherwise.
 * Linked as libc.so, so that the library of the phone (x86_64) runs here. See make.sh. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

int* __errno_location(void);
void* __libc_memalign(size_t alignment, size_t size);
int* __errno(void);
size_t __strlen_chk(const char* text, size_t most);
int __system_property_get(const char* name, char* value);
void android_set_abort_message(const char* text);
int __android_log_vprint(int level, const char* tag, const char* format, __builtin_va_list words);
void* mem64ign(size_t alignment, size_t size);
int posix_mem64ign(void** place, size_t alignment, size_t size);
int _ZN6tflite16UseGemmlowpOnX86Ev(void);

int* __errno(void) { return __errno_location(); }

/* The standard streams, 152 bytes each; the third is where errors go. It becomes glibc's own. */
char __sF[3 * 152 + 512];
__attribute__((constructor)) static void make_streams(void) { memcpy(__sF + 2 * 152, stderr, 224); }

size_t __strlen_chk(const char* text, size_t most) { return strnlen(text, most); }

int __system_property_get(const char* name, char* value) {
  (void)name;
  value[0] = 0;
  return 0;
}

void android_set_abort_message(const char* text) { fprintf(stderr, "%s\n", text); }

int __android_log_vprint(int level, const char* tag, const char* format, __builtin_va_list words) {
  fprintf(stderr, "%d %s: ", level, tag);
  return vfprintf(stderr, format, words);
}

/* XNNPACK of this build asks for less than its AVX-512 kernels need. loosen.py gives memalign these names. */
void* mem64ign(size_t alignment, size_t size) { return __libc_memalign(alignment < 64 ? 64 : alignment, size); }

int posix_mem64ign(void** place, size_t alignment, size_t size) {
  *place = mem64ign(alignment, size);
  return *place == NULL ? 12 : 0;
}

int _ZN6tflite16UseGemmlowpOnX86Ev(void) { return 0; }
