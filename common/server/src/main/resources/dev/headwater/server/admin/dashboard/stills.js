// A still picture of each stream that is looked at, where its origin makes them.

import { get, streamPart } from './api.js'
import { h } from './dom.js'

const FRESH_MS = 10_000
const AT_ONCE = 2

/** By stream. Rows come and go with every drawing, a picture stays. */
const stills = new Map()
let underWay = 0

/** The picture of a stream for its row; hidden while there is none. */
export function still(key) {
  if (!stills.has(key)) {
    stills.set(key, { image: h('img', { class: 'still', alt: `${key} a moment ago`, hidden: true }), at: -Infinity })
  }
  return stills.get(key).image
}

/** Forgets those of streams that are gone, and asks for those in view that are old; call it when the rows are drawn. */
export function refreshStills() {
  for (const [key, { image }] of stills) {
    if (!image.isConnected) stills.delete(key)
  }
  askForOldest()
}

function askForOldest() {
  const due = [...stills].filter(([, still]) => performance.now() - still.at >= FRESH_MS && inView(still.image))
    .sort(([, a], [, b]) => a.at - b.at)
  for (const [key, still] of due.slice(0, AT_ONCE - underWay)) ask(key, still)
}

async function ask(key, still) {
  still.at = performance.now()
  underWay++
  const { jpeg } = await get(`streams/${streamPart(key)}/picture`).catch(() => ({}))
  underWay--
  still.image.hidden = !jpeg
  if (jpeg) still.image.src = `data:image/jpeg;base64,${jpeg}`
  askForOldest()
}

function inView(image) {
  const row = image.closest('tr')?.getBoundingClientRect()
  return row !== undefined && row.bottom > 0 && row.top < innerHeight
}
