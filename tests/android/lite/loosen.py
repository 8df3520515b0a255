#!/usr/bin/env python3
"""Makes a library of Android load with glibc: without the versions of bionic's symbols, and with memalign named as
bionic.c has it.

usage: loosen.py FROM TO (both 64-bit ELF)."""
import struct
import sys

data = bytearray(open(sys.argv[1], "rb").read())
table, = struct.unpack_from("<Q", data, 32)
count, = struct.unpack_from("<H", data, 56)
versions = {0x6FFFFFF0, 0x6FFFFFFC, 0x6FFFFFFD, 0x6FFFFFFE, 0x6FFFFFFF}  # DT_VERSYM, VERDEF(NUM), VERNEED(NUM)
for i in range(count):
    kind, _, offset, _, _, size = struct.unpack_from("<IIQQQQ", data, table + 56 * i)
    if kind != 2:  # PT_DYNAMIC
        continue
    for at in range(offset, offset + size, 16):
        if struct.unpack_from("<Q", data, at)[0] in versions:
            struct.pack_into("<Q", data, at, 0x6000000D)  # no loader knows this one
if b"memalign\0" not in data:
    sys.exit("there is no memalign in it")
open(sys.argv[2], "wb").write(data.replace(b"memalign\0", b"mem64ign\0"))
