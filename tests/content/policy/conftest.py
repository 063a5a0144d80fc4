import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from content.db import Base
from content.policy.loading import load_named, packs_folder
from content.policy.models import PolicyRequiredElement, PolicyVersion
from content.policy.pack import Pack
from content.policy.schema import example


@pytest.fixture(scope="session")
def shipped() -> Pack:
    return load_named()


@pytest.fixture
def changed_pack(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the pack that comes with Open Accord, changed by a function over the data of one of its files."""

    def change(edit: Callable[[Any], None], file: str = "pack.yaml") -> Path:
        folder = tmp_path / load_named().id
        if not folder.exists():
            shutil.copytree(packs_folder() / folder.name, folder)
        content = yaml.safe_load((folder / file).read_text("utf-8"))
        edit(content)
        # Without aliases, as somebody would write it by hand.
        (folder / file).write_text(yaml.safe_dump(deepcopy(content), allow_unicode=True), "utf-8")
        return folder

    return change


@pytest.fixture
def full_answers(shipped: Pack) -> Callable[[str], dict[str, Any]]:
    """Answers to everything that a category asks; no activity states its cost or its staff."""

    def answers(category: str) -> dict[str, Any]:
        route = shipped.route(category)
        return {element.id: example(shipped, route, element) for element in route.elements}

    return answers


@pytest.fixture
def policy_session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    tables = [PolicyVersion.__table__, PolicyRequiredElement.__table__]
    Base.metadata.create_all(engine, tables=tables)
    with Session(engine) as session:
        yield session
    engine.dispose()
