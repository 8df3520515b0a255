# segme demo: one page that needs nothing else, in a browser where there is one.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
unset DISPLAY WAYLAND_DISPLAY BROWSER

ok "the samples become a page" "$segme" demo --no-open
holds "in the current folder" -s segme-demo.html
holds "whose address is said" "$(cat out.txt)" = "the page is file://$PWD/segme-demo.html"
holds "nothing else is written" "$(find . -type f ! -name '*.txt' | wc -l)" -eq 1
holds "it has the photos and what was made of them" "$(grep -o 'src="data:image/' segme-demo.html | wc -l)" -ge 17
holds "and asks for nothing outside" -z "$(grep -oE -m 1 '(src|href)="(http|/|file)' segme-demo.html)"
for level in fast balanced accurate; do
  holds "it says how fast $level is" -n "$(grep -oE "<tr><td>$level</td><td>[a-z_]+</td><td class=\"n\">[0-9.]+ ms</td><td class=\"n\">[0-9.]+ ms" segme-demo.html)"
done
person() { grep -oE '[0-9.]+ % of the picture is person' segme-demo.html | sed -n "$1p" | cut -d ' ' -f 1; }
holds "a portrait has a person" "$(person 1 | awk '{ print ($1 > 20 && $1 < 80) }')" = 1
holds "a cup of coffee has none" "$(person 3 | awk '{ print ($1 < 5) }')" = 1
ok "where no browser is, the page is still made" "$segme" demo
holds "and the reason said" -n "$(grep 'no browser was found' err.txt)"

printf '#!/bin/sh\nprintf %%s "$1" >%s/opened.txt\n' "$PWD" >browser && chmod +x browser
ok "a browser is opened" env BROWSER="$PWD/browser" "$segme" demo "$samples/astronaut.png" -o 'my page.html'
holds "with the page" "$(cat opened.txt)" = "file://$PWD/my%20page.html"
holds "a photo of one's own is named" -n "$(grep '<h2>astronaut.png</h2>' 'my page.html')"
printf '#!/bin/sh\nexit 3\n' >browser
ok "a browser that fails" env BROWSER="$PWD/browser" "$segme" demo "$samples/astronaut.png" -o 'my page.html'
holds "is no browser" -n "$(grep 'no browser was found' err.txt)"
ok "standard output" bash -c "'$segme' demo '$samples/astronaut.png' -o - >piped.html"
holds "gets the page alone" "$(head -c 15 piped.html)" = '<!doctype html>'

echo 'my notes' >notes.html
refuses 4 "it exists" "another file is not replaced" "$segme" demo "$samples/astronaut.png" -o notes.html --no-open
holds "it is as it was" "$(cat notes.html)" = 'my notes'
cp "$samples/astronaut.png" me.png
refuses 4 "me.png" "a photo is never replaced" "$segme" demo me.png -o me.png --overwrite --no-open
refuses 3 "missing.jpg" "a photo that is not there" "$segme" demo missing.jpg --no-open
finish
