"""What the architecture tests share: the layers as daemon/CMakeLists.txt declares them, the source
files, and a small way to report findings."""

import fnmatch
import os
import re
import sys
from pathlib import Path

SOURCE = Path(os.environ.get("HENTRA_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("HENTRA_BUILD", SOURCE / "build/tests"))
DAEMON = SOURCE / "daemon"
SKIPPED = 77


def layers():
    """Layer -> the layers it may include, in the order of declaration."""
    found = {}
    text = (DAEMON / "CMakeLists.txt").read_text()
    for name, rest in re.findall(r"^hentra_layer\((\w+)([^)]*)\)", text, re.M):
        may = re.search(r"MAY_INCLUDE([^A-Z]*)", rest)
        found[name] = may.group(1).split() if may else []
    return found


def sources(*suffixes, folders=("daemon",)):
    """Files below the given folders, sorted, without generated ones."""
    found = []
    for folder in folders:
        for path in (SOURCE / folder).rglob("*"):
            if path.suffix in (suffixes or (".c", ".h")) and path.is_file():
                found.append(path)
    return sorted(found)


def lies_in(place, pattern):
    """Whether a path below daemon/ fits a pattern: a layer's own rooms count as the layer, and a
    pattern without a folder means the programs' main files alone."""
    if "/" not in pattern and len(place.parts) > 1:
        return False
    return fnmatch.fnmatchcase(str(place), pattern)


def without_comments(text):
    """C source with comments and string literals blanked; line numbers stay."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


def without_comments_only(text):
    """C source with comments blanked and string literals kept."""
    pattern = r'("(?:\\.|[^"\\\n])*")|/\*.*?\*/|//[^\n]*'
    return re.sub(pattern, lambda m: m.group(1) or re.sub(r"[^\n]", " ", m.group(0)), text,
                  flags=re.S)


def end(findings, checked):
    """Prints the findings and ends the test. Nothing checked is a failure: a test must be able to
    fail."""
    for finding in findings:
        print(finding)
    print(f"{checked} checked, {len(findings)} findings")
    sys.exit(1 if findings or not checked else 0)
