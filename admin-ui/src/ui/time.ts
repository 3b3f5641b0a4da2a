const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});

const day = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

export const formatClock = (instant: string): string => clock.format(new Date(instant));

export const formatDay = (instant: string): string => day.format(new Date(instant));

export const formatMoment = (instant: string | number): string => moment.format(new Date(instant));

const DAY_MILLIS = 86_400_000;

/** Whole days from one instant to another: negative when it has passed. */
export const daysBetween = (from: number, to: string): number => Math.floor((Date.parse(to) - from) / DAY_MILLIS);
