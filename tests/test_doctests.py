"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import flows

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = [module.name for module in pkgutil.walk_packages(flows.__path__, "flows.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str):
    assert doctest.testmod(importlib.import_module(name), optionflags=FLAGS).failed == 0


def test_modules_have_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = (finder.find(importlib.import_module(name)) for name in MODULES)
    assert sum(len(test.examples) for tests in found for test in tests) > 100
