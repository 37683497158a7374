"""What became of each block and why: kept only when a trace is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from cleaner.blocks import Blocks, Slot, read_blocks
from cleaner.dom import body_of
from cleaner.model import Verdict

_TEXT = 200  # characters of a block that a verdict shows


class Notebook:
    """The page's blocks as they were before anything was taken out, each with the last word on it."""

    def __init__(self, root: etree._Element) -> None:
        blocks = read_blocks(body_of(root))
        self._rows = [
            Verdict(path=blocks.path(index), text=text[:_TEXT], kept=False, score=0.0, why="outside of what was chosen")
            for index, text in enumerate(blocks.text)
        ]
        self._slots: dict[Slot, int] = {slot: row for row in range(len(blocks)) for slot in blocks.slots(row)}
        self._blocks = blocks  # keeps lxml's proxies alive, and with them their identity

    def judge(self, blocks: Blocks, keep: Sequence[bool], score: Sequence[float], why: Sequence[str]) -> None:
        """Note the extractor's verdicts; `blocks` are what the site's rules left of the page."""
        for index, (kept, value, reason) in enumerate(zip(keep, score, why, strict=True)):
            rows = {self._slots[slot] for slot in blocks.slots(index) if slot in self._slots}
            for row in rows:
                self._rows[row] = replace(self._rows[row], kept=bool(kept), score=round(float(value), 3), why=reason)

    def keep(self, element: etree._Element, why: str) -> None:
        """Note that all of an element was chosen."""
        for row in self._inside(element):
            self._rows[row] = replace(self._rows[row], kept=True, score=1.0, why=why)

    def drop(self, element: etree._Element, why: str) -> None:
        """Note that all of an element is about to go."""
        for row in self._inside(element):
            self._rows[row] = replace(self._rows[row], kept=False, why=why)

    def verdicts(self) -> tuple[Verdict, ...]:
        """One for each block, in page order."""
        return tuple(self._rows)

    def _inside(self, element: etree._Element) -> set[int]:
        """The blocks that have text in an element; its tail is none of it."""
        slots = {(each, is_tail) for each in element.iter() for is_tail in (False, True)} - {(element, True)}
        return {self._slots[slot] for slot in slots & self._slots.keys()}
