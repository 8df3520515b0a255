/* A shared library is made of object files; all of libsegme come from static libraries. */
typedef int segme_empty;
