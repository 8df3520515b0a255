# For scripts that need a model whose answer is known: made by hand, because a trained one would be another every time.

# bytes NUMBER COUNT: little-endian.
bytes() {
  local value=$1 i
  for ((i = 0; i < $2; i++)); do
    printf '%b' "\\x$(printf %02x $((value & 255)))"
    value=$((value >> 8))
  done
}

# constant_weights NET FILE: weights of zero, but the bias of the last convolution 8, so that all is person (0.9997).
constant_weights() {
  local header='"__metadata__":{"net":"'$1'"}' offset=0 name sides count side bias=
  while read -r name sides; do
    count=4
    for side in ${sides//,/ }; do count=$((count * side)); done
    header+=",\"$name\":{\"dtype\":\"F32\",\"shape\":[$sides],\"data_offsets\":[$offset,$((offset + count))]}"
    case $name in *.bias) [ "$sides" = 1 ] && bias=$offset ;; esac
    offset=$((offset + count))
  done < <("$segme" net show "$1" --weights)
  header="{$header}"
  if [ -z "$bias" ]; then # without it head -c would write zeros until the disk is full
    echo "FAILED  '$segme net show $1 --weights' lists no weights"
    exit 1
  fi
  {
    bytes ${#header} 8
    printf '%s' "$header"
    head -c "$bias" /dev/zero
    printf '\x00\x00\x00\x41' # 8.0F
    head -c $((offset - bias - 4)) /dev/zero
  } >"$2"
}

# bmp FILE WIDTH HEIGHT VALUE [ROWS]: grey of that value in the first ROWS rows (all), black below.
bmp() {
  local width=$2 height=$3 rows=${5:-$3} size=$(($2 * $3 * 3)) i pixel
  pixel=$(printf '\\%03o' "$4")
  {
    printf 'BM'
    bytes $((size + 54)) 4
    bytes 0 4
    bytes 54 4
    bytes 40 4
    bytes "$width" 4
    bytes $((4294967296 - height)) 4 # negative: rows from the top
    bytes 1 2
    bytes 24 2
    for ((i = 0; i < 6; i++)); do bytes 0 4; done
    head -c $((width * rows * 3)) /dev/zero | LC_ALL=C tr '\0' "$pixel"
    head -c $((size - width * rows * 3)) /dev/zero
  } >"$1"
}
