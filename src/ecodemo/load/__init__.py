"""From files to the model, with every mistake placed. The only room that reads YAML."""
