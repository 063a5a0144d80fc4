"""From a folder of YAML to a pack: ``pack.yaml`` states the policy, ``texts/<lang>.yaml`` puts it into words.

A fault names the file, the path in it and what is wrong, so that somebody who writes a pack can mend it.
"""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml

from content.db import nfc_deep
from content.languages import KNOWN
from content.policy.pack import Pack, text_at
from content.policy.reading import Node, PackFault
from content.policy.wording import list_keys, optional_keys, required_keys

__all__ = ["PackFault", "load", "load_named", "packs_folder"]


class _Loader(yaml.CSafeLoader):
    """Plain data only, and no key twice: the second would silently win."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} needs quotes", key_node.start_mark)
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def packs_folder() -> Path:
    """Where the packs that come with Open Accord lie."""
    return Path(__file__).resolve().parent / "packs"


def load_named(name: str = "") -> Pack:
    """A pack that comes with Open Accord, or the one in a folder; without a name the only one that comes with it.

    Raises PackFault.
    """
    if "/" in name:
        return load(Path(name))
    shipped = sorted(path.name for path in packs_folder().iterdir() if path.is_dir())
    if not name and len(shipped) > 1:
        raise PackFault([f"POLICY_PACK: (top): must name one of {', '.join(shipped)}, or a folder"])
    return load(packs_folder() / (name or shipped[0]))


def load(folder: Path) -> Pack:
    """The pack in a folder. Raises PackFault, which names everything that is wrong."""
    faults: list[str] = []
    stated = _read(folder, "pack.yaml", faults)
    if faults:
        raise PackFault(faults)
    declared = stated.get("languages") if isinstance(stated, dict) else None
    tags = [tag for tag in declared if isinstance(tag, str)] if isinstance(declared, list) else []
    texts = {tag: _read(folder, f"texts/{tag}.yaml", faults) for tag in tags}
    if faults:
        raise PackFault(faults)
    pack = Pack.from_json({"pack": stated, "texts": texts}, "pack.yaml")
    faults = _outside_faults(pack) + [fault for tag in tags for fault in _text_faults(pack, tag)]
    if faults:
        raise PackFault(faults)
    return pack


def _read(folder: Path, name: str, faults: list[str]) -> Any:
    path = folder / name
    try:
        # The loader is a SafeLoader: it makes plain data and nothing else.
        return nfc_deep(yaml.load(path.read_text("utf-8"), Loader=_Loader))  # noqa: S506
    except FileNotFoundError:
        faults.append(f"{name}: (top): there is no such file in {folder.name}")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{name}: (top): cannot be read: {' '.join(str(error).split())}")
    return None


def _outside_faults(pack: Pack) -> list[str]:
    """What the pack names of the world outside of it."""
    faults: list[str] = []
    if pack.parts.city.time_zone not in available_timezones():
        faults.append(f"pack.yaml: city.time_zone: there is no time zone {pack.parts.city.time_zone!r}")
    for number, tag in enumerate(pack.languages):
        if tag not in KNOWN:
            faults.append(f"pack.yaml: languages[{number}]: there is no language {tag!r}")
    return faults


def _text_faults(pack: Pack, tag: str) -> list[str]:
    """Words that a language lacks, and words that belong to nothing."""
    faults: list[str] = []
    file, texts = f"texts/{tag}.yaml", pack.to_json()["texts"][tag]
    top = Node(texts, "", file, faults)
    if not isinstance(texts, dict):
        top.fault("must be a mapping")
        return faults
    required, optional, lists = required_keys(pack), optional_keys(pack), list_keys(pack)
    for path in required:
        text = text_at(texts, path)
        if not isinstance(text, str) or not text.strip():
            Node(text, path, file, faults).fault("the text is missing")
    known = {*required, *optional, *lists}
    for path, value in _leaves(texts):
        node = Node(value, path, file, faults)
        if path not in known:
            node.fault("belongs to nothing in the pack")
        elif path in lists:
            for item in node.items():
                item.text()
        elif path in optional:
            node.text()
    return faults


def _leaves(texts: dict[str, Any], path: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in texts.items():
        here = f"{path}.{key}" if path else key
        found += _leaves(value, here) if isinstance(value, dict) else [(here, value)]
    return found
