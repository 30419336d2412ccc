/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const TAKEN: readonly unknown[] = [2067, 1555];

/** True when a row was not written, as its key or unique value is taken. */
export function isTaken(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'errcode' in error &&
    TAKEN.includes(error.errcode)
  );
}
