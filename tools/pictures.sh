#!/bin/sh
# Makes the README's pictures anew from the samples, with the program that ./segme builds.
cd "$(dirname "$0")/.." || exit 1
for made in 'astronaut-matte.png --matte' 'astronaut-rocket.jpg --background samples/rocket.jpg' 'astronaut-blur.jpg --background blur'; do
  # shellcheck disable=SC2086 # a name and its options
  ${SEGME:-./segme} image samples/astronaut.png --overwrite --output docs/images/$made || exit
done
