import { css } from "lit";

/** Calm colours of a lighthouse at dusk; every pair holds 4.5:1 in light and dark. */
export const styles = css`
  :host {
    --accent: var(--latarnik-accent, #1c4e80);
    --on-accent: #fff;
    --paper: #fffdf8;
    --ink: #1d2733;
    --soft: #eef3f8;
    --line: #b9c6d3;
    --muted: #4d5b69;
    --alarm: #a61b1b;
    --on-alarm: #fff;
    --warm: #fff3d6;
    --good: #0b5d2e;
    all: initial;
    font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    font-size: calc(16px * var(--zoom, 1));
    line-height: 1.5;
    color: var(--ink);
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --accent: var(--latarnik-accent-dark, #8ec1f2);
      --on-accent: #0e1a26;
      --paper: #121b25;
      --ink: #eef3f8;
      --soft: #1f2c3a;
      --line: #4a5d70;
      --muted: #b6c3d0;
      --alarm: #ffb3ad;
      --on-alarm: #2a0000;
      --warm: #3a3016;
      --good: #8fe0ad;
    }
  }
  /* White or black, whichever can be read on the page's own colour. */
  @supports (color: color(from red srgb-linear r g b)) {
    :host {
      --lit: clamp(0, (0.179 - 0.2126 * r - 0.7152 * g - 0.0722 * b) * 1000, 1);
      --on-accent: color(from var(--accent) srgb-linear var(--lit) var(--lit) var(--lit));
    }
  }
  * { box-sizing: border-box; }
  button, a, textarea { font: inherit; letter-spacing: inherit; word-spacing: inherit; color: inherit; }
  button { cursor: pointer; }
  button, .link {
    min-height: 44px;
    min-width: 44px;
    border-radius: 12px;
    border: 2px solid var(--line);
    background: var(--paper);
    padding: 0.4em 0.8em;
  }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .launcher {
    position: fixed;
    bottom: 16px;
    right: 16px;
    z-index: 2147483000;
    display: flex;
    align-items: center;
    gap: 0.5em;
    border-radius: 999px;
    border: 0;
    padding: 0.5em 1.1em 0.5em 0.7em;
    background: var(--accent);
    color: var(--on-accent);
    box-shadow: 0 4px 14px rgb(0 0 0 / 0.3);
  }
  :host([position="left"]) .launcher { right: auto; left: 16px; }
  :host([aside]) .launcher:not(:focus-visible) { opacity: 0; pointer-events: none; }
  svg { display: block; flex: none; }
  .panel {
    position: fixed;
    bottom: 16px;
    right: 16px;
    z-index: 2147483000;
    display: flex;
    flex-direction: column;
    --wide: 26em;
    width: min(var(--wide), calc(100vw - 32px));
    height: min(42.5em, calc(100vh - 32px));
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: 18px;
    box-shadow: 0 10px 40px rgb(0 0 0 / 0.35);
    overflow: hidden;
  }
  .panel.parent { --wide: 34em; font-size: 0.94em; line-height: 1.4; }
  :host([position="left"]) .panel, :host([aside]:not([position="left"])) .panel { right: auto; left: 16px; }
  :host([aside][position="left"]) .panel { left: auto; right: 16px; }
  :host([full]) .panel { position: static; width: 100%; height: 100%; border-radius: 0; border: 0; box-shadow: none; }
  .head { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 4px; background: var(--soft); border-bottom: 1px solid var(--line); padding: 8px; }
  .who { flex: 1 1 6.2em; min-width: 0; display: flex; gap: 8px; align-items: center; line-height: 1.15; }
  .who strong { display: block; }
  .who small { display: block; color: var(--muted); font-size: 0.75em; }
  /* As NARROW in chat.ts: the window covers the page. */
  @media (max-width: 480px), (max-height: 460px) {
    .panel, :host([position="left"]) .panel, :host([aside]) .panel { inset: 0 !important; width: 100%; height: 100%; border-radius: 0; border: 0; }
    .head { padding: 6px; gap: 2px; }
    .who { gap: 4px; flex-basis: 5.4em; }
    .who svg { width: 26px; height: 32px; }
    .who small { font-size: 0.7em; }
    .fold { display: none; }
  }

  .exit { background: var(--alarm); border-color: var(--alarm); color: var(--on-alarm); font-weight: 700; }
  .help { background: var(--warm); border-color: var(--ink); font-weight: 600; }
  .exit, .help, .send { white-space: nowrap; }
  [hidden] { display: none !important; }
  .quiet { background: transparent; border-color: transparent; text-decoration: underline; padding: 0.2em 0.5em; }
  .icon { padding: 0; text-decoration: none; font-size: 1.2em; }
  .dots { position: absolute; z-index: 1; inset-inline-end: 8px; top: calc(100% + 4px); display: flex; align-items: center; gap: 4px; padding: 8px 12px; border-radius: 12px; border: 2px solid var(--alarm); background: var(--paper); }
  .dots i { width: 10px; height: 10px; border-radius: 50%; border: 2px solid var(--alarm); }
  .dots i[on] { background: var(--alarm); }
  .hidden-first { position: absolute; inset-inline-start: 8px; top: 8px; z-index: 2; padding: 10px 14px; border-radius: 12px; background: var(--alarm); color: var(--on-alarm); font-weight: 700; }
  .hidden-first:not(:focus) { width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .log { position: relative; flex: 1 1 auto; min-height: 0; overflow-y: auto; padding: 12px; display: flex; flex-direction: column; gap: 10px; overflow-wrap: anywhere; }
  .bubble { max-width: 92%; border-radius: 16px; padding: 10px 14px; background: var(--soft); align-self: flex-start; }
  .bubble.person { align-self: flex-end; background: var(--accent); color: var(--on-accent); }
  .bubble.support, .bubble.helplines { border: 2px solid var(--accent); background: var(--paper); }
  .bubble p { margin: 0 0 6px; white-space: pre-line; }
  .bubble p:last-child { margin-bottom: 0; }
  .bubble ol { margin: 6px 0; padding-inline-start: 1.4em; }
  .bubble li { margin: 4px 0; }
  .say { background: var(--warm); border-radius: 12px; padding: 8px 12px; margin: 8px 0; }
  .say q { display: block; font-style: italic; margin-bottom: 6px; }
  .choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
  .choices button { display: inline-flex; align-items: center; gap: 8px; border-color: var(--accent); text-align: start; }
  .cards { display: flex; flex-direction: column; gap: 8px; margin-top: 8px; }
  .card { border: 1px solid var(--line); border-radius: 12px; padding: 8px 10px; background: var(--paper); }
  .card.emergency { border: 2px solid var(--alarm); }
  .card .name { display: block; margin-bottom: 4px; }
  .card.brief { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; padding: 6px 10px; }
  .card.brief .name { flex: 1 1 11em; margin: 0; }
  .card .facts { color: var(--muted); font-size: 0.9em; margin: 4px 0; }
  .badge { font-weight: 600; color: var(--good); }
  .badge.shut { color: var(--muted); }
  .ways { display: flex; flex-wrap: wrap; gap: 8px; }
  .link { display: inline-flex; align-items: center; text-decoration: none; border-color: var(--accent); font-weight: 600; }
  .link.main { background: var(--accent); color: var(--on-accent); }
  details { margin-top: 8px; font-size: 0.9em; }
  summary { min-height: 44px; align-content: center; cursor: pointer; }
  .write { display: flex; gap: 8px; padding: 8px 8px 0; border-top: 1px solid var(--line); }
  textarea { flex: 1; min-width: 0; min-height: 44px; max-height: 120px; resize: none; border: 2px solid var(--line); border-radius: 12px; padding: 8px 10px; background: var(--paper); }
  .send { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
  .start { padding: 12px 16px; overflow-y: auto; flex: 1; }
  .start .hello { display: flex; align-items: center; gap: 10px; }
  .start h2 { margin: 0; font-size: 1.2em; }
  .start ul { padding-inline-start: 1.2em; margin: 6px 0 12px; }
  .typing { color: var(--muted); font-style: italic; }
  .foot { display: flex; flex-wrap: wrap; gap: 8px; padding: 8px; }
  .foot button { flex: 1 1 auto; padding-block: 0.2em; }
  /* Little height, as at 400 % zoom: the lines of the talk need it. */
  @media (max-height: 460px) { .head { padding-block: 2px; } .write, .foot { gap: 4px; padding: 4px 6px 0; } .foot { padding-bottom: 4px; } }
  .copy { font-weight: 600; }
  .marked { margin-inline-start: 8px; }
  .now { background: var(--warm); color: var(--ink); text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }
  .tools { display: flex; flex-wrap: wrap; gap: 4px; }
  .suggested p { margin: 0; color: var(--muted); }
  .menu { padding: 10px 12px; flex: 1 1 auto; min-height: 0; overflow-y: auto; }
  .menu fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 14px; }
  .menu legend { padding: 0; font-weight: 600; }
  .menu label { display: flex; align-items: center; gap: 8px; min-height: 44px; cursor: pointer; }
  .menu details { font-size: 1em; margin: 4px 0; }
  .safety summary { min-height: 44px; align-content: center; font-weight: 600; }
  .safety ul { margin: 0 0 8px; padding-inline-start: 1.2em; }
  .menu input { width: 24px; height: 24px; margin: 0; flex: none; accent-color: var(--accent); }
  .browse { flex: 1 1 auto; min-height: 0; overflow-y: auto; padding: 12px; }
  .browse h2 { margin: 0; font-size: 1.2em; }
  .browse details { font-size: 1em; border: 1px solid var(--line); border-radius: 12px; padding: 0 10px; }
  .browse summary { display: flex; align-items: center; gap: 10px; min-height: 48px; font-weight: 600; }
  .browse summary::-webkit-details-marker { display: none; }
  .browse summary::after { content: "+"; margin-inline-start: auto; font-size: 1.3em; }
  .browse [open] > summary::after { content: "–"; }
  .browse .choices { padding-bottom: 10px; }
  .picture { flex: none; fill: none; stroke: currentColor; color: var(--accent); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  .breathing { display: flex; flex-direction: column; align-items: center; gap: 8px; margin: 8px 0; }
  .air { position: relative; width: 9em; height: 9em; display: grid; place-items: center; }
  .circle { position: absolute; inset: 0; border-radius: 50%; background: var(--paper); border: 4px solid var(--accent); transform: scale(0.45); transition: transform 0.5s ease-in-out; }
  .circle.in, .circle.hold { transform: scale(1); }
  .circle.s3 { transition-duration: 3s; }
  .circle.s4 { transition-duration: 4s; }
  .words { position: relative; text-align: center; max-width: 8em; }
  .words b { display: block; font-size: 1.6em; line-height: 1.2; }
  .rounds { display: flex; gap: 6px; }
  .rounds i { width: 10px; height: 10px; border-radius: 50%; border: 2px solid var(--accent); }
  .rounds i[on] { background: var(--accent); }
  .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .beam { opacity: 0.8; }
  .hello .beam { animation: sweep 6s ease-in-out infinite alternate; }
  @keyframes sweep { from { opacity: 0.35; } to { opacity: 0.9; } }
  @media (prefers-reduced-motion: reduce) { .hello .beam { animation: none; } }
  @media (prefers-reduced-motion: reduce) { .circle, .circle.s3, .circle.s4 { transition: none; transform: none; } }
  :host([contrast]) { --accent: #002a6b; --on-accent: #fff; --paper: #fff; --ink: #000; --soft: #fff; --line: #000; --muted: #000; --alarm: #7a0000; --warm: #fff; --good: #003d1a; }
  @media (prefers-color-scheme: dark) {
    :host([contrast]) { --accent: #ffe14d; --on-accent: #000; --paper: #000; --ink: #fff; --soft: #000; --line: #fff; --muted: #fff; --alarm: #ffc9c4; --warm: #000; --good: #b6ffcf; }
  }
  :host([contrast]) .bubble:not(.person), :host([contrast]) .say { border: 2px solid var(--ink); }
  :host([easy]) { font-family: Verdana, "Atkinson Hyperlegible", "Trebuchet MS", "DejaVu Sans", sans-serif; letter-spacing: 0.06em; word-spacing: 0.24em; line-height: 1.8; }
  :host([easy]) .say q, :host([easy]) .typing { font-style: normal; }
  @media print {
    :host { --accent: #000; --on-accent: #fff; --paper: #fff; --ink: #000; --soft: #fff; --line: #000; --muted: #000; --alarm: #000; --warm: #fff; --good: #000; color: #000; }
    :host(:not([full], [data-latarnik-print])), .launcher, .hidden-first, .head button, .foot, .write, .menu, .browse, .tools, .choices, .suggested, .copy, .marked, .breathing { display: none !important; }
    .panel, :host([position="left"]) .panel { position: static; display: block; width: auto; height: auto; border: 0; border-radius: 0; box-shadow: none; overflow: visible; }
    .log { display: block; overflow: visible; padding: 0; }
    :host([data-latarnik-print]) .log > :not([printing]) { display: none; }
    .bubble { max-width: none; padding: 12px 0; margin: 0; border: 0 !important; }
    .card, .say { break-inside: avoid; border: 1px solid #000; }
    .head { background: none; }
    .link { border: 0; padding: 0; min-height: 0; }
    .link.main { background: none; color: #000; }
    .bubble a[href^="http"]::after { content: " (" attr(href) ")"; font-weight: 400; }
  }
  @media (forced-colors: active) {
    .exit, .send, .launcher, .link.main, .bubble.person, .hidden-first { border: 2px solid; background: ButtonFace; color: ButtonText; }
    .bubble, .say { border: 1px solid; }
    .picture { color: CanvasText; }
    .dots i[on], .rounds i[on] { forced-color-adjust: none; background: Highlight; border-color: Highlight; }
    .now { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  }
`;
