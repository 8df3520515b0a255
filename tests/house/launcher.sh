#!/bin/bash
# ./segme hands over in the caller's folder, through links and spaces, rebuilds only after a change, and says what the
# machine lacks. A stand-in plays the built program, another plays tools/build.sh: nothing is compiled here.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
clone="$PWD/a clone"
mkdir -p "$clone/build-release" "$clone/tools" "$clone"/{cmake,src,net,eval,data,cli,models,train} engine caller
cp "$root/segme" "$clone/segme"
touch "$clone/CMakeLists.txt" "$clone/CMakePresets.json" "$clone/src/a.cpp" "$clone/train/b.cpp"

# The stand-in for the build: notes what was asked for, makes a program that prints where it is and what it was given.
cat >"$clone/tools/build.sh" <<'END'
build=$(dirname "$0")/../build-release
echo "$1" >>"$build/asked"
[ -z "${FAIL_WITH:-}" ] || exit "$FAIL_WITH"
printf '%s\n' '#!/bin/sh' 'pwd' 'printf "[%s]" "$@"' 'cat' >"$build/$1"
chmod +x "$build/$1"
echo "$ENGINE" >"$build/.$1.stamp"
END
export ENGINE="$PWD/engine"

# expect WHAT WANTED GOT
expect() { [ "$2" = "$3" ] || complain "$1: wanted '$2', got '$3'"; }
asked() { [ ! -e "$clone/build-release/asked" ] || tr "\n" " " <"$clone/build-release/asked"; rm -f "$clone/build-release/asked"; }
run() { (cd caller && printf 'input' | "$@" 2>&1); }

wanted="$PWD/caller
[image][two words][]input"
expect 'first run' "$wanted" "$(run "$clone/segme" image 'two words' '')"
expect 'first run builds' 'segme ' "$(asked)"
expect 'second run' "$wanted" "$(run "$clone/segme" image 'two words' '')"
expect 'second run builds nothing' '' "$(asked)"
expect 'a relative path' "$wanted" "$(run "../a clone/segme" image 'two words' '')"
ln -s "a clone/segme" link
expect 'a link' "$wanted" "$(run ../link image 'two words' '')"
expect 'the search path' "$wanted" "$(PATH="$clone:$PATH" run segme image 'two words' '')"
expect 'none of these built anything' '' "$(asked)"

touch -d '2 seconds' "$clone/src/a.cpp"
run "$clone/segme" >/dev/null
expect 'a newer source' 'segme ' "$(asked)"
touch -d '5 seconds ago' "$clone/src/a.cpp"
run "$clone/segme" >/dev/null
asked >/dev/null
touch -d '10 seconds ago' "$clone"/{src,src/a.cpp,train,models}
touch "$clone/build-release/.segme.stamp"
run "$clone/segme" >/dev/null
expect 'nothing newer' '' "$(asked)"
touch -d '2 seconds' "$clone/train/b.cpp"
run "$clone/segme" >/dev/null
expect 'a newer training source is nothing to segme' '' "$(asked)"
run "$clone/segme" train --help >/dev/null
expect 'segme train asks for segme-train' 'segme-train ' "$(asked)"
rmdir engine
run "$clone/segme" >/dev/null
expect 'OpenVINO has gone' 'segme ' "$(asked)"
mkdir engine
rm "$clone/build-release/segme"
(cd caller && FAIL_WITH=6 "$clone/segme" image x >/dev/null 2>&1)
expect 'what the build ends with' 6 $?
asked >/dev/null

# A machine with nothing on it: the real tools/build.sh names what it lacks and ends with 6.
mkdir bare
for name in bash sh env cat id mkdir rm dirname sed grep head flock touch readlink find nproc uname; do
  path=$(command -v "$name") && ln -sf "$path" "bare/$name"
done
rm -rf "$clone/tools" && cp -r "$root/tools" "$clone/tools"
said=$(cd caller && PATH="$OLDPWD/bare" "$clone/segme" image x 2>&1 </dev/null)
expect 'a bare machine without apt' 6 $?
for word in g++ cmake libhwy-dev 'no apt-get'; do
  case $said in *"$word"*) ;; *) complain "a bare machine: '$word' is not in: $said" ;; esac
done
printf '#!/bin/sh\nexit 1\n' >bare/apt-get
chmod +x bare/apt-get
said=$(cd caller && SEGME_NO_INSTALL=1 PATH="$OLDPWD/bare" "$clone/segme" image x 2>&1 </dev/null)
expect 'told not to install' 6 $?
case $said in *'apt-get install g++ cmake'*) ;; *) complain "told not to install: no command to ask for in: $said" ;; esac
exit "$status"
