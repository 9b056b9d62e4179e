"""The browser's own input for a day, as a Dash component: known to every phone, in every language.

Dash's text input drops a day half typed, and its calendar would have to be taught Kazakh.
The other half is `DayInput` in assets/agyn.js.
"""

from __future__ import annotations

from dash.development.base_component import Component


class DayInput(Component):
    """An input of a day: `value` is an ISO day or None, told once the reader pauses."""

    _namespace = "agyn"
    _type = "DayInput"
    _children_props: tuple[str, ...] = ()
    _base_nodes = ("children",)
    _prop_names = ("id", "value")
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = ("id", "value")
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, id: str, value: str | None = None):
        super().__init__(id=id, value=value)
