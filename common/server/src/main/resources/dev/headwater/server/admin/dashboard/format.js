// Figures as people read them.

const PREFIXES = ['', 'k', 'M', 'G', 'T']

function scaled(value) {
  let step = 0
  while (value >= 999.5 && step < PREFIXES.length - 1) {
    value /= 1000
    step++
  }
  const digits = step > 0 && value < 9.995 ? 2 : step > 0 && value < 99.95 ? 1 : 0
  return `${value.toFixed(digits)} ${PREFIXES[step]}`
}

export const bits = perSecond => `${scaled(perSecond)}bit/s`
export const bytes = size => `${scaled(size)}B`
export const number = value => value.toLocaleString('en')
export const share = value => `${Math.round(value * 100)} %`

export function count(value, thing) {
  return `${number(value)} ${thing}${value === 1 ? '' : 's'}`
}

/** How long ago, of a time as the API has it. */
export function since(time, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`
  return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds / 3600) % 24} h`
}

const CODECS = {
  avc1: 'H.264', hvc1: 'HEVC', vvc1: 'VVC', av01: 'AV1', vp08: 'VP8', vp09: 'VP9',
  mp4a: 'AAC', Opus: 'Opus', '.mp3': 'MP3', fLaC: 'FLAC', 'ac-3': 'AC-3', 'ec-3': 'E-AC-3'
}

export const codec = fourCc => CODECS[fourCc] ?? fourCc
