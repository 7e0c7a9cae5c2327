"""The interface for programs: REST with OpenAPI, and a read-only MCP server."""
