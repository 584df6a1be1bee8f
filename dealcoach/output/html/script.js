"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const list = $("list");
  const tools = { find: $("find"), owner: $("by-owner"), band: $("by-band"), rule: $("by-rule"), sort: $("sort") };
  const deals = Array.from(list.children, (el, place) => {
    const d = el.dataset;
    const summary = el.firstElementChild;
    return {
      el, place, summary, card: el.lastElementChild,
      owner: d.o, band: d.b, rules: d.r.split(" "),
      amount: Number(d.a), currency: d.u, close: d.c || "9999",
      score: d.s === "" ? 101 : Number(d.s),
      account: summary.querySelector(".nm").textContent,
      text: `${summary.textContent} ${d.q}`.toLowerCase(),
    };
  });
  const byCard = new Map(deals.map((deal) => [deal.card.id, deal]));
  const marks = new Map();
  for (const a of document.querySelectorAll(".plot a")) {
    const id = a.getAttribute("href").slice(1);
    marks.set(id, [...(marks.get(id) || []), a]);
  }

  /* Cards that travel compressed: inflated when their deal is opened. */
  const packed = new Map();
  const ids = document.querySelectorAll("script.ids");
  document.querySelectorAll("script.packed").forEach((holder, index) => {
    const block = { holder, cards: null };
    JSON.parse(ids[index].textContent).forEach((id, place) => packed.set(id, { block, place }));
  });

  async function inflate(base64) {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return (await new Response(stream).text()).split("\0");
  }

  async function fill(deal) {
    const { block, place } = packed.get(deal.card.id) || {};
    if (!block) return;
    try {
      block.cards ??= inflate(block.holder.textContent);
      const cards = await block.cards;
      if (packed.delete(deal.card.id)) deal.card.innerHTML = cards[place];
    } catch {
      deal.card.textContent = "This browser cannot unpack the card: run dealcoach review on the deal's file.";
    }
  }

  /* Find, filter, sort. */
  const orders = {
    risk: (a, b) => a.place - b.place,
    amount: (a, b) => a.currency.localeCompare(b.currency) || b.amount - a.amount || a.place - b.place,
    close: (a, b) => a.close.localeCompare(b.close) || a.place - b.place,
    score: (a, b) => a.score - b.score || a.place - b.place,
    owner: (a, b) => a.owner.localeCompare(b.owner) || a.place - b.place,
    account: (a, b) => a.account.localeCompare(b.account) || a.place - b.place,
  };
  let order = "risk";

  function fits(deal, words) {
    return (!tools.owner.value || deal.owner === tools.owner.value)
      && (!tools.band.value || deal.band === tools.band.value)
      && (!tools.rule.value || deal.rules.includes(tools.rule.value))
      && words.every((word) => deal.text.includes(word));
  }

  function apply() {
    const words = tools.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const deal of deals) {
      const fit = fits(deal, words);
      deal.el.hidden = !fit;
      shown += fit;
      for (const mark of marks.get(deal.card.id) || []) mark.classList.toggle("off", !fit);
    }
    if (order !== tools.sort.value) {
      order = tools.sort.value;
      list.append(...deals.slice().sort(orders[order]).map((deal) => deal.el));
    }
    $("none").hidden = shown > 0 || deals.length === 0;
    $("count").textContent = shown === deals.length ? `${shown} deals` : `${shown} of ${deals.length} deals`;
    $("clear").disabled = !filtered();
  }

  const filtered = () => Boolean(tools.find.value || tools.owner.value || tools.band.value || tools.rule.value);

  function clear() {
    for (const name of ["find", "owner", "band", "rule"]) tools[name].value = "";
    apply();
  }

  function only(name, value) {
    clear();
    tools[name].value = value;
    apply();
  }

  /* Open a deal by its link. */
  async function reveal(id, focus) {
    const deal = byCard.get(id);
    if (!deal) return;
    if (deal.el.hidden) clear();
    await fill(deal);
    deal.el.open = true;
    deal.el.scrollIntoView({ block: "start" });
    if (focus) deal.summary.focus({ preventScroll: true });
  }

  function fragment() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  }

  function remember(id) {
    try {
      history.replaceState(null, "", `#${id}`);
    } catch {
      /* Some viewers of attachments refuse; the page works without. */
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const { rule, owner, band } = link.dataset;
    if (rule !== undefined) only("rule", rule);
    if (owner !== undefined) only("owner", owner);
    if (band !== undefined) only("band", band);
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (byCard.has(id)) {
      event.preventDefault();
      remember(id);
      reveal(id, true);
    }
  });
  addEventListener("hashchange", () => reveal(fragment(), true));
  list.addEventListener("toggle", (event) => {
    const deal = byCard.get(event.target.lastElementChild?.id);
    if (deal && deal.el.open) fill(deal);
  }, true);
  list.addEventListener("click", (event) => {
    const summary = event.target.closest("summary.row");
    if (summary && !summary.parentElement.open) remember(summary.nextElementSibling.id);
  });

  /* Keys. */
  const visible = () => Array.from(list.children).filter((el) => !el.hidden).map((el) => el.firstElementChild);

  function step(event) {
    const rows = visible();
    const here = rows.indexOf(document.activeElement);
    const places = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 };
    const next = rows[places[event.key]];
    if (here < 0 || !(event.key in places)) return;
    event.preventDefault();
    next?.focus();
  }

  function along(event) {
    const mark = document.activeElement.closest?.(".plot a");
    const moves = { ArrowRight: 1, ArrowLeft: -1 };
    if (!mark || !(event.key in moves)) return;
    const across = (a) => Number(a.querySelector("use").getAttribute("x"));
    const row = Array.from(mark.parentElement.querySelectorAll("a")).sort((a, b) => across(a) - across(b));
    const next = row[row.indexOf(mark) + moves[event.key]];
    if (!next) return;
    event.preventDefault();
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      tools.find.focus();
      tools.find.select();
    } else if (event.key === "Escape") {
      if (filtered()) clear();
      else {
        const open = document.activeElement.closest?.("details.deal[open]");
        if (open) {
          open.open = false;
          open.firstElementChild.focus();
        }
      }
    } else {
      step(event);
      along(event);
    }
  });

  /* Print what is listed, opened. */
  let closedForPrint = [];
  addEventListener("beforeprint", () => {
    closedForPrint = Array.from(list.querySelectorAll("details:not([open])")).filter((el) => !el.closest("[hidden]"));
    for (const el of closedForPrint) el.open = true;
  });
  addEventListener("afterprint", () => {
    for (const el of closedForPrint) el.open = false;
    closedForPrint = [];
  });
  $("print").addEventListener("click", async () => {
    for (const deal of deals) if (!deal.el.hidden) await fill(deal);
    print();
  });

  tools.find.addEventListener("input", apply);
  for (const name of ["owner", "band", "rule", "sort"]) tools[name].addEventListener("change", apply);
  $("clear").addEventListener("click", clear);
  $("tools").addEventListener("submit", (event) => event.preventDefault());
  for (const svg of document.querySelectorAll(".plot")) {
    svg.querySelectorAll("a").forEach((a, index) => a.setAttribute("tabindex", index ? "-1" : "0"));
  }
  $("tools").hidden = false;
  apply();
  if (byCard.has(fragment())) reveal(fragment(), false);
})();
