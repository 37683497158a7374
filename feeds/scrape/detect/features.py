"""What makes a group of links look like the page's list, in numbers: the same for training and for use."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from math import log1p
from statistics import fmean, median, pstdev
from urllib.parse import unquote, urlsplit

from feeds.scrape.detect.groups import Group
from feeds.scrape.detect.page import HEADINGS, Link, Node, Page, width
from feeds.urls import registrable_domain

DATE = re.compile(
    r"\b(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]|\b\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:19|20)?\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|fév|fev|avr|mai"
    r"|juin|juil|aoû|déc|mär|maj|okt|dez|mag|giu|lug|set|ott|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?\b"
    r"|\b\d+\s?(?:minute|hour|day|week|month|min|hr)s?\.?\sago\b|\b(?:yesterday|today)\b|\d+\s?(?:分|小时|時間|天|日)前",
    re.IGNORECASE,
)
PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|£|zł|kr|руб|₽|USD|EUR|лв)", re.IGNORECASE)
NEGATIVE = re.compile(
    r"nav|menu|foot|side|aside|relat|popul|trend|most|widget|bread|crumb|tags|tagcloud|pagin|pager|share|social|promo|sponsor"
    r"|advert|comment|recommend|recent|archive|blogroll|login|modal|cookie|filter|facet|sort|lang|topbar|toolbar|mega"
    r"|drawer|author|newsletter|subscribe|header|refine|swatch|categor|banner|utility",
    re.IGNORECASE,
)
POSITIVE = re.compile(
    r"main|content|list|result|item|post|entr|article|card|product|story|stories|teaser|river|stream|feed|grid|thread|topic"
    r"|event|job|news|blog|collection|primary|title|headline|latest",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"popular|trending|most\s(?:read|view|comment)|related|recommend|you (?:may|might)|also like|recently|categories|tags"
    r"|archives?|follow|newsletter|sponsor|partner|editor'?s|top \d|hot |blogroll|links|recent comments|shop by|filter|browse"
    r"|beliebt|meistgelesen|verwandt|kategorien|más (?:leíd|vist)|relacionad|categorías|plus lus|populaires|catégories"
    r"|più letti|correlati|популярн|похожие|рубрики|читайте|热门|推荐|相关|分类|人気|ランキング|関連|カテゴリ|おすすめ|인기|추천|관련",
    re.IGNORECASE,
)
META_URL = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|users?|members?|profiles?|topics?|page|login|signin|signup|register|cart|search|about"
    r"|contact|privacy|terms|help|faq|account|subscribe|newsletter|share|feed|rss|policy|policies|careers?|label|kategorie)(?:[/.]|$)",
    re.IGNORECASE,
)
FILE_URL = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|zip|exe|css|js)$", re.IGNORECASE)
DATE_URL = re.compile(r"/(?:19|20)\d\d/|/(?:19|20)\d\d-?[01]\d-?[0-3]\d")
SHARE = re.compile(
    r"(?:facebook|twitter|x|linkedin|pinterest|reddit|instagram|youtube|t|whatsapp|tiktok|threads|google|apple)\.(?:com|me|net)$"
)


@lru_cache(maxsize=4096)
def _address(url: str) -> tuple:
    parts = urlsplit(url)
    path = unquote(parts.path)
    segments = [s for s in path.split("/") if s]
    last = segments[-1] if segments else ""
    return (parts.netloc, segments, last, parts.query, path)


class Features:
    """Sums over the page made once, so that each group costs little."""

    def __init__(self, page: Page, hints=None) -> None:
        self.page = page
        self.domain = registrable_domain(page.url)
        host, self.segments, _, self.query, self.path = _address(page.url)
        self.total = max(1, sum(page.widths))
        self.dates = _sums(bool(DATE.search(p)) if w < 300 else False for p, w in zip(page.pieces, page.widths))
        self.prices = _sums(bool(PRICE.search(p)) if w < 60 else False for p, w in zip(page.pieces, page.widths))
        self.images = _sums(n.tag == "img" for n in page.nodes)
        self.heads = _sums(n.tag in HEADINGS for n in page.nodes)
        self.times = _sums(n.tag == "time" for n in page.nodes)
        self.ps = _sums(n.tag == "p" for n in page.nodes)
        lw = [link.node.t1 - link.node.t0 for link in page.links]
        self.linkw = _sums(lw)
        self.heading_nodes = [n for n in page.nodes if n.tag in HEADINGS]
        self.link = [self._link(l) for l in page.links]
        fam = {}
        for l, f in zip(page.links, self.link):
            fam.setdefault(f["family"], set()).add(l.key)
        self.families = fam
        self.allkeys = {l.key for l in page.links}
        self.context_cache: dict[int, tuple] = {}
        self.pathsig = {}
        for l in page.links:
            self.pathsig.setdefault(l.node.path, set()).add(l.key)

    def _link(self, link: Link) -> dict:
        host, segments, last, query, path = _address(link.url)
        node = link.node
        same = 1.0 if registrable_domain(link.url) == self.domain else 0.0
        words = last.count("-") + last.count("_") + last.count("+") + last.count(" ")
        n = len(self.segments)
        return {
            "width": width(link.text),
            "empty": float(not link.text),
            "same": same,
            "depth": len(segments),
            "words": min(words, 10),
            "last": min(len(last), 80),
            "digits": float(any(c.isdigit() for c in last)),
            "query": float(bool(query)),
            "extends": float(same and len(segments) > n and segments[:n] == self.segments),
            "meta": float(bool(META_URL.search(path))),
            "file": float(bool(FILE_URL.search(path))),
            "dated": float(bool(DATE_URL.search(path))),
            "share": float(bool(SHARE.search(host)) and not same),
            "family": (host, len(segments), segments[0] if len(segments) > 1 else "", bool(query) and not segments),
            "first": (host, segments[0] if segments else ""),
            "heading": self._in_heading(node),
            "hidden": float(node.hidden),
        }

    def _in_heading(self, node: Node) -> float:
        up = node
        for _ in range(4):
            if up.tag in HEADINGS:
                return 1.0
            if up.parent is None:
                break
            up = up.parent
        return 1.0 if self.heads[node.end] > self.heads[node.index] else 0.0

    def context(self, node: Node) -> tuple:
        """Of the node's ancestors and itself: landmarks and hint words. (nav, foot, header, aside, main, article, neg, pos, form, table, li)."""
        if node.index in self.context_cache:
            return self.context_cache[node.index]
        up = self.context(node.parent) if node.parent is not None else (0,) * 9
        tag = node.tag
        role = node.element.get("role") or ""
        share = node.width / self.total
        text = node.classes + " " + (node.element.get("id") or "")
        neg = pos = 0
        if text != " " and share < 0.6 and tag not in ("body", "html"):
            neg = len(set(m.lower() for m in NEGATIVE.findall(text)))
            pos = len(set(m.lower() for m in POSITIVE.findall(text)))
        out = (
            up[0] or int(tag == "nav" or role == "navigation"),
            up[1] or int(tag == "footer" or role == "contentinfo"),
            up[2] or int(tag == "header" and share < 0.3),
            up[3] or int((tag == "aside" or role == "complementary") and share < 0.5),
            up[4] or int(tag == "main" or role == "main"),
            up[5] or int(tag == "article"),
            up[6] + neg,
            up[7] + pos,
            up[8] or int(tag in ("li",)),
        )
        self.context_cache[node.index] = out
        return out

    def records(self, group: Group) -> list[Node]:
        """For each link the largest element that holds no other item's link."""
        owner: dict[int, str | None] = {}
        for link in group.links:
            node = link.node
            while node is not None:
                seen = owner.get(node.index, "")
                if seen is None:
                    break
                if seen == "":
                    owner[node.index] = link.key
                elif seen != link.key:
                    owner[node.index] = None
                node = node.parent
        # what a conflict marks is marked up to the root
        out = []
        for link in group.links:
            node = link.node
            while node.parent is not None and owner.get(node.parent.index) == link.key:
                up = node.parent
                if _conflict(up, owner):
                    break
                node = up
            out.append(node)
        return out

    def of(self, group: Group) -> dict[str, float]:
        links = group.links
        page = self.page
        n = len(links)
        f = [self.link[l.index] for l in links]
        out: dict[str, float] = {}

        def mean(name):
            return fmean(x[name] for x in f)

        widths = [x["width"] for x in f]
        out["n"] = n
        out["share"] = n / max(1, len(self.allkeys))
        out["w_mean"] = fmean(widths)
        out["w_median"] = median(widths)
        out["w_std"] = pstdev(widths)
        out["w_min"] = min(widths)
        out["w_max"] = max(widths)
        out["w15"] = fmean(w >= 15 for w in widths)
        out["w30"] = fmean(w >= 30 for w in widths)
        out["distinct"] = len({l.text for l in links}) / n
        for name in (
            "empty",
            "same",
            "depth",
            "words",
            "last",
            "digits",
            "query",
            "extends",
            "meta",
            "file",
            "dated",
            "share",
            "heading",
            "hidden",
        ):
            out["u_" + name] = mean(name)
        depths = [x["depth"] for x in f]
        out["depth_std"] = pstdev(depths)
        fams = {}
        firsts = {}
        for x in f:
            fams[x["family"]] = fams.get(x["family"], 0) + 1
            firsts[x["first"]] = firsts.get(x["first"], 0) + 1
        top = max(fams, key=lambda k: fams[k])
        out["family"] = fams[top] / n
        out["first"] = max(firsts.values()) / n
        out["family_rest"] = len(self.families[top]) / max(1, fams[top])
        out["fams"] = len(fams)
        keys = group.keys
        # Records
        records = self.records(group)
        rw = [r.width for r in records]
        out["r_mean"] = fmean(rw)
        out["r_median"] = median(rw)
        out["r_cv"] = pstdev(rw) / (fmean(rw) + 1)
        out["r_share"] = sum(rw) / self.total
        out["r_img"] = fmean(self.images[r.end] > self.images[r.index] for r in records)
        out["r_head"] = fmean(self.heads[r.end] > self.heads[r.index] for r in records)
        out["r_heads"] = fmean(min(4, self.heads[r.end] - self.heads[r.index]) for r in records)
        out["r_time"] = fmean(self.times[r.end] > self.times[r.index] for r in records)
        out["r_p"] = fmean(self.ps[r.end] > self.ps[r.index] for r in records)
        out["r_date"] = fmean(
            self.dates[r.p1] > self.dates[r.p0] or self.times[r.end] > self.times[r.index] for r in records
        )
        out["r_price"] = fmean(self.prices[r.p1] > self.prices[r.p0] for r in records)
        out["r_links"] = fmean(min(20, r.l1 - r.l0) for r in records)
        lw = [self.linkw[r.l1] - self.linkw[r.l0] for r in records]
        out["r_plain"] = fmean(max(0, a - b) for a, b in zip(rw, lw))
        out["r_plain_med"] = median(max(0, a - b) for a, b in zip(rw, lw))
        out["r_density"] = sum(lw) / (sum(rw) + 1)
        out["r_main"] = sum(widths) / (sum(lw) + 1)  # the links' share of the records' link text
        out["r_keys"] = fmean(min(10, len({l.key for l in page.links[r.l0 : r.l1]})) for r in records)
        parents = {}
        kinds = {}
        for r in records:
            p = r.parent.index if r.parent else -1
            parents[p] = parents.get(p, 0) + 1
            kinds[(r.tag, r.path)] = kinds.get((r.tag, r.path), 0) + 1
        out["parents"] = max(parents.values()) / n
        out["n_parents"] = len(parents)
        out["kinds"] = max(kinds.values()) / n
        bare = fmean(r is l.node for r, l in zip(records, links))
        out["bare"] = bare
        gaps = [max(0, b.t0 - a.t1) for a, b in zip(records, records[1:])]
        out["gap"] = fmean(gaps) if gaps else 0
        out["gap_rel"] = sum(gaps) / (sum(rw) + 1)
        out["gap_max"] = max(gaps) / self.total if gaps else 0
        first, last = records[0], records[-1]
        out["start"] = first.t0 / self.total
        out["end"] = last.t1 / self.total
        out["span"] = (last.t1 - first.t0) / self.total
        out["l_start"] = first.l0 / max(1, len(page.links))
        out["l_end"] = last.l1 / max(1, len(page.links))
        out["log_mass"] = log1p(sum(rw))
        out["log_text"] = log1p(sum(widths))
        # the common ancestor
        common = self._common(links)
        out["c_depth"] = common.depth
        out["c_share"] = common.width / self.total
        out["c_fill"] = sum(rw) / (common.width + 1)
        ckeys = {l.key for l in page.links[common.l0 : common.l1]}
        out["c_keys"] = len(keys) / max(1, len(ckeys))
        ctx = [self.context(r) for r in records]
        for i, name in enumerate(("nav", "footer", "header", "aside", "main", "article", "neg", "pos", "li")):
            out["x_" + name] = fmean(c[i] for c in ctx)
        lctx = [self.context(l.node) for l in links]
        out["x_lneg"] = fmean(a[6] - b[6] for a, b in zip(lctx, ctx))
        out["x_lpos"] = fmean(a[7] - b[7] for a, b in zip(lctx, ctx))
        out["has_main"] = float(any(n.tag == "main" for n in page.nodes))
        head = self._heading_before(first)
        out["aside_head"] = float(bool(head and ASIDE.search(head)))
        # completeness
        out["path_in"] = fmean(len(self.pathsig[l.node.path] & keys) / len(self.pathsig[l.node.path]) for l in links)
        paths = {l.node.path for l in links}
        out["paths"] = len(paths)
        outside = set().union(*(self.pathsig[p] for p in paths)) - keys
        out["path_out"] = len(outside) / n
        for how in ("path", "tags", "region", "end", "heading", "rows", "rows-tags", "rows-siblings"):
            out["h_" + how] = float(how in group.how)
        out["hows"] = len(group.how)
        return out

    def _common(self, links) -> Node:
        a = links[0].node
        chain = {a.index: a}
        for up in a.ancestors:
            chain[up.index] = up
        node = a
        lo, hi = links[0].index, links[0].index
        lo = min(l.index for l in links)
        hi = max(l.index for l in links)
        while node.parent is not None and not (node.l0 <= lo and node.l1 > hi):
            node = node.parent
        return node

    def _heading_before(self, node: Node) -> str:
        best = None
        for h in self.heading_nodes:
            if h.index >= node.index:
                break
            best = h
        if best is None or node.t0 - best.t1 > 400:
            return ""
        return self.page.text(best.p0, best.p1)[:100]


def _conflict(node, owner):
    return owner.get(node.index) is None


def _sums(values) -> list[int]:
    return list(accumulate((int(v) for v in values), initial=0))


RELATIVE = ("n", "log_mass", "log_text", "w_mean", "r_share", "r_mean", "r_plain", "w_median")


def measure(features: Features, groups: list[Group]) -> list[dict[str, float]]:
    """The numbers of each group, those beside the page's other groups among them."""
    rows = [features.of(group) for group in groups]
    for name in RELATIVE:
        values = [row[name] for row in rows]
        top = max(values) or 1
        order = sorted(values, reverse=True)
        for row, value in zip(rows, values):
            row["rel_" + name] = value / top
            row["rank_" + name] = order.index(value) / len(rows)
    return rows


def table(features: Features, groups: list[Group], names: tuple[str, ...]):
    import numpy as np

    rows = measure(features, groups)
    return np.array([[row[name] for name in names] for row in rows], dtype=np.float32)
