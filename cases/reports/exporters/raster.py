"""A picture as PNG, for formats whose readers do not all show SVG; the same bytes each time."""

import typst

from cases.reports.charts import Picture

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 16cm)"""
_DOTS_PER_INCH = 220.0


def png_of(picture: Picture) -> bytes:
    """The picture on white, fine enough for print."""
    drawn = typst.compile(
        _PAGE, format="png", ppi=_DOTS_PER_INCH, sys_inputs={"svg": picture.svg},
        ignore_system_fonts=True,
    )  # fmt: skip
    assert isinstance(drawn, bytes)  # noqa: S101  one page gives one picture
    return drawn
