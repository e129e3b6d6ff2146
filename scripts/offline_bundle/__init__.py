"""Making the folder that a county office copies from a USB stick: no network, no administrator."""
