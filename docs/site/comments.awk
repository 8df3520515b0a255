# Makes the comments of a header those that doxygen reads: the first lines become the text of the file, and the plain
# comments of segme.h, which is C, become documentation of what follows or stands before them.
BEGIN { head = 1 }
head && /^\/\// {
  text = substr($0, 3)
  if (NR == 1) {
    sub(/^ [^ ]*: /, "", text)
    text = " " toupper(substr(text, 1, 1)) substr(text, 2)
  }
  print (NR == 1 ? "/// @file\n///" : "///") text
  next
}
{ head = 0 }
FILENAME !~ /segme\.h$/ { print; next }
/^\/\* ----/ { print; next }
/^\/\*/ { sub(/^\/\*/, "/**") }
/[^ ].*\/\*[^*]/ { sub(/\/\*/, "/**<") }
/^ \*   "/ { sub(/^ \*   /, " * - ") }
{ print }
