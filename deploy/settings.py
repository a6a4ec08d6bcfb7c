"""What a service is to be told beside what every service is told: the fields of its own settings.

They stand in `services/<name>/settings.py`, where a service has any.
"""

import importlib
import importlib.util
import inspect
from dataclasses import dataclass

import msgspec

from backbone.settings import ServiceSettings, variable_of


@dataclass(frozen=True)
class Setting:
    """`description` and `example`: as the field's type says, for those who run Redwell."""

    field: str
    required: bool
    description: str
    example: str

    @property
    def variable(self) -> str:
        return variable_of(self.field)


def own_settings(service: str) -> list[Setting]:
    fields = msgspec.structs.fields(settings_of(service))
    return [_setting(field) for field in fields if field.name not in _COMMON]


def settings_of(service: str) -> type[ServiceSettings]:
    """Found without the service itself, which brings all its machinery with it."""
    name = f"services.{service}.settings"
    if importlib.util.find_spec(name) is None:
        return ServiceSettings
    module = importlib.import_module(name)
    for _, found in inspect.getmembers(module, inspect.isclass):
        if issubclass(found, ServiceSettings) and found.__module__ == name:
            return found
    raise LookupError(f"{name} holds no ServiceSettings.")


_COMMON = {field.name for field in msgspec.structs.fields(ServiceSettings)}


def _setting(field: msgspec.structs.FieldInfo) -> Setting:
    schema = msgspec.json.schema(field.type)
    return Setting(
        field=field.name,
        required=field.required,
        description=schema.get("description", ""),
        example=schema.get("examples", [""])[0],
    )
