#!/bin/bash
# Makes the pictures of docs/filters.md anew from the samples, with the program that ./segme builds.
cd "$(dirname "$0")/.." || exit 1
segme=${SEGME:-./segme}
folder=docs/images/filters
mkdir -p $folder

# made NAME OPTIONS...: the portrait through these options.
made() {
  local name=$1
  shift
  "$segme" image samples/astronaut.png --overwrite --jpeg-quality 80 -o "$folder/$name.jpg" "$@" || exit
}
rocket=(--background samples/rocket.jpg)
coffee=(--background samples/coffee.png)

made blur --background blur
made bokeh --background bokeh
made colour --background '#3a6ea5'
made picture "${coffee[@]}"
made alpha "${rocket[@]}" --render alpha
made smooth_step "${rocket[@]}" --render smooth_step
made overlay --render overlay
made matte_view --render matte_view
made colour_transfer "${coffee[@]}" --render colour_transfer
made colour_transfer_reference "${coffee[@]}" --render colour_transfer:of=frame,ratio=reference,strength=1,limit=1000
made seamless_clone "${coffee[@]}" --render seamless_clone
made harmonise "${coffee[@]}" --render harmonise
made light_wrap "${rocket[@]}" --render light_wrap
made despill --background white --render despill
made together "${rocket[@]}" --render harmonise,despill,light_wrap
made sepia "${coffee[@]}" --render sepia
made emboss "${coffee[@]}" --render emboss
made curves "${coffee[@]}" --render curves
made kuwahara "${coffee[@]}" --render kuwahara
