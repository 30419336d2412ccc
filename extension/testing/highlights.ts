/** Marks of ranges, and where ranges are: jsdom has neither. */
class Marks extends Set<Range> {
  constructor(...ranges: Range[]) {
    super(ranges);
  }
}

/** What is marked, by the name of the mark; ranges are 500 pixels down. */
export function withHighlights(): ReadonlyMap<string, Iterable<Range>> {
  const highlights = new Map<string, Marks>();
  Object.assign(globalThis, { CSS: { highlights }, Highlight: Marks });
  Object.assign(Range.prototype, {
    getBoundingClientRect: () => ({ top: 500 })
  });
  return highlights;
}
