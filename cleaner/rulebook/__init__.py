"""Rule packs and presets: find, read, check, select."""
