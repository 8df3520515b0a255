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

# faint_weights NET FILE: weights of +-0.01 and +-0.02 in no order, and statistics that leave signals as they are: a matte
# that is nearly the same everywhere, and what little differs is easily lost.
faint_weights() {
  local header='"__metadata__":{"net":"'$1'"}' offset=0 name sides count side places=
  while read -r name sides; do
    count=2
    for side in ${sides//,/ }; do count=$((count * side)); done
    header+=",\"$name\":{\"dtype\":\"BF16\",\"shape\":[$sides],\"data_offsets\":[$offset,$((offset + count))]}"
    places+="$name $count"$'\n'
    offset=$((offset + count))
  done < <("$segme" net show "$1" --weights)
  header="{$header}"
  {
    bytes ${#header} 8
    printf '%s' "$header"
    while read -r name count; do
      case $name in
        *running_mean | *.bias | '') head -c "${count:-0}" /dev/zero ;;
        *running_var | *bn*.weight) yes "$(printf '\200\077')" | LC_ALL=C tr -d '\n' | head -c "$count" ;; # 1.0
        *) head -c "$count" <&3 ;;
      esac
    done <<<"$places"
  } 3< <(awk 'BEGIN { srand(7); for (i = 0; i < '$offset'; i++) printf "%s", rand() < 0.5 ? "<" : "|" }' |
    LC_ALL=C tr '<|' '\074\274') >"$2"
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
