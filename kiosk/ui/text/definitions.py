"""The text libraries' C definitions, parsed once and kept: parsing them is half a second a start.

cffi can write what it parsed as Python ("out-of-line, ABI mode" in its manual). What one process
parsed lies in the user's cache, in a folder named after all versions it depends on.
"""

import importlib
import importlib.util
import logging
import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from platformdirs import user_cache_path

_LOG = logging.getLogger(__name__)
_PARSING = {
    "cairo": ("cairocffi.ffi", "cairocffi.ffi"),
    "pango": ("pangocffi.ffi_build", "pangocffi._generated.ffi"),
    "pangocairo": ("pangocairocffi.ffi_build", "pangocairocffi._generated.ffi"),
}
"""The module that would parse, and the name by which the others include its definitions."""

_DAMAGED = (SyntaxError, ImportError, AttributeError, TypeError, ValueError, EOFError, OSError)


def kept_in() -> Path:
    """Return where these versions' definitions are kept."""
    needed = ("cffi", "cairocffi", "pangocffi", "pangocairocffi")
    versions = "-".join(version(one) for one in needed)
    return user_cache_path("hall90") / "text" / f"{sys.implementation.cache_tag}-{versions}"


def use_kept(folder: Path) -> bool:
    """Let the bindings find their definitions parsed; False where none, or none whole, are kept.

    To be called before the bindings are imported.
    """
    if not folder.is_dir():
        return False
    found: dict[str, ModuleType] = {}
    try:
        for file, (parser, name) in _PARSING.items():
            module = found[parser] = _module(name, folder / f"{file}.py")
            if name != parser:
                sys.modules[name] = module  # the next ones include it by this name
            _ = module.ffi
    except _DAMAGED as error:
        _LOG.warning("kept definitions are damaged; parsing them", extra={"why": str(error)})
        for _, name in _PARSING.values():
            sys.modules.pop(name, None)
        shutil.rmtree(folder, ignore_errors=True)
        return False
    sys.modules.update(found)
    return True


def keep(folder: Path) -> None:
    """Keep what this process parsed for the next; a disk that is full only costs time again."""
    recompiler = importlib.import_module("cffi.recompiler")
    if folder.is_dir():
        return
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
    try:
        fresh.mkdir(parents=True)
        for file, (parser, name) in _PARSING.items():
            recompiler.make_py_source(sys.modules[parser].ffi, name, str(fresh / f"{file}.py"))
            _to_disk(fresh / f"{file}.py")
        fresh.rename(folder)
    except (OSError, recompiler.VerificationError) as error:
        _LOG.info("parsed definitions cannot be kept", extra={"why": str(error)})
        shutil.rmtree(fresh, ignore_errors=True)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _module(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
