/** Copies a sentence; where the browser does not let us, marks it so that the person can. */

/** True when the text is in the clipboard, false when it is only marked. */
export async function copyOrMark(text: string, shown: Node | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard on a page without TLS, and none in some frames.
    if (shown) document.getSelection()?.setBaseAndExtent(shown, 0, shown, shown.childNodes.length);
    return false;
  }
}
