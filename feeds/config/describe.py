"""What config.yaml may say, for programs and editors: JSON Schema, from the models. `reference` is for people."""

from __future__ import annotations

import copy
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from feeds.config.model import Config


class _Generator(GenerateJsonSchema):
    """Leaves out the fields that are no keys."""

    def field_is_present(self, field: Any) -> bool:
        return not field.get("serialization_exclude") and super().field_is_present(field)


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of config.yaml: what the loader takes, so that an editor marks nothing else."""
    found = Config.model_json_schema(by_alias=True, schema_generator=_Generator)
    definitions = found["$defs"]
    defaults = copy.deepcopy(definitions["SiteConfig"])
    defaults.pop("required", None)
    defaults["description"] = "Any key of a site, for all sites; a site's own value wins."
    definitions["Defaults"] = defaults
    found["properties"]["defaults"] = {"$ref": "#/$defs/Defaults"}
    for section in (found, *definitions.values()):
        for key in section.get("properties", {}).values():
            _tidy(key, definitions)
    _loosen(found)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "title": "Feedmill's config.yaml",
    }


def _loosen(part: Any) -> None:
    """Numbers where text is wanted: `title: 1984` is read as it is written. And true wherever false switches off."""
    if isinstance(part, dict):
        if part.get("const") is False:
            del part["const"]
        if part.get("type") == "string" and not {"enum", "const"} & part.keys():
            part["type"] = ["string", "number"]
        for inside in part.values():
            _loosen(inside)
    elif isinstance(part, list):
        for inside in part:
            _loosen(inside)


def _tidy(key: dict[str, Any], definitions: dict[str, Any]) -> None:
    """A section's description beside its reference, and no defaults that only repeat those of the section."""
    key.pop("title", None)
    if "$ref" in key:
        key.setdefault("description", definitions[key["$ref"].rpartition("/")[2]]["description"])
    if isinstance(key.get("default"), dict) or key.get("default", ()) in (None, []):
        del key["default"]
