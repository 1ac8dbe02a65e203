"""The GraphQL schema: types, root fields, who may read what."""
