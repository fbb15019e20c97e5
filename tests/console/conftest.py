"""Fixtures of the terminal's tests."""

from __future__ import annotations

import pytest

from .fake_core import ScriptedCore, scripted


@pytest.fixture
def core() -> ScriptedCore:
    return scripted()
