import { describe, expect, it, vi } from "vitest";
import { ShiftCounter } from "../src/exit";

function press(counter: ShiftCounter, key: string): void {
  counter.down(new KeyboardEvent("keydown", { key }));
  counter.up(new KeyboardEvent("keyup", { key }));
}

describe("Shift three times", () => {
  it("leaves, and tells how far it is", () => {
    const progress: number[] = [];
    const exit = vi.fn();
    const counter = new ShiftCounter((n) => progress.push(n), exit, () => 0);
    ["Shift", "Shift", "Shift"].forEach((key) => { press(counter, key); });
    expect(progress).toEqual([1, 2, 3]);
    expect(exit).toHaveBeenCalledOnce();
  });

  it("starts anew after another key, after five seconds, and does not count a held modifier", () => {
    let now = 0;
    const exit = vi.fn();
    const counter = new ShiftCounter(() => undefined, exit, () => now);
    ["Shift", "Shift", "a", "Shift"].forEach((key) => { press(counter, key); });
    now = 6000;
    press(counter, "Shift");
    counter.down(new KeyboardEvent("keydown", { key: "Shift" }));
    counter.down(new KeyboardEvent("keydown", { key: "A" }));
    counter.up(new KeyboardEvent("keyup", { key: "Shift" }));
    expect(exit).not.toHaveBeenCalled();
  });

  it("does not count Shift that was held for a click", () => {
    const exit = vi.fn();
    const counter = new ShiftCounter(() => undefined, exit, () => 0);
    for (let n = 0; n < 3; n += 1) {
      counter.down(new KeyboardEvent("keydown", { key: "Shift" }));
      counter.click();
      counter.up(new KeyboardEvent("keyup", { key: "Shift" }));
    }
    expect(exit).not.toHaveBeenCalled();
  });
});
