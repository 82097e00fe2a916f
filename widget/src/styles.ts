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
      --warm: #3a3016;
      --good: #8fe0ad;
    }
  }
  * { box-sizing: border-box; }
  button, a, textarea { font: inherit; color: inherit; }
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
  svg { display: block; }
  .panel {
    position: fixed;
    bottom: 16px;
    right: 16px;
    z-index: 2147483000;
    display: flex;
    flex-direction: column;
    width: min(410px, calc(100vw - 32px));
    height: min(680px, calc(100vh - 32px));
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: 18px;
    box-shadow: 0 10px 40px rgb(0 0 0 / 0.35);
    overflow: hidden;
  }
  :host([position="left"]) .panel { right: auto; left: 16px; }
  :host([full]) .panel { position: static; width: 100%; height: 100%; border-radius: 0; border: 0; box-shadow: none; }
  @media (max-width: 480px), (max-height: 460px) {
    .panel { inset: 0; width: 100%; height: 100%; border-radius: 0; border: 0; }
  }
  header { background: var(--soft); border-bottom: 1px solid var(--line); padding: 8px; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
  .who { flex: 1 1 120px; min-width: 0; display: flex; gap: 8px; align-items: center; }
  .who strong { display: block; line-height: 1.1; }
  .who small { color: var(--muted); }
  .exit { background: var(--alarm); border-color: var(--alarm); color: #fff; font-weight: 700; }
  @media (prefers-color-scheme: dark) { .exit { color: #2a0000; } }
  .help { background: var(--warm); border-color: var(--ink); font-weight: 600; }
  .quiet { background: transparent; border-color: transparent; text-decoration: underline; padding: 0.2em 0.5em; }
  .dots { display: flex; gap: 4px; padding: 0 4px; }
  .dots[hidden] { display: none; }
  .dots i { width: 10px; height: 10px; border-radius: 50%; border: 2px solid var(--alarm); }
  .dots i[on] { background: var(--alarm); }
  .hidden-first { position: absolute; left: -9999px; }
  .hidden-first:focus { left: 8px; top: 8px; z-index: 2; }
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
  .choices button { border-color: var(--accent); text-align: start; }
  .cards { display: flex; flex-direction: column; gap: 8px; margin-top: 8px; }
  .card { border: 1px solid var(--line); border-radius: 12px; padding: 8px 10px; background: var(--paper); }
  .card.emergency { border: 2px solid var(--alarm); }
  .card .name { display: block; margin-bottom: 4px; }
  .card .facts { color: var(--muted); font-size: 0.9em; margin: 4px 0; }
  .badge { font-weight: 600; color: var(--good); }
  .badge.shut { color: var(--muted); }
  .ways { display: flex; flex-wrap: wrap; gap: 8px; }
  .link { display: inline-flex; align-items: center; text-decoration: none; border-color: var(--accent); font-weight: 600; }
  .link.main { background: var(--accent); color: var(--on-accent); }
  details { margin-top: 8px; font-size: 0.9em; }
  summary { min-height: 24px; cursor: pointer; }
  form { display: flex; gap: 8px; padding: 8px; border-top: 1px solid var(--line); }
  textarea { flex: 1; min-width: 0; min-height: 44px; max-height: 120px; resize: none; border: 2px solid var(--line); border-radius: 12px; padding: 8px 10px; background: var(--paper); }
  .send { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
  .start { padding: 12px 16px; overflow-y: auto; flex: 1; }
  .start h2 { margin: 0 0 6px; font-size: 1.2em; }
  .start ul { padding-inline-start: 1.2em; margin: 0 0 12px; }
  .typing { color: var(--muted); font-style: italic; }
  .foot { display: flex; flex-wrap: wrap; justify-content: space-between; padding: 0 4px 2px; font-size: 0.82em; }
  .foot button { padding: 0 0.3em; }
  .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .beam { transform-origin: 24px 14px; animation: sweep 6s ease-in-out infinite alternate; }
  @keyframes sweep { from { opacity: 0.35; } to { opacity: 0.9; } }
  @media (prefers-reduced-motion: reduce) { .beam { animation: none; opacity: 0.8; } .log { scroll-behavior: auto; } }
  @media (forced-colors: active) { .exit, .send, .launcher { border: 2px solid; } }
`;
