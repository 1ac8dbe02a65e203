"""An import-linter contract: some modules of a package are imported inside that package and by named ones alone.

import-linter's own `protected` contract needs the importers listed; here each capability may import its own commands,
and a new capability needs no new line.
"""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class PrivateModulesContract(Contract):
    """`modules` are expressions such as `services.*.*.commands`, `also` who else may import them."""

    type_name = "private"

    modules = fields.ListField(subfield=fields.ModuleExpressionField())
    also = fields.ListField(subfield=fields.ModuleExpressionField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every direct import of a private module, from its package or from `also`."""
        del verbose
        allowed = _names(graph, self.also)
        illegal = [
            f"{importer} -> {module}"
            for private in sorted(_names(graph, self.modules))
            for module in sorted({private, *graph.find_descendants(private)})
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer not in allowed and not importer.startswith(f"{private.rpartition('.')[0]}.")
        ]
        return ContractCheck(kept=not illegal, metadata={"illegal": illegal})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import and the way out."""
        found: list[Any] = check.metadata["illegal"]
        for line in found:
            output.print_error(f"- {line}", bold=False)
        output.new_line()
        output.print("Import the other capability's domain or store; a rule that both need belongs into domain.")


def _names(graph: ImportGraph, expressions: Any) -> set[str]:
    return {module.name for module in module_expressions_to_modules(graph, expressions)}
