"""Makes the two fonts of the paper from Debian's fonts-noto-core: Latin, Greek and Cyrillic, and a few signs.

    apt-get download fonts-noto-core && dpkg-deb -x fonts-noto-core*.deb noto
    python3 -m venv venv && venv/bin/pip install fonttools
    venv/bin/python make.py noto/usr/share/fonts/truetype/noto

Noto Sans lacks signs that a report needs, such as the minus. They come from Noto Sans Math and Symbols 2, of the same
licence, in one weight for both. Tables for shaping and hinting are left out: lines are set letter by letter, for print.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x2DD), (0x300, 0x345),  # Latin, its accents
    (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),  # Greek, Cyrillic, Vietnamese and what else Latin needs
    (0x2010, 0x2027), (0x202F, 0x203F), (0x2044, 0x2044), (0x2070, 0x208E), (0x20A0, 0x20BF),
    (0x2103, 0x2103), (0x2109, 0x2109), (0x2113, 0x2113), (0x2116, 0x2116), (0x2122, 0x2122), (0x2126, 0x2126),
    (0x212A, 0x212B), (0x2150, 0x215E), (0x25CC, 0x25CC), (0xFFFD, 0xFFFD),
]
SIGNS = {
    "NotoSansMath-Regular.ttf": "−≤≥≈≠→←↑↓∞√∑",
    "NotoSansSymbols2-Regular.ttf": "□■✓✗☐☑",
}


def borrowed(font: TTFont, folder: Path) -> None:
    """Takes over the signs that the font lacks."""
    for name, signs in SIGNS.items():
        source = TTFont(folder / name)
        shapes, cmap = source.getGlyphSet(), source.getBestCmap()
        scale = font["head"].unitsPerEm / source["head"].unitsPerEm
        assert scale == 1, name
        for sign in signs:
            if ord(sign) in font.getBestCmap():
                continue
            glyph = cmap[ord(sign)]
            pen = TTGlyphPen(None)
            shapes[glyph].draw(Cu2QuPen(pen, 1.0) if "CFF " in source else pen)
            mine = f"uni{ord(sign):04X}"
            font.setGlyphOrder([*font.getGlyphOrder(), mine])
            font["glyf"][mine] = pen.glyph()
            font["hmtx"][mine] = source["hmtx"][glyph]
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[ord(sign)] = mine


def made(source: Path, folder: Path, out: Path) -> None:
    """One font, cut to what the paper needs."""
    font = TTFont(source, recalcTimestamp=False)
    borrowed(font, folder)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "DSIG", "STAT", "gasp", "MATH"]
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    cut = subset.Subsetter(options)
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    cut.populate(unicodes=wanted | {ord(sign) for signs in SIGNS.values() for sign in signs})
    cut.subset(font)
    font.save(out)
    print(out.name, out.stat().st_size, len(font.getBestCmap()))


if __name__ == "__main__":
    noto = Path(sys.argv[1])
    here = Path(__file__).parent
    for weight in ["Regular", "Bold"]:
        made(noto / f"NotoSans-{weight}.ttf", noto, here / f"paper-{weight.lower()}.ttf")
