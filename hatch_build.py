"""Builds the kernel (kernel/) into the wheel where there is a C compiler.

Without one, without the headers of Python, or with CLEANER_PURE in the environment, the wheel is of pure Python and does the
same, slower. The kernel needs CPython with its lock, for it is built for the stable ABI.
"""

from __future__ import annotations

import os
import platform
import shutil
import sysconfig
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HOME = Path("cleaner", "core")  # where the module goes
ABI = "cp311-abi3"  # the limited API that kernel.h asks for


class KernelHook(BuildHookInterface[Any]):
    """Adds the kernel to a wheel; in an editable installation it lies beside the modules."""

    PLUGIN_NAME = "custom"
    _folder: str = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel is put together."""
        reason = _reason_against()
        if not reason:
            self._folder = mkdtemp()
            reason = self._add(version, build_data)
        if reason:
            self.app.display_warning(f"cleaner-text is built without its kernel, and does the same slower: {reason}")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Afterwards."""
        shutil.rmtree(self._folder or "\0", ignore_errors=True)

    def _add(self, version: str, build_data: dict[str, Any]) -> str:
        """Build the kernel and add it; why that does not work, "" if it does."""
        try:
            from setuptools.errors import BaseError, CCompilerError
        except ImportError as error:
            return str(error)
        for stale in Path(self.root, HOME).glob("_kernel.*"):
            stale.unlink()
        try:
            built = _built(Path(self.root), Path(self._folder))
            if version == "editable":
                shutil.copy2(built, Path(self.root, HOME, built.name))
        except (BaseError, CCompilerError, OSError) as error:
            return str(error)
        if version != "editable":
            build_data["force_include"][str(built)] = str(HOME / built.name)
        build_data["pure_python"] = False
        build_data["tag"] = f"{ABI}-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
        return ""


def _reason_against() -> str:
    """Why the kernel is not to be built here, "" if it is."""
    if os.environ.get("CLEANER_PURE"):
        return "CLEANER_PURE is set"
    if platform.python_implementation() != "CPython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "it is for CPython with its lock"
    return ""


def _built(root: Path, folder: Path) -> Path:
    """The shared library, built in a folder."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    sources = [str(path) for path in sorted((root / "kernel").glob("*.c"))]
    extension = Extension("_kernel", sources, py_limited_api=True)
    command = build_ext(Distribution({"name": "cleaner-text", "ext_modules": [extension]}))
    command.build_lib, command.build_temp = str(folder), str(folder / "objects")
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath("_kernel"))
