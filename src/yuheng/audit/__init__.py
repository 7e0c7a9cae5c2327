"""Claims to findings: what is missing, status, path, lineage, identities. Never touches a store."""
