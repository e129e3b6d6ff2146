"""check-jsonschema on the data files of a workspace, all kinds in one process: its start counts once, as ours does."""

import sys
from pathlib import Path

from check_jsonschema import main

data = Path(sys.argv[1]) / "data"
kinds = {path.stem: [path] for path in sorted(data.glob("*.yaml"))}
kinds["standard"] = sorted((data / "standards").glob("*.yaml"))
kinds["progress"] = sorted((data / "progress").glob("*.yaml"))
for kind, files in kinds.items():
    schema = str(data / ".schema" / f"{kind}.json")
    main(["--schemafile", schema, *map(str, files)], standalone_mode=False)
