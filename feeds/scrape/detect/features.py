"""What makes a group of links look like a page's list, in numbers: the same for learning and for use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from feeds.scrape.detect import words
from feeds.scrape.detect.addresses import Address, address
from feeds.scrape.detect.groups import WAYS, Group, headings
from feeds.scrape.detect.page import HEADINGS, Link, Node, Page
from feeds.scrape.detect.rails import beside
from feeds.urls import registrable_domain

Ints = NDArray[np.int64]
MAX_DEPTH = 64
"""Levels below the root that are told apart."""

_LINK = (
    "empty same depth words last digits query extends meta file dated social heading hidden copies over15 over30 day"
).split()
_CONTEXT = "nav footer header aside main article list negative positive beside".split()
_RECORD = "mean img head heads time p date price typed links plain before bare".split()
RELATIVE = ("n", "mass", "text", "width", "r_share", "r_mean", "r_plain", "width_median", "c_share")


class Measures:
    """Sums over the page, made once, so that each group costs little."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.headed = headings(page)
        self.beside = beside(page)
        nodes = page.nodes
        self.total = max(1, sum(page.widths))
        self.start, self.end = _column(n.index for n in nodes), _column(n.end for n in nodes)
        self.p0, self.p1 = _column(n.p0 for n in nodes), _column(n.p1 for n in nodes)
        self.t0, self.t1 = _column(n.t0 for n in nodes), _column(n.t1 for n in nodes)
        self.l0, self.l1 = _column(n.l0 for n in nodes), _column(n.l1 for n in nodes)
        self.parent = _column(n.parent.index if n.parent else -1 for n in nodes)
        self.path = _column(n.path for n in nodes)
        self.context = np.array(self._contexts(), dtype=float).reshape(-1, len(_CONTEXT))
        tags = [n.tag for n in nodes]
        self.tagged = {tag: _sums(each == tag for each in tags) for tag in ("img", "time", "p")}
        self.tagged["head"] = _sums(each in HEADINGS for each in tags)
        self.typed = _sums(words.is_item(node.element) for node in nodes)
        self.dates = _sums(columns < 300 and words.is_dated(text) for text, columns in self._pieces)
        self.prices = _sums(columns < 60 and bool(words.PRICE.search(text)) for text, columns in self._pieces)
        self.siblings = Counter((n.parent.index if n.parent else -1, n.path) for n in nodes)
        self.has_main = float("main" in tags)
        self._read_links()

    @property
    def _pieces(self) -> Iterable[tuple[str, int]]:
        return zip(self.page.pieces, self.page.widths, strict=True)

    def _read_links(self) -> None:
        links = self.page.links
        self.keys = len({link.key for link in links})
        self.link_node = _column(link.node.index for link in links)
        self.link_width = _column(link.node.width for link in links)
        self.link_columns = _sums(link.node.width for link in links)
        self.copies = Counter(link.key for link in links)
        self.addresses = [address(link.url) for link in links]
        self.link = np.array([self._of_link(link) for link in links], dtype=float).reshape(-1, len(_LINK))
        self.families: dict[object, set[str]] = {}
        self.paths: dict[int, set[str]] = {}
        for link, each in zip(links, self.addresses, strict=True):
            self.families.setdefault(each.family, set()).add(link.key)
            self.paths.setdefault(link.node.path, set()).add(link.key)
        self.chain = np.full((len(links), MAX_DEPTH), -1, dtype=np.int64)
        for link in links:
            way = [link.node.index, *(up.index for up in link.node.ancestors)][::-1][:MAX_DEPTH]
            self.chain[link.index, : len(way)] = way

    @cached_property
    def own(self) -> Address:
        return address(self.page.url)

    @cached_property
    def domain(self) -> str:
        return registrable_domain(self.page.url)

    def _of_link(self, link: Link) -> tuple[float, ...]:
        address, own = self.addresses[link.index], self.own
        same = address.domain == self.domain
        return (
            not link.text,
            same,
            len(address.segments),
            min(sum(address.last.count(ch) for ch in "-_+ "), 10),
            min(len(address.last), 80),
            any(ch.isdigit() for ch in address.last),
            bool(address.query),
            same and address.is_below(own),
            bool(words.META_URL.search(address.path)),
            bool(words.FILE_URL.search(address.path)),
            bool(words.DATED_URL.search(address.path)),
            not same and bool(words.SOCIAL.search(address.host)),
            link.index in self.headed,
            link.node.hidden,
            min(self.copies[link.key], 5),
            link.node.width >= 15,
            link.node.width >= 30,
            words.is_day(link.text),
        )

    def _contexts(self) -> list[tuple[float, ...]]:
        """Of each node: how it and its ancestors mark what they hold."""
        rows: list[tuple[float, ...]] = []
        for node, is_beside in zip(self.page.nodes, self.beside, strict=True):
            up = rows[node.parent.index] if node.parent else (0.0,) * len(_CONTEXT)
            rows.append((*self._context(node, up), is_beside))
        return rows

    def _context(self, node: Node, up: Sequence[float]) -> tuple[float, ...]:
        tag, share = node.tag, node.width / self.total
        role = node.element.get("role") or ""
        name = f"{node.classes} {node.element.get('id') or ''}".strip()
        # A mark on what holds most of the page says nothing of a part of it: "no-sidebar" is on many a body.
        negative, positive = words.hints(name) if name and share < 0.6 and tag not in ("body", "html") else (0, 0)
        return (
            up[0] or tag == "nav" or role == "navigation",
            up[1] or tag == "footer" or role == "contentinfo",
            up[2] or (tag == "header" and share < 0.3),
            up[3] or ((tag == "aside" or role == "complementary") and share < 0.5),
            up[4] or tag == "main" or role == "main",
            up[5] or tag == "article",
            up[6] or tag == "li",
            up[7] + negative,
            up[8] + positive,
        )

    def records(self, group: Group) -> Ints:
        """For each link the index of the largest element that holds no other item's link."""
        chain = self.chain[[link.index for link in group.links]]
        # Links are in page order, so what an element shares with any other item it shares with a neighbour.
        common = ((chain[1:] == chain[:-1]) & (chain[1:] >= 0)).sum(axis=1)
        depth = np.maximum(np.append(common, 0), np.insert(common, 0, 0))
        depth = np.minimum(depth, (chain >= 0).sum(axis=1) - 1)
        found: Ints = chain[np.arange(len(chain)), depth]
        return found

    def furniture(self, records: Ints) -> float:
        """Share of the records that stand beside a page's own list: in menus, footers, rails."""
        return float(self.context[records, _CONTEXT.index("beside")].mean())

    def of(self, group: Group) -> dict[str, float]:
        """The group's numbers."""
        at = [link.index for link in group.links]
        records = self.records(group)
        out = self._of_links(group, at)
        out |= self._of_records(records, at)
        out |= self._of_layout(records, group)
        out |= self._of_shape(group, at)
        out |= {f"by_{way}": float(way in group.ways) for way in WAYS}
        return out

    def _of_links(self, group: Group, at: list[int]) -> dict[str, float]:
        columns, count = np.sort(self.link_width[at]), len(at)
        out = {f"u_{name}": value for name, value in zip(_LINK, self.link[at].mean(axis=0).tolist(), strict=True)}
        out |= {
            "n": count,
            "share": count / max(1, self.keys),
            "width": float(columns.mean()),
            "width_median": float(columns[count // 2]),
            "width_std": float(columns.std()),
            "width_min": float(columns[0]),
            "width_max": float(columns[-1]),
            "text": float(np.log1p(columns.sum())),
            "distinct": len({link.text for link in group.links}) / count,
            "depth_std": float(self.link[at, _LINK.index("depth")].std()),
        }
        return out

    def _of_shape(self, group: Group, at: list[int]) -> dict[str, float]:
        """How alike the addresses are, and how much of their like the group leaves out."""
        count = len(at)
        families = Counter(self.addresses[i].family for i in at)
        family, members = families.most_common(1)[0]
        firsts = Counter(self.addresses[i].first for i in at)
        paths = Counter(link.node.path for link in group.links)
        inside = sum(len(self.paths[path] & group.keys) / len(self.paths[path]) * n for path, n in paths.items())
        outside = len(set().union(*(self.paths[path] for path in paths)) - group.keys)
        return {
            "family": members / count,
            "family_rest": len(self.families[family]) / members,
            "families": len(families),
            "first": firsts.most_common(1)[0][1] / count,
            "paths": len(paths),
            "path_in": inside / count,
            "path_out": outside / count,
        }

    def _of_records(self, records: Ints, at: list[int]) -> dict[str, float]:
        """What the items' own parts of the page hold."""
        start, end = self.start[records], self.end[records]
        columns = (self.t1 - self.t0)[records]
        linked = self.link_columns[self.l1[records]] - self.link_columns[self.l0[records]]
        held = {tag: sums[end] - sums[start] for tag, sums in self.tagged.items()}
        dates = self.dates[self.p1[records]] - self.dates[self.p0[records]]
        prices = self.prices[self.p1[records]] - self.prices[self.p0[records]]
        plain = np.maximum(0, columns - linked)
        before = self.t0[self.link_node[at]] - self.t0[records]
        means = np.array(
            (
                columns,
                held["img"] > 0,
                held["head"] > 0,
                np.minimum(4, held["head"]),
                held["time"] > 0,
                held["p"] > 0,
                dates + held["time"] > 0,
                prices > 0,
                self.typed[end] > self.typed[start],
                np.minimum(20, self.l1[records] - self.l0[records]),
                plain,
                before / (columns + 1),
                records == self.link_node[at],
            )
        ).mean(axis=1)
        out = {f"r_{name}": value for name, value in zip(_RECORD, means.tolist(), strict=True)}
        total, total_linked, middle = float(columns.sum()), float(linked.sum()), len(at) // 2
        return out | {
            "r_median": float(np.sort(columns)[middle]),
            "r_spread": float(columns.std()) / (out["r_mean"] + 1),
            "r_share": total / self.total,
            "mass": float(np.log1p(total)),
            "r_plain_median": float(np.sort(plain)[middle]),
            "r_density": total_linked / (total + 1),
            "r_main": float(self.link_width[at].sum()) / (total_linked + 1),
        }

    def _of_layout(self, records: Ints, group: Group) -> dict[str, float]:
        """Where the items stand, and how close together."""
        t0, t1, count = self.t0[records], self.t1[records], len(records)
        gaps = np.maximum(0, t0[1:] - t1[:-1])
        covered = float((t1 - t0).sum()) + 1
        parents = Counter(self.parent[records].tolist())
        kinds = Counter(self.path[records].tolist())
        rows = set(zip(self.parent[records].tolist(), self.path[records].tolist(), strict=True))
        common = self._common(group)
        context = self.context[records].mean(axis=0)
        inner = self.context[self.link_node[[link.index for link in group.links]]].mean(axis=0) - context
        out = {f"x_{name}": value for name, value in zip(_CONTEXT, context.tolist(), strict=True)}
        out |= {
            "inner_negative": float(inner[_CONTEXT.index("negative")]),
            "inner_positive": float(inner[_CONTEXT.index("positive")]),
            "parents": parents.most_common(1)[0][1] / count,
            "n_parents": len(parents),
            "kinds": kinds.most_common(1)[0][1] / count,
            "full": count / sum(self.siblings[row] for row in rows),
            "gap": float(gaps.mean()),
            "gap_share": float(gaps.sum()) / covered,
            "gap_max": float(gaps.max() / self.total),
            "start": float(t0[0] / self.total),
            "end": float(t1[-1] / self.total),
            "span": float((t1[-1] - t0[0]) / self.total),
            "l_start": float(self.l0[records[0]] / len(self.page.links)),
            "l_end": float(self.l1[records[-1]] / len(self.page.links)),
            "c_depth": common.depth,
            "c_share": common.width / self.total,
            "c_fill": covered / (common.width + 1),
            "c_keys": count / max(1, len({link.key for link in self.page.links[common.l0 : common.l1]})),
            "has_main": self.has_main,
            "aside_heading": float(words.is_aside(self._heading_before(int(records[0])))),
        }
        return out

    def _common(self, group: Group) -> Node:
        """The smallest element that holds the whole group."""
        first, last = group.links[0], group.links[-1]
        node = first.node
        while node.parent is not None and node.l1 <= last.index:
            node = node.parent
        return node

    @cached_property
    def _headings(self) -> list[Node]:
        return [node for node in self.page.nodes if node.tag in HEADINGS]

    def _heading_before(self, index: int) -> str:
        """The text of the nearest heading before a node, empty when that is far off."""
        before = [node for node in self._headings if node.index < index]
        if not before or self.t0[index] - before[-1].t1 > 400:
            return ""
        return self.page.text(before[-1])[:100]


def measure(measures: Measures, groups: Sequence[Group]) -> list[dict[str, float]]:
    """The numbers of each group, those beside the page's other groups among them."""
    rows = [measures.of(group) for group in groups]
    for name in RELATIVE:
        values = np.array([row[name] for row in rows], dtype=float)
        best = values.max() or 1.0
        ranks = (values[None, :] > values[:, None]).sum(axis=1) / len(rows)
        for row, value, rank in zip(rows, (values / best).tolist(), ranks.tolist(), strict=True):
            row[f"best_{name}"], row[f"rank_{name}"] = value, rank
    return rows


def table(rows: Sequence[dict[str, float]], names: Sequence[str]) -> NDArray[np.float32]:
    """The numbers as a matrix, its columns in the order of `names`."""
    return np.array([[row[name] for name in names] for row in rows], dtype=np.float32)


def _column(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _sums(values: Iterable[int]) -> Ints:
    """Running sums: those of a slice are the difference of two."""
    return np.concatenate([[0], np.cumsum(np.fromiter(values, dtype=np.int64))])
