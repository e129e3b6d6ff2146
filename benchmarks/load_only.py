"""Load and validate a workspace, and nothing else."""

import sys
from pathlib import Path

from ecodemo.load.workspace import load

loaded = load(Path(sys.argv[1]))
sys.exit(0 if loaded.workspace is not None else 2)
