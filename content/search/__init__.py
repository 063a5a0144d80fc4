"""Finding every word of the public record: analysis, queries, documents, the engine's port and its adapters."""
