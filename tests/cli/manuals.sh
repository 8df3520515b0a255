#!/bin/bash
# Manual pages and completion as they are installed: mandoc finds nothing to complain of, every option of --help is in its
# page, and each shell completes what a user would type. A shell that is not installed is said and left out.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
made=$PWD/made
ok 'the programs print them' "${SEGME_SOURCE_DIR:?}/tools/manuals.sh" "$(dirname "$segme")" "$made"
for command in demo config image video live stream eval bench bench-fit bench-transfer export net doctor data data-check train-harmonise; do
  holds "there is a page for $command" -s "$made/man1/segme-$command.1"
done
codes=$(grep -oE '^\| [0-9]+ ' "${SEGME_SOURCE_DIR:?}/docs/exit-codes.md" | tr -d '| ')
for page in "$made"/man1/*.1; do
  for code in $codes; do grep -qx "$code" "$page" || echo "${page##*/} lacks $code"; done
done >lacking.txt
holds "every exit code is in every page ($(head -n 1 lacking.txt))" ! -s lacking.txt
if command -v mandoc >/dev/null; then
  for page in "$made"/man1/*.1; do
    mandoc -T lint -W warning "$page" >lint.txt 2>&1
    holds "mandoc has nothing against ${page##*/} ($(head -n 1 lint.txt))" ! -s lint.txt
  done
  for command in image video eval; do
    missing=
    mandoc -T utf8 "$made/man1/segme-$command.1" | col -b >page.txt
    while IFS= read -r option; do grep -q -- "$option\b" page.txt || missing="$missing $option"; done \
      < <("$segme" "$command" --help | grep -oE '^  (-[a-zA-Z0], )?--[a-z-]+' | grep -oE -- '--[a-z-]+')
    holds "every option of $command is in its page (missing:$missing)" -z "$missing"
  done
else
  echo 'left out: mandoc is not installed'
fi

# completed SHELL LINE WORD NAME: the line, completed, offers that word.
completed() {
  local offers
  case $1 in
    bash) offers=$(bash --norc --noprofile -c '
      source "$1/segme.bash"; read -ra COMP_WORDS <<<"$2"; [[ $2 != *" " ]] || COMP_WORDS+=("")
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$2; COMP_POINT=${#2}
      __segme_complete; printf "%s\n" "${COMPREPLY[@]}"' bash "$made" "$2" 2>shell.txt) ;;
    fish) offers=$(fish --no-config -c "source $made/segme.fish; complete -C '$2'" 2>shell.txt | cut -f1) ;;
    zsh)
      for _ in 1 2 3; do # a busy machine may be late with its answer
        offers=$(typed_in_zsh "$2")
        grep -qxF -- "$3" <<<"$offers" && break
      done
      ;;
  esac
  grep -qxF -- "$3" <<<"$offers" || { sed 's/^/        /' shell.txt | head -n 3; offers=none; }
  holds "$1: '$2' offers $3" "$offers" != none
}

# zsh completes only at a prompt: one on a terminal of its own is typed into.
typed_in_zsh() {
  python3 - "$made" "$1" 2>shell.txt <<'END'
import os, pty, re, select, sys, time
folder, line = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", COLUMNS="200", PS1="> ")
    os.execvp("zsh", ["zsh", "-f", "-i"])
def read(seconds):
    text, end = b"", time.time() + seconds
    while time.time() < end and select.select([terminal], [], [], 0.2)[0]:
        try:
            text += os.read(terminal, 65536)
        except OSError:
            break
    return text.decode(errors="replace")
def until(mark, seconds=60):
    text, end = "", time.time() + seconds
    while mark not in text and time.time() < end:
        text += read(0.3)
    return text
setup = f"fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -d {folder}/dump; stty rows 200; zstyle ':completion:*' list-prompt ''; "
setup += "bindkey '^O' list-choices; unsetopt zle_bracketed_paste; echo rea''dy\n"
os.write(terminal, setup.encode())
until("ready\r")
os.write(terminal, line.encode() + b"\x0f")
text, quiet = "", 0
for _ in range(40):  # the first completion loads functions; after the list nothing more comes
    more = read(0.5)
    quiet = 0 if more else quiet + 1
    text += more
    if "\n" in text.split(line, 1)[-1] and quiet >= 3:
        break
    time.sleep(0.3)
os.write(terminal, b"\x03exit\n")
text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", " ", text)
print("\n".join(re.findall(r"[\w./-]+", text.split(line, 1)[-1])))
END
}

touch photo.jpg
for shell in bash zsh fish; do
  command -v "$shell" >/dev/null || { echo "left out: $shell is not installed"; continue; }
  completed "$shell" 'segme im' image
  completed "$shell" 'segme image --backg' --background
  completed "$shell" 'segme image --fit ' centre
  completed "$shell" 'segme image --background ' blur
  completed "$shell" 'segme image --refine ' guided
  completed "$shell" 'segme data ch' check
  completed "$shell" 'segme data check --no-' --no-repeats
  completed "$shell" 'segme net sh' show
  completed "$shell" 'segme config ima' image
  [ ! -x "$(dirname "$segme")/segme-train" ] || completed "$shell" 'segme train portrait_fa' portrait_fast
  completed "$shell" 'segme video --enc' --encoder
  completed "$shell" 'segme image -o ph' photo.jpg
done
finish
