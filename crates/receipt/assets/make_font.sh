#!/bin/sh
# Makes ReceiptSans.otf, the font that receipts embed: Noto Sans CJK SC Regular (SIL Open Font License 1.1) with the characters
# that names, addresses and receipts are written in. Run it again only to change that set; the result is kept in the repository.
#
#   needs: fonts-noto-cjk (Debian), python3, fonttools 4.68.0 (pip install fonttools==4.68.0)
#   usage: sh make_font.sh [/path/to/NotoSansCJK-Regular.ttc]
set -eu
cd "$(dirname "$0")"
source_font=${1:-/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc}
characters=$(mktemp)
trap 'rm -f "$characters"' EXIT

# Latin, punctuation, full-width forms, and every Han character that the font has: the unified block, extensions A to H and the
# compatibility ideographs. That is the range of GB 18030; hangul and kana are not needed at a counter in Hubei.
cat > "$characters" <<'RANGES'
0020-007E 00A0-00FF 0391-03C9
2010-2027 2030-203B 20AC 2103 2109 2116 2150-217F 2190-2193
2212 2215 221A 2225 2227-222B 2234-2237 2248 224C 2260-2267 22A5
2460-249B 2500-2573 25A0-25A1 25B2-25B3 25C6-25C7 25CB 25CE-25CF 2605-2606 2640 2642
2E80-2FDF 3000-3029 3105-3129 31C0-31E3 3220-3229 32A3 338E-33D5
3400-4DBF 4E00-9FFF F900-FAFF FE30-FE4F FF01-FF5E FFE0-FFE5
20000-2A6DF 2A700-2EBEF 2F800-2FA1F 30000-323AF
RANGES

# The third face of the collection is SC.
pyftsubset "$source_font" --font-number=2 --unicodes-file="$characters" --output-file=ReceiptSans.otf \
    --layout-features='' --no-hinting --desubroutinize --name-IDs=0,1,2,3,4,5,6,7,13,14 --drop-tables+=vhea,vmtx,VORG,BASE,DSIG
