/** An hour as it is typed, 16.30 or 16:30, in minutes after midnight; null: none. */
export function minuteOf(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2})[.:](\d{2})$/.exec(text.trim()) ?? []
  const [h, m] = [Number(hour), Number(minute)]
  return hour !== undefined && h < 24 && m < 60 ? 60 * h + m : null
}
