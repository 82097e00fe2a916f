"""Runs Rasa's graph one node after the other.

Rasa hands the graph to dask for every message and every next action, though one thread computes
it in one order: the scheduling alone takes longer than most nodes.
"""

from types import SimpleNamespace
from typing import Any

import rasa.core.processor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain


class InOrder(DaskGraphRunner):  # type: ignore[misc]
    """The nodes that the targets need, in an order that is found once for each set of targets."""

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """The results of the targets; `inputs` are results of what is no node."""
        wanted = tuple(targets or self._graph_schema.target_names)
        results: dict[str, tuple[str, Any]] = {
            name: (name, value) for name, value in (inputs or {}).items()
        }
        for name in self._order(wanted, results):
            needs = self._graph_schema.nodes[name].needs.values()
            results[name] = self._instantiated_nodes[name](*(results[need] for need in needs))
        return dict(results[name] for name in wanted)

    def _order(self, wanted: tuple[str, ...], given: dict[str, Any]) -> list[str]:
        """Depth first: what a node needs comes before it."""
        orders: dict[tuple[str, ...], list[str]] = self.__dict__.setdefault("_orders", {})
        key = (*wanted, *sorted(given))
        if key not in orders:
            found: list[str] = []

            def visit(name: str) -> None:
                if name in given or name in found:
                    return
                for need in self._graph_schema.nodes[name].needs.values():
                    visit(need)
                found.append(name)

            for name in wanted:
                visit(name)
            orders[key] = found
        return orders[key]


# The one place where Rasa names its runner.
rasa.core.processor.DaskGraphRunner = InOrder
# Its processor copies events and entities, leaf by leaf, for debug lines that nobody reads.
rasa.core.processor.copy = SimpleNamespace(deepcopy=lambda events: events)
# For every message it asks whether the domain is empty, and builds an empty one to compare with.
Domain.is_empty = lambda domain: not domain.intents
