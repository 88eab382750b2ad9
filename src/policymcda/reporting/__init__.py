"""Pages for people who would rather look than read: one self-contained file each, and no request to anything."""
