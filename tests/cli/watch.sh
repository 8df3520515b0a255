# segme image --watch: pictures are done as they arrive, bad ones do not end it, Ctrl-C does, with a report.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
mkdir incoming
cp "$samples/astronaut.png" incoming/there.png

# waits CONDITION...: up to a minute for a test(1) expression.
waits() {
  local i
  for ((i = 0; i < 300; i++)); do
    [ "$@" ] && return 0
    sleep 0.2
  done
  return 1
}
# start OPTIONS...: watches in the background, and waits until it does.
start() {
  : >watch.txt
  "$segme" image --watch incoming -o done/ --quality fast "$@" >json.txt 2>watch.txt &
  watching=$!
  for ((i = 0; i < 300; i++)); do
    grep -q 'watching' watch.txt && return
    sleep 0.2
  done
}
# stop SIGNAL: ends it; its exit code is in `code`.
stop() {
  kill "-$1" "$watching"
  wait "$watching"
  code=$?
}

start --json
waits -s done/there.png
holds "what was there is done" -s done/there.png
cp "$samples/photographer.png" incoming/new.png
waits -s done/new.png
holds "what arrives is done" -s done/new.png
# A slow copy: half, a pause, the rest. It is worked on once, when it is whole.
{
  head -c 60000 "$samples/rocket.jpg"
  sleep 1.5
  tail -c +60001 "$samples/rocket.jpg"
} >incoming/slow.jpg
waits -s done/slow.png
holds "a slow copy is done" -s done/slow.png
holds "once" "$(grep -c '"input":"incoming/slow.jpg"' json.txt)" -eq 1
echo 'this is no picture' >incoming/bad.jpg
for ((i = 0; i < 300; i++)); do grep -q bad.jpg watch.txt && break || sleep 0.2; done
holds "a bad file is said" -n "$(grep "cannot read 'incoming/bad.jpg'" watch.txt)"
mkdir incoming/day && cp "$samples/astronaut.png" incoming/day/deep.png
waits -s done/day/deep.png
holds "folders that arrive are watched, and the structure kept" -s done/day/deep.png
cp "$samples/coffee.png" incoming/.upload && mv incoming/.upload incoming/moved.png
waits -s done/moved.png
holds "what is moved in is done" -s done/moved.png
before=$(cksum <done/new.png)
cp "$samples/astronaut.png" incoming/new.png
for ((i = 0; i < 300; i++)); do [ "$(cksum <done/new.png)" = "$before" ] && sleep 0.2 || break; done
holds "a picture that is written again is done again" "$(cksum <done/new.png)" != "$before"
echo 'notes' >incoming/notes.txt
stop INT
holds "Ctrl-C ends it; one picture failed" "$code" -eq 7
holds "with a report" -n "$(grep "stopped watching 'incoming'. Pictures done: [0-9]*, failed: 1." watch.txt)"
holds "nothing unfinished stays" -z "$(find ./done incoming -name '*.tmp*' -o -name '.*segme*')"
rm incoming/bad.jpg
touch mark
start
stop TERM
holds "a second run finds all done" "$code" -eq 0
holds "and writes nothing" -z "$(find ./done -newer mark -type f)"
holds "says so" -n "$(grep 'Pictures done: 0, failed: 0' watch.txt)"

"$segme" image --watch incoming -o incoming/results --quality fast >json.txt 2>watch.txt &
watching=$!
waits -s incoming/results/moved.png
sleep 1
stop INT
holds "results below the folder are no new pictures" -z "$(find incoming/results -mindepth 1 -name results)"
refuses 3 "cannot watch 'missing'" "a folder that is not there" "$segme" image --watch missing -o x/
refuses 2 "Leave other inputs" "other inputs beside it" "$segme" image photo.png --watch incoming -o x/
refuses 2 "patterns" "a pattern" "$segme" image --watch incoming -o 'incoming/%s_cut.png'
refuses 5 "nosuchmodel" "what is wrong is said at once" "$segme" image --watch incoming -o x/ --model nosuchmodel
finish
