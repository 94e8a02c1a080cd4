"""Build the Inter fonts of the window and the reports from the npm package @fontsource/inter.

A development-time tool: it needs fonttools and brotli, the game does not. Fetch the package with
`npm pack @fontsource/inter`, unpack it in a scratch folder and run, from the repository,

    python tools/make_font.py SCRATCH/package

For each weight the Latin, Latin-extended, Greek and Cyrillic subsets become one TrueType file. Its
digits are Inter's tabular figures, because SDL_ttf cannot ask for the `tnum` feature, and columns
of numbers must line up. Stylistic substitutions are left out: text is drawn as it is written.

In the fonts, besides letters and punctuation: arrows ← ↑ → ↓ ↔ ⇒ ⇔, Δ δ Σ σ, − – — × ÷ ±, middle
dot ·, bullet •, thin space and narrow no-break space (U+2009, U+202F), no-break space, … † ′ ″ € £
№ § ° % ¹ ² ³ ½.

Missing, so not for any text a player sees: check marks ✓ ✔ and crosses ✗ ✘, ≤ ≥ ≠ ≈ ∞ √ ∑ ‰,
geometric marks ▲ ▼ ► ◄ ● ○ ■ □ ◆, stars ★ ☆. Write "at least" for ≥, use ↑ and ↓ for ▲ and ▼,
× for ✗, and draw a check mark as a line.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

OUTPUT = Path(__file__).parents[1] / "ui" / "assets" / "fonts"
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
ON_PAGES = ("Regular", "SemiBold", "Bold")
"""Weights that the pages of a class use, packed besides as WOFF2: a third of the bytes."""

SUBSETS = ("latin", "latin-ext", "greek", "cyrillic")
KEPT_FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk"]

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
UNMAPPED = {
    "←": "arrowleft",
    "→": "arrowright",
    "↔": "arrowboth",
    "⇒": "arrowdblright",
    "⇔": "arrowdblboth",
}
"""Glyphs that the subset holds for its ligatures, but that no character reaches."""
PROMISED = "←↑→↓↔⇒⇔ΔδΣσ−–—×÷±·•\u00a0\u2009\u202f…†′″€£№§°%¹²³½‘’“”«»ŁłŞşĞğİıČčŠšŽžÅåØøÞþÐðЖж"
ABSENT = "✓✔✗✘≤≥≠≈∞√∑‰▲▼►◄●○■□◆★☆"


def prepared(package: Path, subset: str, weight: int, folder: Path) -> str:
    """Path of one subset as plain TrueType, with the characters of this module mapped."""
    font = TTFont(package / "files" / f"inter-{subset}-{weight}-normal.woff2")
    font.flavor = None
    if subset == "latin":
        wanted = {str(i): f"{name}.tf" for i, name in enumerate(DIGITS)} | UNMAPPED
        wanted["\u202f"] = font.getBestCmap()[ord("\u2009")]
        for table in font["cmap"].tables:
            table.cmap.update({ord(ch): glyph for ch, glyph in wanted.items()})
    path = folder / f"{subset}.ttf"
    font.save(path)
    return str(path)


def built(package: Path, weight: int) -> TTFont:
    """The merged font of one weight, without the glyphs that no text can reach."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [prepared(package, subset, weight, Path(folder)) for subset in SUBSETS]
        font = Merger().merge(paths)
        # The same package must give the same bytes, whatever the time.
        font.recalcTimestamp = False
        font["head"].created = font["head"].modified = TTFont(paths[0])["head"].created
    options = Options()
    options.layout_features = KEPT_FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    return font


def faults(font: TTFont) -> list[str]:
    """What the head of this module says of the font and is not so."""
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    found = [f"lacks {ch!r}" for ch in PROMISED if ord(ch) not in glyphs]
    found += [f"has {ch!r}, said to be missing" for ch in ABSENT if ord(ch) in glyphs]
    if len({widths[glyphs[ord(digit)]][0] for digit in "0123456789"}) > 1:
        found.append("has digits of several widths")
    return found


def main() -> None:
    """Build every weight, check it, and put the licence beside it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("package", type=Path, help="the unpacked npm package @fontsource/inter")
    parser.add_argument("--out", type=Path, default=OUTPUT)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        font = built(given.package, weight)
        if found := faults(font):
            parser.exit(1, f"Inter {style}: {'; '.join(found)}\n")
        path = given.out / f"Inter-{style}.ttf"
        font.save(path)
        print(f"{path.name}: {len(font.getGlyphOrder())} glyphs, {path.stat().st_size} bytes")
        if style in ON_PAGES:
            font.flavor = "woff2"
            font.save(path.with_suffix(".woff2"))
    shutil.copyfile(given.package / "LICENSE", given.out / "OFL.txt")


if __name__ == "__main__":
    main()
