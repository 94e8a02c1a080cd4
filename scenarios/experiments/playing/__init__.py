"""Runs of a plan played in chunks: by this process, by workers, by a cluster; or one once more."""
