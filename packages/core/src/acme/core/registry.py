"""Registry: components of one kind by name; ours, registered ones and plugins.

A plugin is a component that another distribution brings, declared as an entry point in the
registry's group (https://packaging.python.org/specifications/entry-points/):

    [project.entry-points."acme.formats"]
    orc = "acme_orc:Orc"
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Generic, TypeVar

from acme.core.errors import DuplicateNameError, PluginError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """Components of one kind by name. Safe under threads.

    A name is looked for among registered components, then built-ins, then plugins. Built-ins are
    imported when first asked for; entry points, which are slow to read, are consulted only when
    nothing else has the name. A plugin that does not load troubles nobody but who asks for it.

    Args:
        kind: What is registered, for messages, such as `"format"`.
        group: The entry-point group of plugins; None for a registry that takes none.
        builtins: Name to `"module:attribute"` of what the package itself brings.
    """

    def __init__(
        self, kind: str, group: str | None = None, builtins: Mapping[str, str] | None = None
    ) -> None:
        self.kind = kind
        self.group = group
        self._builtins = dict(builtins or {})
        self._components: dict[str, T] = {}
        self._lock = RLock()

    def register(self, name: str, component: T, *, replace: bool = False) -> None:
        """Add a component.

        Raises:
            DuplicateNameError: The name is taken and `replace` is false.
        """
        with self._lock:
            if not replace and (name in self._components or name in self._builtins):
                hint = "choose another name or pass replace=True"
                raise DuplicateNameError(f'{self.kind} "{name}" is registered already', hint=hint)
            self._components[name] = component

    def get(self, name: str) -> T:
        """Return the component of that name; the same object each time.

        Raises:
            UnknownNameError: Nothing has that name; near matches and all names are in the text.
            PluginError: A plugin has that name and does not load.
        """
        with self._lock:
            if name in self._components:
                return self._components[name]
        # Loaded without the lock: the import may register components itself, in another thread.
        loaded = self._load(name)
        with self._lock:
            return self._components.setdefault(name, loaded)

    def names(self) -> list[str]:
        """Return every name there is, sorted; plugins are named, not loaded."""
        with self._lock:
            own = {*self._components, *self._builtins}
        return sorted(own.union(plugin.name for plugin in self._plugins()))

    def _load(self, name: str) -> T:
        if name in self._builtins:
            from pkgutil import resolve_name

            builtin: T = resolve_name(self._builtins[name])
            return builtin
        plugins = {plugin.value: plugin for plugin in self._plugins() if plugin.name == name}
        match list(plugins.values()):
            case []:
                raise UnknownNameError.among(self.kind, name, self.names())
            case [plugin]:
                return self._load_plugin(plugin)
            case several:
                origins, hint = map(_origin, several), "uninstall all but one of them"
                problem = f'{self.kind} "{name}" is brought by {" and by ".join(origins)}'
                raise PluginError(problem, hint=hint)

    def _load_plugin(self, plugin: EntryPoint) -> T:
        import logging

        origin = _origin(plugin)
        logging.getLogger(__name__).debug("%s loads %s", origin, plugin.value)
        try:
            component: T = plugin.load()
        except Exception as error:
            what, why = f'{self.kind} "{plugin.name}"', f"{type(error).__name__}: {error}"
            hint = f"repair or uninstall {origin}"
            raise PluginError(f"{what} of {origin} does not load: {why}", hint=hint) from error
        return component

    def _plugins(self) -> list[EntryPoint]:
        if self.group is None:
            return []
        from importlib.metadata import entry_points

        return list(entry_points(group=self.group))


def _origin(plugin: EntryPoint) -> str:
    return plugin.dist.name if plugin.dist else plugin.module
