"""docker-compose.yml and what belongs to it, from the list of services: `make compose`."""

from dataclasses import dataclass
from pathlib import Path

import jinja2

from contracts.topology import SERVICES
from deploy import proxy
from deploy.settings import Setting, own_settings

HERE = Path(__file__).parent
FILES = (HERE.parent / "docker-compose.yml", HERE / "compose.env.example", proxy.FILE)


@dataclass(frozen=True)
class Service:
    """What the templates say of a service; `settings`: its own that are shown."""

    name: str
    settings: list[Setting]

    @property
    def password(self) -> str:
        """The variable that holds its database's password."""
        return f"{self.name.upper()}_DATABASE_PASSWORD"

    def database(self, password: str) -> str:
        return f"postgresql://{self.name}:{password}@postgres:5432/{self.name}"


def document(file: Path) -> str:
    """What is to stand in one of FILES; the same services give the same text."""
    if file == proxy.FILE:
        return proxy.in_containers()
    services = [Service(name, shown(name)) for name in SERVICES]
    settings = {each.variable: each for service in services for each in service.settings}
    template = _templates.get_template(f"{file.name}.j2")
    return template.render(
        services=services, settings=settings.values(), required=_must_be_set, told=_told
    )


def main() -> None:
    """Write all anew."""
    for file in FILES:
        file.write_text(document(file))


_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def shown(service: str) -> list[Setting]:
    """Those without a default, and those that are described: the example shows their default."""
    return [each for each in own_settings(service) if each.required or each.description]


def _told(setting: Setting) -> str:
    if setting.required:
        return _must_be_set(setting.variable)
    return f"${{{setting.variable}:-{setting.example}}}"


def _must_be_set(variable: str) -> str:
    """How Compose is told to refuse to start without it."""
    return f"${{{variable}:?}}"


if __name__ == "__main__":
    main()
