/** The waiting times of a switch, in milliseconds (DESIGN.md 5). */
export interface SwitchTimes {
  /** From the start of a server until it is ready. */
  readonly startTimeoutMs: number;
  /** After `active`, for the pages of the old server that have not saved. */
  readonly savedDeadlineMs: number;
  /** After `active`, while the old server is never stopped. */
  readonly stopGraceMs: number;
  /** After `active`, for the new page to arrive. */
  readonly arriveDeadlineMs: number;
  /** At `ready`, for a page whose socket closed to come back; 2 s if absent. */
  readonly absentMs?: number;
  /** For a server to stop; 60 s if absent. */
  readonly stopTimeoutMs?: number;
}

export type AllTimes = Required<SwitchTimes>;

export function withDefaults(times: SwitchTimes): AllTimes {
  return {
    ...times,
    absentMs: times.absentMs ?? 2_000,
    stopTimeoutMs: times.stopTimeoutMs ?? 60_000
  };
}
