"""What can be counted of the daemon's structure: folders, files, lines, functions, rings of includes."""

import re
import statistics
from pathlib import Path

SUFFIXES = (".c", ".h")


class Structure:
    def __init__(self, source):
        self.source = Path(source)
        self.daemon = self.source / "daemon"
        self.files = sorted(path for path in self.daemon.rglob("*") if path.is_file())
        self.texts = {str(path.relative_to(self.daemon)): path.read_text()
                      for path in self.files if path.suffix in SUFFIXES}

    def lines(self):
        return sum(text.count("\n") for text in self.texts.values())

    def folders(self, top="daemon"):
        """Folder -> number of files."""
        found = {}
        for path in (self.source / top).rglob("*"):
            if path.is_file() and path.suffix not in (".md", ".pyc"):
                folder = str(path.parent.relative_to(self.source))
                found[folder] = found.get(folder, 0) + 1
        return found

    def names_in_two_folders(self):
        found = {}
        for path in self.files:
            if path.suffix in SUFFIXES:
                found.setdefault(path.name, []).append(str(path.parent.relative_to(self.source)))
        return {name: folders for name, folders in found.items() if len(folders) > 1}

    def functions(self):
        """(lines, file, line number), longest first. In the house's style the braces of a function, and of
        nothing else, stand alone at the beginning of a line; its head begins behind a blank line, a
        comment, or what ends before it."""
        found = []
        for name, text in self.texts.items():
            begun, lines = None, text.splitlines()
            for number, line in enumerate(lines):
                if line == "{":
                    begun = number
                    while begun and not re.search(r"(^|[;}\\]|\*/)$|^#", lines[begun - 1]):
                        begun -= 1
                elif line == "}" and begun is not None:
                    found.append((number - begun + 1, name, begun + 1))
                    begun = None
        return sorted(found, reverse=True)

    def median_function(self):
        return statistics.median(length for length, _, _ in self.functions())

    def includes(self):
        """File without its suffix -> the same of those it includes: a header and its .c are one."""
        graph = {}
        for name, text in self.texts.items():
            mine = graph.setdefault(name.rpartition(".")[0], set())
            for header in re.findall(r'^\s*#\s*include\s+"([^"]+)\.h"', text, re.M):
                mine.add(header)
        for name, seen in graph.items():
            graph[name] = {other for other in seen if other in graph and other != name}
        return graph

    def rings(self):
        """Files that reach each other by includes (strongly connected components), largest first."""
        graph, reach = self.includes(), {}
        for start in graph:
            seen, ahead = set(), [start]
            while ahead:
                for other in graph[ahead.pop()] - seen:
                    seen.add(other)
                    ahead.append(other)
            reach[start] = seen
        rings, done = [], set()
        for start, seen in reach.items():
            ring = {other for other in seen if start in reach[other]}
            if start in ring and start not in done:
                done |= ring
                rings.append(sorted(ring))
        return sorted(rings, key=len, reverse=True)

    def includers(self, header):
        return sorted(name for name, text in self.texts.items() if f'#include "{header}"' in text)
