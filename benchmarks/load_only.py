"""Load and validate a workspace, and nothing else."""

import sys
from pathlib import Path

from ecodemo.load.workspace import load

load(Path(sys.argv[1]))
