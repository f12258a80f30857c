// Days as dates: the core counts days from 1970-01-01.

import { plain } from "./numbers.js";

const millisOfDay = 86_400_000;

/** A day on an axis from `low` to `high`, as short as tells its neighbours apart: `2024`, `24-03` or `03-01`.
 * @param {number} days @param {{ low: number, high: number }} axis */
export function dateTick(days, { low, high }) {
  const [year, month, day] = dateText(Math.round(days)).split("-");
  if (high - low > 4 * 365) return year;
  return high - low > 90 ? `${year.slice(2)}-${month}` : `${month}-${day}`;
}

/** A day as `2024-03-01`, with the time of day where it is not midnight. @param {number} days */
export function dateText(days) {
  const minutes = Math.round(days * 1440);
  const date = new Date((minutes / 1440) * millisOfDay);
  if (Number.isNaN(date.getTime())) return String(days);
  const [day, time] = date.toISOString().split("T");
  return minutes % 1440 === 0 ? day : `${day} ${time.slice(0, 5)}`;
}

const written = /^(\d{4}) ?[-/.년] ?(\d{1,2}) ?[-/.월] ?(\d{1,2}) ?[.일]?(?:[ T]+(\d{1,2}):(\d{2}))?$/;

/** The day a text means, perhaps with a time of day, or why it is refused. The year comes first: 3/4/2024 is one day to some
 * and another to others. @param {string} text @returns {{ value: number } | { refusal: import("./numbers.js").Refusal }} */
export function readDate(text) {
  const typed = text.trim();
  if (typed === "") return { refusal: { reason: "empty", text: typed } };
  const parts = plain(text).match(written);
  if (!parts) return { refusal: { reason: "not_a_date", text: typed } };
  const [year, month, day, hour, minute] = parts.slice(1).map((part = "0") => part.padStart(2, "0"));
  const read = new Date(`${year}-${month}-${day}T${hour}:${minute}Z`);
  // An hour of 24 is the next day's 0, and the 31st of April the first of May.
  const isThere = !Number.isNaN(read.getTime()) && read.toISOString().startsWith(`${year}-${month}-${day}`);
  return isThere ? { value: read.getTime() / millisOfDay } : { refusal: { reason: "no_such_day", text: typed } };
}
