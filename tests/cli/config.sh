# Settings: segme.toml in the folder, in XDG's, by --config, and the environment; what is in force and where it is from.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
export XDG_CONFIG_HOME=$PWD/xdg
mkdir -p xdg/segme photos
cp "$samples/astronaut.png" photo.png

ok "without settings a cut-out" "$segme" image photo.png -o a.png --json
"$segme" config >out.txt
holds "the files that are looked for are said" "$(grep -c 'not there' out.txt)" -eq 2
printf 'background = "#00ff00"\n[image]\nlossy-quality = 80\njson = true\n' >segme.toml
ok "the folder's file is read" "$segme" image photo.png -o green.jpg
holds "its switch is on" "$(field out.txt output)" = green.jpg
ok "the same by options" "$segme" image photo.png -o typed.jpg --config none --background '#00ff00' --jpeg-quality 80
ok "gives the same bytes" cmp green.jpg typed.jpg
ok "what is typed wins" "$segme" image photo.png -o red.jpg --background '#ff0000'
ok "and is what no file says" "$segme" image photo.png -o red2.jpg --background '#ff0000' --lossy-quality 80 --config none
ok "to the byte" cmp red.jpg red2.jpg
ok "a setting yields to what contradicts it" "$segme" image photo.png --matte -o matte.png
printf 'margin = "5%%"\nscale = "80%%"\n' | sed '1i [image]' >room.toml
ok "a setting that needs another waits for it" "$segme" image photo.png -o whole.png --config room.toml
ok "which may be typed" "$segme" image photo.png --trim -o trimmed.png --config room.toml
ok "as with both typed" "$segme" image photo.png --trim --margin 5% -o trimmed2.png --config none
ok "the margin is there" cmp trimmed.png trimmed2.png
ok "the environment wins over the file" env SEGME_BACKGROUND='#ff0000' "$segme" image photo.png -o env.jpg
ok "too" cmp env.jpg red.jpg
ok "a command's own variable over both" env SEGME_BACKGROUND=white SEGME_IMAGE_BACKGROUND='#ff0000' "$segme" image photo.png -o own.jpg
ok "as well" cmp own.jpg red.jpg
printf 'quality = "fast"\n' >xdg/segme/segme.toml
ok "the user's file is read where the folder's says nothing" "$segme" image photo.png -o fast.jpg
holds "its model is the fast one" "$(field out.txt model)" = portrait_fast
mkdir elsewhere
holds "in another folder only that" "$(cd elsewhere && "$segme" image ../photo.png -o cut.png --json | grep -o portrait_fast)" = portrait_fast

SEGME_FIT=centre "$segme" config >out.txt 2>err.txt
holds "config says what the folder sets" -n "$(grep -E '^  background +#00ff00 +segme.toml:1$' out.txt)"
holds "and where the table stands" -n "$(grep -E '^  lossy-quality +80 +segme.toml:3$' out.txt)"
holds "what the user sets" -n "$(grep -E "^  quality +fast +$PWD/xdg/segme/segme.toml:1\$" out.txt)"
holds "what the environment sets" -n "$(grep -E '^  fit +centre +SEGME_FIT$' out.txt)"
holds "for each command" "$(grep -c '^segme ' out.txt)" -eq 4
holds "but image's own only there" "$(grep -c 'lossy-quality' out.txt)" -eq 1
ok "one command" "$segme" config image
holds "with its defaults" -n "$(grep -E '^  compression +3 +default$' out.txt)"
holds "and all of its options" "$(grep -c '^  ' out.txt)" -gt 30
printf 'quality = "accurate"\n' >other.toml
ok "a file that is named" "$segme" config --config other.toml image
holds "takes the place of the others" -n "$(grep -E '^  quality +accurate +other.toml:1$' out.txt)"
holds "alone" -z "$(grep '00ff00' out.txt)"

printf '\nbackgrond = "white"\n' >segme.toml
refuses 2 "segme.toml:2: there is no setting 'backgrond'. Did you mean 'background'?" "a wrong key" "$segme" image photo.png -o x.png
refuses 2 "segme.toml:2:" "also for a video" "$segme" video clip.mp4 x.mp4
printf '[image]\nthreads = 5000\n' >segme.toml
refuses 2 "segme.toml:2: the value of 'threads' cannot be used" "a wrong value" "$segme" image photo.png -o x.png
printf '[image]\njson = "perhaps"\n' >segme.toml
refuses 2 "segme.toml:2: 'json' is a switch" "a switch that is neither on nor off" "$segme" image photo.png -o x.png
printf 'matte = yes\n' >segme.toml
refuses 2 "segme.toml:1: this is not TOML" "no TOML" "$segme" image photo.png -o x.png
printf '[image]\noverwrite = true\n' >segme.toml
printf '[bench]\ntrace = "somewhere.json"\n' >trace.toml
cp segme.toml kept.toml && cp trace.toml segme.toml
refuses 2 "segme.toml:2: 'trace' is not for the segme.toml of a folder" "nor writes somewhere" "$segme" bench portrait_fast
cp kept.toml segme.toml
refuses 2 "segme.toml:2: 'overwrite' is not for the segme.toml of a folder" "a folder's file replaces nothing" "$segme" image photo.png -o x.png
refuses 3 "missing.toml" "a file that is not there" "$segme" image photo.png --config missing.toml
refuses 2 "SEGME_IMAGE_DEPTH" "a wrong value of the environment" env SEGME_IMAGE_DEPTH=9 "$segme" image photo.png --config none
printf 'refine = "none"\n' >segme.toml
ok "what measures has its own table" "$segme" eval --help config
holds "and takes nothing from above" -z "$(grep 'segme.toml' out.txt)"
printf '[eval]\nrefine = "none"\n' >segme.toml
ok "that table" "$segme" eval --help config
holds "is read" -n "$(grep -E '^  refine +none +segme.toml:2$' out.txt)"
rm segme.toml && mkfifo segme.toml
ok "a pipe of that name is left alone" timeout 60 "$segme" config
rm segme.toml
ok "one that is named is read" bash -c "'$segme' image photo.png -o pipe.png --json --config <(printf 'quality = \"fast\"')"
holds "as any file" "$(field out.txt model)" = portrait_fast
ok "a command of two words" "$segme" config data check
holds "has its options, too" -n "$(grep -E '^  min +1 +default$' out.txt)"
printf '[image]\nbackground = "https://me:secret1@example.org/x.png?token=secret2"\n' >segme.toml
ok "an address in a settings file" "$segme" config image
holds "is shown without its secrets" -n "$(grep 'example.org/x.png' out.txt)" -a -z "$(grep secret out.txt)"
rm segme.toml
ok "a variable that is nearly a setting" env SEGME_QUALTY=fast "$segme" image photo.png -o near.png
holds "is said with the right name" -n "$(grep "the variable SEGME_QUALTY sets nothing. Did you mean 'SEGME_QUALITY'?" err.txt)"
ok "a variable that lacks its command" env SEGME_LOSSY_QUALITY=90 "$segme" image photo.png -o lacks.png
holds "is said with its command" -n "$(grep 'Write SEGME_IMAGE_LOSSY_QUALITY.' err.txt)"
ok "a variable of something else" env SEGME_SOURCE_DIR=here SEGME_MODELS=. "$segme" image photo.png -o other.png
holds "is left alone" -z "$(grep 'sets nothing' err.txt)"
printf '[image]\nhead = true\n' >segme.toml
refuses 2 "segme.toml:2" "a value of the wrong kind, found when it is used," "$segme" image photo.png -o kind.png
rm segme.toml
ok "an American spelling" "$segme" image photo.png -o center.png -b photo.png --fit center --dry-run
refuses 2 "there is no command 'dataa'" "no such command" "$segme" config dataa
finish
