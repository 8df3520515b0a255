# Shared by the scripts of tests/cli: SEGME is the program, samples its pictures, and each check prints one line.
set -u
segme=${SEGME:?}
samples=${SEGME_SOURCE_DIR:?}/samples
failures=0

# ok NAME COMMAND...: the command must succeed.
ok() {
  local name=$1
  shift
  if "$@" >out.txt 2>err.txt; then
    echo "ok      $name"
  else
    echo "FAILED  $name (exit $?)"
    sed 's/^/        /' err.txt | head -n 5
    failures=$((failures + 1))
  fi
}

# refuses CODE TEXT NAME COMMAND...: the command must end with CODE and say TEXT in one line on standard error.
refuses() {
  local code=$1 text=$2 name=$3 status
  shift 3
  "$@" >out.txt 2>err.txt
  status=$?
  if [ $status -eq "$code" ] && grep -q -- "$text" err.txt && [ "$(wc -l <err.txt)" -le "${lines:-1}" ]; then
    echo "ok      $name"
  else
    echo "FAILED  $name (exit $status, wanted $code and '$text')"
    sed 's/^/        /' err.txt | head -n 5
    failures=$((failures + 1))
  fi
}

# holds NAME CONDITION...: a test(1) expression.
holds() {
  local name=$1
  shift
  if [ "$@" ]; then
    echo "ok      $name"
  else
    echo "FAILED  $name: [ $* ]"
    failures=$((failures + 1))
  fi
}

# field FILE NAME: a number or text of the first JSON line.
field() {
  head -n 1 "$1" | grep -o "\"$2\":[^,}]*" | head -n 1 | sed 's/^[^:]*://; s/"//g'
}

finish() {
  [ $failures -eq 0 ]
  exit
}
