// Days as dates: the core counts days from 1970-01-01.

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
