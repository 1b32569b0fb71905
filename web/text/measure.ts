// Figures of the network as the reader writes them: octets, rates, decibels, how long something lasts.

const formatters = new Map<string, Intl.NumberFormat>()

/** With so many decimals at most. A true minus sign: figures in dBm are read by it. */
export function formatNumber(lang: string, value: number, decimals = 0): string {
  const key = `${lang} ${decimals}`
  const known = formatters.get(key)
  const formatter = known ?? new Intl.NumberFormat(lang, { maximumFractionDigits: decimals })
  if (known === undefined) formatters.set(key, formatter)
  return formatter.format(value).replace(/^-/, '−')
}

function scaled(lang: string, value: number, units: readonly string[]): string {
  let rest = value
  let unit = 0
  // 999.95 would be written as 1,000.
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000
    unit++
  }
  return `${formatNumber(lang, rest, rest < 100 && unit > 0 ? 1 : 0)} ${units[unit]}`
}

/** Decimal, as the sellers of traffic count. */
export const formatOctets = (lang: string, octets: number): string => scaled(lang, octets, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'])

export const formatRate = (lang: string, bitsPerSecond: number): string =>
  scaled(lang, bitsPerSecond, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'])

/** `12 d 3 h`, `3 h 20 min`, `40 s`: the same letters in both languages. */
export function formatDuration(seconds: number): string {
  const [d, h, min] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600), Math.floor((seconds % 3600) / 60)]
  if (d > 0) return `${d} d ${h} h`
  if (h > 0) return `${h} h ${min} min`
  return min > 0 ? `${min} min` : `${Math.floor(seconds)} s`
}

/** As it is typed: one comma is a decimal one, `-34,6037` is `-34.6037`. */
export const plainDecimal = (typed: string): string => typed.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2')

/** The other way: with the decimal sign that the reader would type, and nothing else. */
export const typedDecimal = (lang: string, plain: string): string => (lang === 'en' ? plain : plain.replace('.', ','))
