// Numbers move without a reload. Without this script, or without the stream, a page stays as it was rendered.
"use strict";
(() => {
  const SIDES = ["home", "draw", "away"];
  const WIDTH = 100, SLIT = 0.4; // of a bar, as it was drawn
  const shown = new Map();
  for (const part of document.querySelectorAll("[data-match]")) {
    const id = part.dataset.match;
    shown.set(id, [...(shown.get(id) || []), part]);
  }
  if (!shown.size || !("EventSource" in window)) return;

  /** Whole percent that sum to 100: what rounding down leaves goes to the largest remainders. */
  function wholePercents(shares) {
    const points = shares.map((share) => share * 100);
    const whole = points.map(Math.floor);
    const order = [0, 1, 2].sort((a, b) => whole[a] - points[a] - (whole[b] - points[b]) || points[b] - points[a]);
    const left = 100 - whole.reduce((sum, one) => sum + one, 0);
    for (const place of order.slice(0, left)) whole[place] += 1;
    return whole;
  }

  function draw(part, said) {
    const shares = SIDES.map((side) => said.probabilities[side]);
    const percents = wholePercents(shares);
    let changed = false;
    SIDES.forEach((side, place) => {
      for (const told of part.querySelectorAll(`[data-share="${side}"]`)) {
        const text = `${percents[place]}%`;
        if (told.textContent === text) continue;
        changed = true;
        told.textContent = text;
        told.classList.remove("moved");
        void told.offsetWidth; // so that the animation begins anew
        told.classList.add("moved");
      }
    });
    for (const bar of part.querySelectorAll("[data-bar]")) {
      let start = 0;
      [...bar.children].forEach((rect, place) => {
        const wide = shares[place] * WIDTH;
        rect.setAttribute("x", start);
        rect.setAttribute("width", Math.max(0, wide - (place < 2 ? SLIT : 0)));
        start += wide;
      });
    }
    for (const told of part.querySelectorAll("[data-sealed]")) told.textContent = "sealed just now";
    return changed;
  }

  /** What a page says beside the three chances is rendered in one place only: by the server. */
  async function refresh(name) {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll(`[data-${name}]`)) {
      const other = fresh.querySelector(`[data-${name}="${CSS.escape(part.dataset[name])}"]`);
      if (other && !part.contains(document.activeElement)) part.replaceChildren(...other.childNodes);
    }
  }

  function refreshSoon(name) {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(name).catch(() => {}), 250 + Math.random() * 1500); // readers do not all ask at once
  }

  let waiting = 0;
  let moved = new Set();
  let telling = 0;
  function tell(part) {
    const [home, away] = ["home", "away"].map((side) => part.querySelector(`[data-name="${side}"]`).textContent);
    moved.add(`${home} v ${away}`);
    clearTimeout(telling);
    telling = setTimeout(() => { // once for many, so that a screen reader is not talked over
      const status = document.querySelector("[data-status]");
      if (status) status.textContent = moved.size > 3 ? `${moved.size} predictions changed` : `Changed: ${[...moved].join(", ")}`;
      moved = new Set();
    }, 1500);
  }

  const whole = document.querySelector("[data-whole]");
  const wanted = new URLSearchParams();
  if (whole) wanted.set("match_id", whole.dataset.match);
  if (document.body.dataset.after) wanted.set("after", document.body.dataset.after); // nothing since then is missed
  const stream = new EventSource(`/v1/stream/predictions?${wanted}`);
  stream.addEventListener("reset", () => refreshSoon("match")); // changes may have been missed
  stream.addEventListener("prediction", (event) => {
    let said;
    try { said = JSON.parse(event.data); } catch { return; }
    if (!said || !said.probabilities) return;
    for (const part of shown.get(said.match_id) || []) {
      if (draw(part, said)) tell(part);
      if (part === whole) refreshSoon("refresh");
    }
  });
  addEventListener("pagehide", () => stream.close());
})();
