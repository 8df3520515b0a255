# How much is said, where and in which language: --quiet, --log-level, --log-file, --progress, NO_COLOR, TERM, locales.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
unset LANG LANGUAGE LC_ALL LC_MESSAGES LC_NUMERIC
export XDG_CONFIG_HOME=$PWD/xdg
mkdir photos
cp "$samples/astronaut.png" photos/a.png
cp "$samples/photographer.png" photos/b.png
echo 'no picture' >photos/notes.txt

ok "a sentence about what was left aside" "$segme" image photos -o one/
holds "is said" -n "$(grep 'notes.txt' err.txt)"
ok "--quiet" "$segme" image photos -o two/ --quiet
holds "says nothing" ! -s err.txt
refuses 3 "missing.png" "but errors" "$segme" image missing.png --quiet
ok "--log-level warning" "$segme" image photos -o three/ --log-level warning
holds "leaves such sentences out" ! -s err.txt
ok "--log-level debug" "$segme" image photos -o four/ --log-level debug
holds "says what became of each" "$(grep -cE "^segme: 'photos/[ab].png' became 'four/[ab].png' in [0-9]+ ms\.$" err.txt)" -eq 2
ok "--log-file" "$segme" image photos -o five/ --quiet --log-file work.log
holds "has all of it" "$(grep -cE '^20[0-9-]+T[0-9:]+Z (debug|info) ' work.log)" -eq 3
"$segme" image missing.png --log-file work.log 2>/dev/null
holds "and is appended to" "$(grep -c ' error cannot read' work.log)" -eq 1
refuses 4 "is not a log" "no other file is appended to" "$segme" image photos -o six/ --log-file photos/a.png
ok "a picture stays what it was" cmp photos/a.png "$samples/astronaut.png"
refuses 4 "cannot log to" "a log that cannot be written" "$segme" image photos -o six/ --log-file /nowhere/x.log
refuses 2 "'loud' is not one of error, warning, info, debug" "a level that is none" "$segme" image photos -o six/ --log-level loud

ok "events" env XDG_CACHE_HOME="$PWD/cold" "$segme" image photos -o seven/ --progress json
holds "are JSON, every line" "$(grep -cv '^{"event":"[a-z]*",.*}$' err.txt)" -eq 0
if command -v python3 >/dev/null; then
  ok "that a reader of JSON reads" python3 -c 'import json,sys; [json.loads(line) for line in open("err.txt")]'
  "$segme" image photos -o seven/ --overwrite --progress json 2>err.txt >out.txt
fi
ok "again, without a cache" env XDG_CACHE_HOME="$PWD/cold2" "$segme" image photos -o seven/ --overwrite --progress json
holds "a model is compiled, which begins" -n "$(grep '{"event":"begin","what":"compiling the model ' err.txt)"
holds "and ends, with its time" -n "$(grep -E '\{"event":"end","what":"compiling the model [a-z_]+","seconds":[0-9]+\.[0-9]{3}\}' err.txt)"
holds "the end says how many" -n "$(grep -E '\{"event":"done","done":2,"total":2,"seconds":[0-9.]+,"per_second":[0-9.]+\}' err.txt)"
holds "sentences are events as well" -n "$(grep -E '\{"event":"message","level":"info","text":"1 file was left aside' err.txt)"
ok "of one picture" "$segme" image photos/a.png -o single.png --progress json
holds "the work itself is told" "$(grep -c '"what":"working on photos/a.png"' err.txt)" -eq 2
"$segme" image missing.png --progress json 2>err.txt
holds "and so are errors" -n "$(grep -E '^\{"event":"message","level":"error","text":"cannot read' err.txt)"

# On a terminal of its own: script(1) gives one.
if command -v script >/dev/null; then
  terminal() { script -qec "$*" /dev/null </dev/null; }
  terminal "TERM=xterm '$segme' image photos -o t1/ --jobs 1" >tty.txt
  holds "a terminal shows a bar" -n "$(grep -aF '[===' tty.txt)"
  terminal "TERM=dumb '$segme' image photos -o t2/ --jobs 1" >tty.txt
  holds "a dumb one no sequence" -z "$(grep -aF $'\x1b' tty.txt)"
  terminal "TERM=xterm NO_COLOR=1 '$segme' image photos -o t3/ --jobs 1" >tty.txt
  holds "NO_COLOR: no colour" -z "$(grep -aE $'\x1b''\[[0-9;]*m' tty.txt)"
  terminal "TERM=xterm '$segme' image photos -o t4/ --jobs 1 --quiet" >tty.txt
  holds "--quiet shows no bar" -z "$(grep -aF '[===' tty.txt)"
else
  echo 'left out: script is not installed'
fi

# A locale that writes 0,5.
if command -v localedef >/dev/null && [ -e /usr/share/i18n/locales/de_DE ] && mkdir locales && localedef -i de_DE -f UTF-8 locales/de_DE.UTF-8; then
  german() { LOCPATH=$PWD/locales LC_ALL=de_DE.UTF-8 "$@"; }
  if [ "$(german env printf '%.1f' 0,5 2>/dev/null)" = 0,5 ]; then
    ok "JSON in a German locale" german "$segme" image photos/a.png -o de.png --json --refine guided:radius=6,epsilon=0.01
    cp out.txt de.json
    ok "and in none" "$segme" image photos/a.png -o c.png --json --refine guided:radius=6,epsilon=0.01
    holds "the person has the same part" "$(field de.json person)" = "$(field out.txt person)"
    holds "the times have points" "$(grep -c '"net":[0-9]*\.[0-9]' de.json)" -eq 1
    ok "the pictures are the same" cmp de.png c.png
    printf 'refine = "guided:epsilon=0.01"\n[video]\nfps = 12.5\n' >numbers.toml
    ok "settings have points" german "$segme" config --config numbers.toml
    holds "there too" -n "$(grep -E '^  fps +12.5 ' out.txt)"
    german "$segme" image photos -o events/ --progress json 2>err.txt
    holds "events have points" -z "$(grep -E '[0-9],[0-9]+[,}].*"per_second":[0-9]+,[0-9]' err.txt)"
  else
    echo 'left out: the German locale could not be used'
  fi
else
  echo 'left out: localedef or its German locale is not installed (Debian package locales)'
fi

export LANG=de_AT.UTF-8
refuses 3 "'missing.png' ist nicht lesbar: Datei oder Verzeichnis gibt es nicht. Prüfen Sie den Pfad." "German" "$segme" image missing.png
refuses 2 "Es gibt keine Option '--matt'. Meinten Sie '--matte'?" "what was meant" "$segme" image a.png --matt
refuses 2 "--fit 'middle' gehört nicht zu fill, fit, centre." "a wrong value" "$segme" image a.png --fit middle
refuses 2 "--jobs '-1' ist keine Zahl von 0 bis 1024." "a wrong number" "$segme" image a.png --jobs=-1
refuses 2 "'gold' ist keine Farbe" "a colour that has no name" "$segme" image photos/a.png -o x.png --outline gold
refuses 3 "'x.gif' ist nicht lesbar: Das ist ein GIF" "a whole sentence" bash -c "printf GIF89a >x.gif; '$segme' image x.gif"
ok "help" "$segme" image --help
holds "is German" -n "$(grep 'schreibt die Maske selbst: grau, Weiß = Person' out.txt)"
holds "its examples, too" -n "$(grep 'auf die Person zugeschnitten' out.txt)"
holds "with LANGUAGE another" "$(LANGUAGE=es "$segme" --help | head -n 1)" = "SegMe encuentra a la persona en una imagen, hasta el último pelo, la recorta o pone otra cosa detrás."
holds "with none that is there English" "$(LANGUAGE=fr:en "$segme" image missing.png 2>&1 | grep -c 'cannot read')" -eq 1
holds "C is English" "$(LC_ALL=C "$segme" image missing.png 2>&1 | grep -c 'cannot read')" -eq 1
"$segme" image missing.png --log-file work.log 2>/dev/null
holds "a log stays English" "$(grep -c ' error cannot read' work.log)" -eq 2
"$segme" image missing.png --progress json 2>err.txt
holds "and so do events" -n "$(grep 'cannot read' err.txt)"
for language in de es; do
  for command in image demo config video live stream doctor; do
    missing='' read=0
    LANGUAGE=$language "$segme" "$command" --help | tr -s ' \n' ' ' >other.txt
    # Whole sentences of the English help that are still there in the other language.
    while IFS= read -r help; do
      read=$((read + 1))
      grep -qF -- " $help " other.txt && missing="$missing [$help]"
    done < <(LC_ALL=C "$segme" "$command" --help fish | sed -n "s/.* -d '\(.*\)'\$/\1/p" | sed "s/\\\\'/'/g")
    holds "the help of $command has its lines" "$read" -ge 6
    english=$(LC_ALL=C "$segme" "$command" --help | head -n 1)
    holds "$command says in $language what it does" -z "$(grep -F -- "$english" other.txt)"
    holds "every line of $command --help is in $language:$missing" -z "$missing"
  done
  LC_ALL=C "$segme" --help | sed -n 's/^  [a-z]*  *//p' >english.txt
  LANGUAGE=$language "$segme" --help >other.txt
  holds "segme --help lists its commands" "$(wc -l <english.txt)" -ge 13
  holds "and says in $language what each does: $(grep -Ff english.txt other.txt)" -z "$(grep -Ff english.txt other.txt)"
  if command -v msgfmt >/dev/null; then
    ok "msgfmt finds nothing wrong in $language.po" msgfmt -c -o /dev/null "$SEGME_SOURCE_DIR/cli/language/$language.po"
  fi
done
finish
