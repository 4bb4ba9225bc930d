"""Makes kai.ttf: the font of the printed papers.

It is LXGW WenKai (SIL Open Font License 1.1), cut to what Chinese papers need:
the characters of GB 2312 and of the Table of General Standard Chinese
Characters (通用规范汉字表, 2013: those that names are registered with), Latin
letters with accents, digits and signs. The table is Unihan's kTGH. The licence
reserves the font's own names, so the cut one is called Huimin Kai.

    apt-get download fonts-lxgw-wenkai=1.250+repack-1
    dpkg -x fonts-lxgw-wenkai_*.deb wenkai
    apt-get download unicode-data=15.0.0-1
    dpkg -x unicode-data_*.deb unicode
    python3 subset.py wenkai/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf unicode/usr/share/unicode/Unihan_OtherMappings.txt.bz2

Needs fontTools 4.38; the same input gives the same bytes. The end of the file
prints its SHA-256, which font.go's test holds.
"""
import bz2
import hashlib
import os
import sys

os.environ["SOURCE_DATE_EPOCH"] = "0"
from fontTools import subset  # noqa: E402

MARKS = "·—–…‘’“”、。〈〉《》「」『』【】〔〕！（），．：；？￥□■○●×÷±≥≤→←↑↓№％①②③④⑤⑥⑦⑧⑨⑩"


def characters():
    wanted = {c for c in range(0x20, 0x7F)} | {c for c in range(0xC0, 0x100)}
    wanted |= {ord(c) for c in MARKS}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                wanted.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    with bz2.open(sys.argv[2], "rt", encoding="utf-8") as mappings:
        for line in mappings:
            if "\tkTGH\t" in line:
                wanted.add(int(line.split("\t")[0][2:], 16))
    return sorted(c for c in wanted if not 0x0400 <= c < 0x0500 and not 0x3040 <= c < 0x3100)


options = subset.Options()
options.hinting = False
options.notdef_outline = True
options.recalc_timestamp = False
options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "DSIG", "FFTM", "meta"]
font = subset.load_font(sys.argv[1], options)
cut = subset.Subsetter(options)
cut.populate(unicodes=characters())
cut.subset(font)
for record in font["name"].names:
    if record.nameID in (1, 3, 4, 6):
        record.string = "HuiminKai" if record.nameID == 6 else "Huimin Kai"
subset.save_font(font, "kai.ttf", options)
with open("kai.ttf", "rb") as made:
    print(hashlib.sha256(made.read()).hexdigest())
