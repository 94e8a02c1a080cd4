"""The folder of a sweep: chunks, shards and their manifest, and the tables read back."""
