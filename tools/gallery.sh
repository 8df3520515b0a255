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
  "$segme" image samples/astronaut.png --overwrite --lossy-quality 75 -o "$folder/$name.jpg" "$@" || exit
}
night=(--background samples/rocket.jpg)
table=(--background samples/coffee.png)

made colour --background '#3a6ea5'
made picture "${table[@]}"
made blur --background blur
made bokeh --background bokeh:strength=2.5
made overlay --render overlay
made matte_view --render matte_view
made alpha "${night[@]}"
made smooth_step "${night[@]}" --render smooth_step
made colour_transfer "${night[@]}" --render colour_transfer
made colour_transfer_reference "${night[@]}" --render colour_transfer:of=frame,ratio=reference,strength=1,limit=1000
made seamless_clone "${table[@]}" --render seamless_clone
made harmonise "${night[@]}" --render harmonise
made light_wrap "${table[@]}" --render light_wrap:strength=1
made despill --background white --render despill
made together "${night[@]}" --render harmonise,despill,light_wrap
made sepia "${night[@]}" --render sepia
made emboss "${night[@]}" --render emboss
made curves "${night[@]}" --render curves
made kuwahara "${night[@]}" --render kuwahara
made shadow --background '#dfe6ee' --shadow soft
made outline --background '#3a6ea5' --outline white
made threshold "${night[@]}" --refine guided,threshold:at=0.8,hard=on
made morphology "${night[@]}" --refine largest_person,guided,morphology:grow=-2,feather=3
