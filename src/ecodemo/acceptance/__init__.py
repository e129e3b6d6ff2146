"""The package for acceptance (验收材料包): what goes into it, and how it is written, sealed and verified."""
