"""Pictures are drawn anew: nothing but pixels is kept."""

import io
import struct
import zlib

import pytest
from PIL import Image

from content.pages.pictures import LARGEST_FILE, LONGEST_SIDE, NoPicture, draw


def picture(kind: str, size: tuple[int, int] = (8, 4), mode: str = "RGB", **more: object) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind, **more)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")]
)
def test_each_kind_is_kept_as_what_it_is(kind: str, media_type: str) -> None:
    drawn = draw(picture(kind))
    assert (drawn.media_type, drawn.width, drawn.height) == (media_type, 8, 4)
    assert Image.open(io.BytesIO(drawn.content)).size == (8, 4)


def test_where_a_photograph_was_taken_is_left_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    drawn = draw(picture("JPEG", exif=exif))
    assert b"secret place" not in drawn.content


def test_what_hangs_on_behind_the_picture_is_left_behind() -> None:
    assert b"<script>" not in draw(picture("PNG") + b"<script>alert(1)</script>").content


def test_a_large_picture_is_made_smaller() -> None:
    drawn = draw(picture("PNG", (LONGEST_SIDE * 2, 10)))
    assert (drawn.width, drawn.height) == (LONGEST_SIDE, 5)


def test_a_transparent_picture_stays_transparent() -> None:
    assert Image.open(io.BytesIO(draw(picture("PNG", mode="RGBA")).content)).mode == "RGBA"


def bomb() -> bytes:
    """A small PNG that says it is 60,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        picture("PNG")[:40],
        picture("JPEG")[:100],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BM" + b"\0" * 60,
        b"%PDF-1.4",
        picture("TIFF"),
        bomb(),
        b"\x89PNG" + b"\0" * LARGEST_FILE,
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        draw(content)


def test_a_photograph_is_turned_as_it_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = draw(picture("JPEG", (LONGEST_SIDE * 2, 100), exif=exif))
    assert (drawn.width, drawn.height) == (50, LONGEST_SIDE)
