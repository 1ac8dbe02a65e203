"""Everything generated from declarations: schemas, API documents, tables in docs. The only importer of all services."""
