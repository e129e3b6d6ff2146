"""What one thread of plain Python costs, without any of ours: the yardstick for fixity.

python benchmarks/floor.py full    in a workspace: walk evidence/, and hash every file that evidence.sha256 lists
python benchmarks/floor.py stat    walk evidence/ and ask for the size of each file
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256


def walked(top: str) -> int:
    """How many bytes are below a folder."""
    size = 0
    folders = [top]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    size += entry.stat(follow_symlinks=False).st_size
    return size


def changed(manifest: str) -> int:
    """How many files are not what the manifest says."""
    wrong = 0
    with open(manifest, encoding="utf-8") as lines:  # noqa: PTH123 - as plain as it gets
        for line in lines:
            descriptor = os.open(line[66:-1], os.O_RDONLY)
            whole = sha256()
            while block := os.read(descriptor, 256 << 10):
                whole.update(block)
            os.close(descriptor)
            wrong += whole.hexdigest() != line[:64]
    return wrong


if __name__ == "__main__":
    print(walked("evidence"), "bytes")
    if sys.argv[1] == "full":
        print(changed("evidence.sha256"), "changed")
