/**
 * A part of the text of an element, by its offsets in `textContent`.
 */
interface IPlace {
  readonly start: number;
  readonly end: number;
}

/** The most places that are found: nobody steps through more. */
const MOST = 1000;

/**
 * Return the places of a text, whatever the case of its letters.
 */
export function placesOf(text: string, wanted: string): IPlace[] {
  if (wanted === '') {
    return [];
  }
  const literal = wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const places: IPlace[] = [];
  for (const found of text.matchAll(new RegExp(literal, 'giu'))) {
    places.push({ start: found.index, end: found.index + found[0].length });
    if (places.length === MOST) {
      break;
    }
  }
  return places;
}

/**
 * Return the last place where the lines stand one below the other; blank lines
 * between them do not count.
 */
export function placeOfLines(
  text: string,
  wanted: readonly string[]
): IPlace | undefined {
  const lines = linesOf(text);
  for (let last = lines.length - 1; last >= wanted.length - 1; last -= 1) {
    const first = last - wanted.length + 1;
    // The wanted lines may be cut, so only their beginnings are compared.
    if (wanted.every((line, at) => lines[first + at]?.text.startsWith(line))) {
      return { start: lines[first]?.start ?? 0, end: lines[last]?.end ?? 0 };
    }
  }
  return undefined;
}

function linesOf(text: string): (IPlace & { readonly text: string })[] {
  let start = 0;
  return text
    .split('\n')
    .map(line => {
      const at = { text: line, start, end: start + line.length };
      start += line.length + 1;
      return at;
    })
    .filter(line => line.text.trim() !== '');
}

/**
 * Return the same places as ranges of the element's text nodes.
 */
export function rangesOf(node: Node, places: readonly IPlace[]): Range[] {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  let current = walker.nextNode();
  let offset = 0;
  const point = (at: number): [Node, number] | undefined => {
    while (current && at > offset + (current.nodeValue?.length ?? 0)) {
      offset += current.nodeValue?.length ?? 0;
      current = walker.nextNode();
    }
    return current ? [current, at - offset] : undefined;
  };
  return places.flatMap(({ start, end }) => {
    const from = point(start);
    const to = point(end);
    if (!from || !to) {
      return [];
    }
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    return [range];
  });
}

/**
 * Mark ranges for the eye, where the browser can; `::highlight(name)` says how.
 */
export function highlight(name: string, ranges: readonly Range[]): void {
  // Older browsers cannot highlight ranges.
  const css = globalThis.CSS as Partial<typeof CSS> | undefined;
  if (ranges.length === 0) {
    css?.highlights?.delete(name);
  } else if (typeof Highlight === 'function') {
    css?.highlights?.set(name, new Highlight(...ranges));
  }
}

/**
 * Scroll a box so that a range stands below its upper edge.
 */
export function scrollTo(box: HTMLElement, range: Range): void {
  const { top } = range.getBoundingClientRect();
  const edge = box.getBoundingClientRect().top;
  box.scrollTop += top - edge - box.clientHeight / 4;
}
