#!/usr/bin/env python3
# tools/wrap_docs.py FILE.md...: wraps the prose of documents at 118 characters, in place. Blocks of code, tables, headings,
# comments and pictures stay as they are; code and links are not broken. tests/house/plain_words.sh asks for such lines.
import re
import sys
import textwrap

WIDTH = 118


def keep_together(match):
    return match.group(0).replace(" ", "\0")


def wrapped(paragraph, first, rest):
    text = re.sub(r"\[[^\]]*\]\([^)]*\)|`[^`]*`", keep_together, " ".join(paragraph))
    lines = textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                          break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def wrap(text):
    out, paragraph, fence = [], [], False
    first = rest = ""

    def end():
        nonlocal first, rest
        out.extend(wrapped(paragraph, first, rest))
        paragraph.clear()
        first = rest = ""

    for line in text.split("\n"):
        stripped = line.strip()
        item = re.match(r"(\s*)([-*]|\d+\.)\s+(.*)$", line)
        if stripped.startswith("```") or fence:
            end()
            fence = fence != stripped.startswith("```")
            out.append(line)
        elif not stripped or stripped.startswith(("|", "#", "<!--", "![")):
            end()
            out.append(stripped and line.rstrip())
        elif item:
            end()
            first = item.group(1) + item.group(2) + " "
            rest = " " * len(first)
            paragraph.append(item.group(3).strip())
        else:
            paragraph.append(stripped)
    end()
    return "\n".join(out).rstrip("\n") + "\n"


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        text = file.read()
    with open(name, "w", encoding="utf-8") as file:
        file.write(wrap(text))
