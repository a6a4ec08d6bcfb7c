"""Hands on a keyboard and nowhere else; each stop of the focus is looked at as it is reached."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from backbone.testing import wait_for

FIRST = "Skip to the content"  # of a page's stops
MOST = 60  # stops: more between two things is a trap, or as good as one

# What has the focus: how it is called, where it is, whether it can be seen, and whether the stop
# before looks any different now that it has lost the focus. Answers null where nothing has it.
LOOK = """() => {
  const look = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
    return [outlineStyle, outlineWidth, outlineColor, boxShadow].join(' ');
  };
  const last = window.lastStop;
  const plain = last?.element.isConnected && last.element !== document.activeElement
    && look(last.element) === last.look ? last.name : '';
  const element = document.activeElement;
  window.lastStop = undefined;
  if (!element || element === document.body) return { name: '', plain };
  const box = element.getBoundingClientRect();
  const inSight = (x, y) => {
    const there = document.elementFromPoint(x, y);
    return there && (element.contains(there) || there.contains(element) || there.closest('label'));
  };
  const heard = (element.labels?.[0] ?? element).cloneNode(true);
  heard.querySelectorAll('[aria-hidden=true]').forEach((each) => each.remove());
  const label = element.getAttribute('aria-label') ?? heard.textContent;
  const name = label.replace(/\\s+/g, ' ').trim();
  // A heading that the page itself moved to is no stop; the ear needs it, the eye needs no mark.
  if (element.tabIndex >= 0) window.lastStop = { element, name, look: look(element) };
  return {
    name, plain, tag: element.tagName.toLowerCase(),
    left: box.left, top: box.top, right: box.right, bottom: box.bottom,
    scrolled: scrollY + (document.querySelector('main')?.scrollTop ?? 0),
    seen: [0.5, 0.1].some((part) =>
      inSight(box.left + box.width / 2, box.top + Math.max(2, box.height * part))),
  };
}"""


@dataclass(frozen=True)
class Stop:
    """Something that has the focus, by its name, and its box in the window (px)."""

    name: str
    tag: str
    left: float
    top: float
    right: float
    bottom: float

    def comes_before(self, other: "Stop") -> bool:
        """As one reads: further up, or further left; a column beside is another text."""
        return self.top < other.bottom or self.left < other.left


class Keyboard:
    """`complaints`: stops that nothing marks, that are out of sight, or out of their order."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        self.page, self.complaints = page, complaints

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go_to(self, name: str, *, back: bool = False) -> None:
        """Tab to what is called so; each stop on the way is looked at."""
        before = self._look()
        for _ in range(MOST):
            self.press("Shift+Tab" if back else "Tab")
            stop = self._look()
            begins_anew = stop is not None and stop.name == FIRST  # past the page's end
            if before and stop and not (back or begins_anew or before.comes_before(stop)):
                self.complaints.append(f"{stop.name!r} comes after {before.name!r}")
            if stop and stop.name.startswith(name):
                return
            before = stop
        raise AssertionError(f"{name!r} is out of the keyboard's reach")

    def goes_round(self) -> list[str]:
        """All stops of the page from here to here; the way back must be the same way."""
        # How much waits in a section may be counted anew on the way.
        there, back = (
            [name.partition(" , ")[0] for name in self._round(key)] for key in ("Tab", "Shift+Tab")
        )
        assert there[:-1] == back[-2::-1], f"{there} is not the way of {back}"
        return there

    def choose(self, name: str, *, back: bool = False) -> None:
        self.go_to(name, back=back)
        self.press("Enter")

    def is_at(self, name: str, tag: str) -> None:
        """Wait until the focus has been put there, by the page itself."""
        wait_for(
            lambda: (stop := self._look()) and (stop.tag, name) == (tag, stop.name[: len(name)])
        )

    def _round(self, key: str) -> list[str]:
        start, stops = self._look(), list[str]()
        assert start
        while start.name not in stops:
            assert len(stops) < MOST, f"There is no way out of {stops[-5:]}"
            self.press(key)
            if stop := self._look():
                stops.append(stop.name)
        return stops

    def _look(self) -> Stop | None:
        found: dict[str, Any] = self.page.evaluate(LOOK)
        if found["plain"]:
            self.complaints.append(f"nothing marks {found['plain']!r} when it has the focus")
        if not found["name"]:
            return None
        if not found["seen"]:
            self.complaints.append(f"{found['name']!r} has the focus out of sight")
        scrolled = found["scrolled"]
        return Stop(
            name=found["name"],
            tag=found["tag"],
            left=found["left"],
            right=found["right"],
            top=found["top"] + scrolled,
            bottom=found["bottom"] + scrolled,
        )
