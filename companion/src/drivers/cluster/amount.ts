/** Write bytes as people read them: `41 MB`, `1.4 GB`. */
export function amount(bytes: number): string {
  return bytes < 1e9
    ? `${String(Math.round(bytes / 1e6))} MB`
    : `${(bytes / 1e9).toFixed(1)} GB`;
}
