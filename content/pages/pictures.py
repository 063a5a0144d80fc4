"""Pictures as they are kept: what they are is read from their pixels, and all else that travelled with them is left behind.

A picture is drawn anew from its pixels. So a file that is a picture and a program at once is only a picture
afterwards, and where and by whom a photograph was taken is not published by accident.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from content.languages import gettext as _

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
ACCEPTED = (*FORMATS, "GIF")
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
LARGEST_FILE = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    Image.DecompressionBombError,
)
"""Everything that opening a broken picture has been seen to raise."""


class NoPicture(ValueError):
    """The bytes are no picture that can be kept; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Drawn:
    """A picture ready to be kept."""

    content: bytes
    media_type: str
    width: int
    height: int


def draw(content: bytes) -> Drawn:
    """The picture in these bytes, drawn anew. A GIF becomes a PNG of its first frame. Raises NoPicture."""
    if len(content) > LARGEST_FILE:
        raise NoPicture(_("The picture is too large: use at most 12 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=ACCEPTED) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NoPicture(_("The picture has too many pixels: use at most 40 million."))
                name = opened.format if opened.format in FORMATS else "PNG"
                # Made small before it is turned: every copy of a large picture is a hundred megabytes.
                opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _written(ImageOps.exif_transpose(opened), name or "PNG")
    except NoPicture:
        raise
    except UNREADABLE as error:
        raise NoPicture(_("The file is no picture that can be shown: use PNG, JPEG, WebP or GIF.")) from error


def _written(picture: Image.Image, name: str) -> Drawn:
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    plain = picture.convert("RGB" if name == "JPEG" or not has_alpha else "RGBA")
    plain.info.clear()
    stream = io.BytesIO()
    if name == "PNG":
        plain.save(stream, "PNG", optimize=True)
    else:
        plain.save(stream, name, quality=88)
    return Drawn(stream.getvalue(), FORMATS[name], plain.width, plain.height)
