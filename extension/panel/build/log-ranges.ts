/**
 * Where in the text of an element something stands, as ranges of its text nodes.
 */
interface IPlace {
  readonly start: number;
  readonly end: number;
}

/** More places than anybody steps through. */
const MOST = 1000;

/**
 * Each place of a text, in any case.
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
 * The last place of lines that stand one below the other; blank lines between
 * them do not count.
 */
export function placeOfLines(
  text: string,
  wanted: readonly string[]
): IPlace | undefined {
  const lines = linesOf(text);
  for (let last = lines.length - 1; last >= wanted.length - 1; last -= 1) {
    const first = last - wanted.length + 1;
    // Long lines were cut.
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
 * The same places as ranges.
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
  // Older browsers have none of this.
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
